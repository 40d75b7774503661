#include "cli/text/display_width.h"

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace tearsheet {
namespace {

using ::testing::ElementsAre;

TEST(DisplayWidthTest, CountsColumnsNotBytes) {
  EXPECT_EQ(DisplayWidth(""), 0);
  EXPECT_EQ(DisplayWidth("abc"), 3);
  EXPECT_EQ(DisplayWidth("€5bn"), 4);
  EXPECT_EQ(DisplayWidth("e\xCC\x81"), 1) << "a combining accent takes no column";
  EXPECT_EQ(DisplayWidth("東京"), 4);
}

TEST(DisplayWidthTest, BadBytesTakeOneColumnEach) { EXPECT_EQ(DisplayWidth("a\xFF\xC3"), 3); }

TEST(CleanLineTest, MakesOneHarmlessLine) {
  EXPECT_EQ(CleanLine("  two\r\n\tlines  "), "two lines");
  EXPECT_EQ(CleanLine("\x1B[31mred"), "?[31mred");
  EXPECT_EQ(CleanLine("c1 \xC2\x9B"
                      "2J"),
            "c1 ?2J");
  EXPECT_EQ(CleanLine("bad \xFF"), "bad ?");
}

TEST(CutToWidthTest, EndsWithEllipsisOnlyWhenCut) {
  EXPECT_EQ(CutToWidth("Amazon", 6), "Amazon");
  EXPECT_EQ(CutToWidth("Amazon", 5), "Amaz…");
  EXPECT_EQ(CutToWidth("a bcd", 3), "a…") << "no space before the ellipsis";
  EXPECT_EQ(CutToWidth("東京都", 5), "東京…");
  EXPECT_EQ(CutToWidth("abc", 1), "…");
}

TEST(WrapToWidthTest, BreaksAtSpaces) {
  EXPECT_THAT(WrapToWidth("one two three", 7), ElementsAre("one two", "three"));
  EXPECT_THAT(WrapToWidth("one two three", 8), ElementsAre("one two", "three"));
}

TEST(WrapToWidthTest, BreaksWordsThatAreTooLong) {
  EXPECT_THAT(WrapToWidth("abcdefgh", 3), ElementsAre("abc", "def", "gh"));
  EXPECT_THAT(WrapToWidth("東京", 1), ElementsAre("東", "京"));
}

TEST(WrapToWidthTest, AlwaysGivesALine) { EXPECT_THAT(WrapToWidth("", 3), ElementsAre("")); }

}  // namespace
}  // namespace tearsheet
