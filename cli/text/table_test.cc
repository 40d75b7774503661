#include "cli/text/table.h"

#include <string>

#include "cli/text/display_width.h"
#include "gtest/gtest.h"

namespace tearsheet {
namespace {

Table TwoColumns(bool wrap) {
  return Table({{.title = "DEAL", .keep = true}, {.title = "PARTIES", .wrap = wrap}});
}

TEST(TableTest, AlignsColumnsAndLeavesNoSpaceAtLineEnds) {
  Table table({{.title = "DEAL"}, {.title = "N", .align_right = true}, {.title = "WHO"}});
  table.AddRow({"deals/a", "7", "Amazon"});
  table.AddRow({"deals/bcd", "123", ""});
  EXPECT_EQ(table.Render(80, false),
            "DEAL         N  WHO\n"
            "deals/a      7  Amazon\n"
            "deals/bcd  123\n");
}

TEST(TableTest, CutsTheWidestColumnToFit) {
  Table table = TwoColumns(/*wrap=*/false);
  table.AddRow({"deals/abcdef", "Harbour Robotics – Amazon Web Services"});
  EXPECT_EQ(table.Render(30, false),
            "DEAL          PARTIES\n"
            "deals/abcdef  Harbour Robotic…\n");
}

TEST(TableTest, WrapsWhereTheColumnSaysSo) {
  Table table = TwoColumns(/*wrap=*/true);
  table.AddRow({"deals/abcdef", "Harbour Robotics, Amazon"});
  EXPECT_EQ(table.Render(30, false),
            "DEAL          PARTIES\n"
            "deals/abcdef  Harbour\n"
            "              Robotics, Amazon\n");
}

TEST(TableTest, CountsWideCharactersAsTwoColumns) {
  Table table({{.title = "A"}, {.title = "B"}});
  table.AddRow({"東京", "x"});
  table.AddRow({"abcd", "y"});
  EXPECT_EQ(table.Render(80, false), "A     B\n東京  x\nabcd  y\n");
}

TEST(TableTest, NeverPassesTheWidthOfAnyReasonableTerminal) {
  Table table({{.title = "DEAL", .keep = true}, {.title = "TYPE"}, {.title = "TEXT", .wrap = true}});
  table.AddRow(
      {"deals/0123456789abcdef", "REGULATORY_ACTION", std::string(500, 'x') + " " + std::string(30, 'y')});
  for (int width = 24; width < 200; ++width) {
    std::string rest = table.Render(width, false);
    while (!rest.empty()) {
      const size_t end = rest.find('\n');
      EXPECT_LE(DisplayWidth(rest.substr(0, end)), width);
      rest.erase(0, end + 1);
    }
  }
}

TEST(TableTest, PaintsCellsButNotTheirPadding) {
  Table table({{.title = ""}, {.title = ""}});
  table.AddRow({Cell("a", Tone::kBad), "b"});
  EXPECT_EQ(table.Render(80, true), "\x1B[31ma\x1B[0m  b\n");
}

TEST(TableTest, EscapeSequencesOfTheDataDoNotReachTheTerminal) {
  Table table({{.title = "X"}});
  table.AddRow({"\x1B[2Jgone"});
  EXPECT_EQ(table.Render(80, false), "X\n?[2Jgone\n");
}

TEST(TableTest, ANoteStandsWholeBelowItsRow) {
  Table table({{.title = "A"}});
  table.AddRow({"x"}, "deals/0123456789");
  EXPECT_EQ(table.Render(8, false), "A\nx\n  deals/0123456789\n");
}

TEST(TableTest, IsNothingWithoutRows) { EXPECT_EQ(TwoColumns(false).Render(80, false), ""); }

}  // namespace
}  // namespace tearsheet
