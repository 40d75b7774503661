#include "query_service/consolidation/decimal.h"

#include "gmock/gmock.h"

namespace tearsheet {
namespace {

TEST(DecimalTest, ReadsAndPrintsTheShortestForm) {
  const struct {
    const char* text;
    const char* printed;
  } kCases[] = {{"10", "10"},
                {"0", "0"},
                {"-0", "0"},
                {"+7", "7"},
                {"2.50", "2.5"},
                {"007", "7"},
                {"0.125", "0.125"},
                {"-2.5", "-2.5"},
                {"10.0", "10"},
                {"100", "100"},
                {"0.0000000001", "0.0000000001"},
                {"999999999999999999999999", "999999999999999999999999"}};
  for (const auto& test : kCases) {
    const auto decimal = Decimal::Parse(test.text);
    ASSERT_TRUE(decimal.has_value()) << test.text;
    EXPECT_EQ(decimal->ToString(), test.printed);
  }
}

TEST(DecimalTest, RefusesWhatIsNoDecimal) {
  for (const char* text : {"", "-", ".", "1.", ".5", "1e9", "1,000", " 1", "1 ", "0x1", "1.2.3", "--1",
                           "1000000000000000000000000", "0.00000000001"}) {
    EXPECT_FALSE(Decimal::Parse(text).has_value()) << text;
  }
}

TEST(DecimalTest, ChangesByExactPercentages) {
  EXPECT_EQ(Decimal::FromInt(10).ChangedBy(-5).ToString(), "9.5");
  EXPECT_EQ(Decimal::FromInt(10).ChangedBy(5).ToString(), "10.5");
  EXPECT_EQ(Decimal::FromInt(-10).ChangedBy(-5).ToString(), "-10.5");
  EXPECT_EQ(Decimal::Parse("0.0000000001")->ChangedBy(5).ToString(), "0.000000000105");
  EXPECT_EQ(Decimal::Parse("999999999999999999999999")->ChangedBy(5).ToString(),
            "1049999999999999999999998.95");
}

TEST(DecimalTest, OrdersByValue) {
  EXPECT_LT(*Decimal::Parse("9.99"), *Decimal::Parse("10"));
  EXPECT_LT(*Decimal::Parse("-10"), *Decimal::Parse("-9.99"));
  EXPECT_EQ(*Decimal::Parse("10.0"), Decimal::FromInt(10));
}

}  // namespace
}  // namespace tearsheet
