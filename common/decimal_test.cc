#include "common/decimal.h"

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

TEST(DecimalTest, IsExactOrNothing) {
  EXPECT_EQ(Decimal::FromScaled(1, 1).Plus(Decimal::FromScaled(2, 1))->ToString(), "0.3");
  EXPECT_EQ(Decimal::FromScaled(25, 1).Shifted(9)->ToString(), "2500000000");
  EXPECT_EQ(Decimal::FromInt(5).Shifted(-2)->ToString(), "0.05");
  EXPECT_EQ(Decimal::FromInt(-3).Times(100)->ToString(), "-300");
  EXPECT_EQ(Decimal::FromInt(7).Negated().ToString(), "-7");
  EXPECT_EQ(Decimal().Shifted(1000)->ToString(), "0");
  EXPECT_EQ(Decimal::FromInt(1).Shifted(24), std::nullopt) << "25 digits cannot be parsed again";
  EXPECT_EQ(Decimal::FromInt(1).Shifted(-11), std::nullopt) << "11 decimals cannot be parsed again";
  EXPECT_EQ(Decimal::FromInt(1).Shifted(1000), std::nullopt);
  EXPECT_EQ(Decimal::FromInt(INT64_MAX).Times(INT64_MAX), std::nullopt);
  EXPECT_EQ(Decimal::Parse("999999999999999999999999")->Plus(Decimal::FromInt(1)), std::nullopt);
}

TEST(DecimalTest, WholeNumbersThatFitAreIntegers) {
  EXPECT_EQ(Decimal::FromInt(INT64_MIN).ToInteger(), INT64_MIN);
  EXPECT_EQ(Decimal::FromScaled(25, 1).ToInteger(), std::nullopt);
  EXPECT_EQ(Decimal::Parse("9223372036854775808")->ToInteger(), std::nullopt);
}

TEST(DecimalTest, OrdersByValue) {
  EXPECT_LT(*Decimal::Parse("9.99"), *Decimal::Parse("10"));
  EXPECT_LT(*Decimal::Parse("-10"), *Decimal::Parse("-9.99"));
  EXPECT_EQ(*Decimal::Parse("10.0"), Decimal::FromInt(10));
}

}  // namespace
}  // namespace tearsheet
