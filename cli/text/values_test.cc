#include "cli/text/values.h"

#include <string>

#include "common/proto_time.h"
#include "gtest/gtest.h"

namespace tearsheet {
namespace {

struct AmountCase {
  const char* currency;
  const char* low;
  const char* high;
  bool approximate;
  const char* expected;
};

TEST(FormatAmountTest, ReadsLikeANewspaper) {
  const AmountCase cases[] = {
      {"USD", "10000000000", "10000000000", false, "$10bn"},
      {"USD", "500000000000", "", false, "at least $500bn"},
      {"USD", "10000000000", "10000000000", true, "≈ $10bn"},
      {"USD", "", "10000000000", false, "up to $10bn"},
      {"CAD", "1250000000", "1250000000", false, "C$1.25bn"},
      {"EUR", "8000000000", "10000000000", false, "€8bn–€10bn"},
      {"USD", "1500000000000", "1500000000000", false, "$1.5tn"},
      {"GBP", "999999", "999999", false, "£999,999"},
      {"JPY", "250000", "250000", false, "¥250,000"},
      {"CHF", "3000000", "3000000", false, "CHF 3m"},
      {"USD", "0", "0", false, "$0"},
      {"USD", "-2500000", "-2500000", false, "$-2.5m"},
      {"", "12", "12", false, "12"},
      {"USD", "", "", false, ""},
  };
  for (const AmountCase& c : cases) {
    v1::Amount amount;
    amount.set_currency(c.currency);
    amount.set_low(c.low);
    amount.set_high(c.high);
    amount.set_approximate(c.approximate);
    EXPECT_EQ(FormatAmount(amount), c.expected);
  }
}

TEST(FormatAmountTest, NeverRounds) {
  v1::Amount amount;
  amount.set_currency("INR");
  for (const auto& [value, expected] :
       {std::pair("17859776000", "₹17,859.776m"), std::pair("17859776", "₹17,859,776"),
        std::pair("0.05", "₹0.05"), std::pair("1234567890123.25", "₹1,234,567,890,123.25"),
        std::pair("10000000000.00", "₹10bn")}) {
    amount.set_low(value);
    amount.set_high(value);
    EXPECT_EQ(FormatAmount(amount), expected);
  }
}

TEST(FormatAmountTest, ShowsWhatIsNoNumberAsItIs) {
  v1::Amount amount;
  amount.set_currency("USD");
  amount.set_low("ten");
  amount.set_high("ten");
  EXPECT_EQ(FormatAmount(amount), "$ten");
}

TEST(FormatPercentTest, ShowsBoundsAndFalls) {
  v1::Percent percent;
  percent.set_low("27");
  EXPECT_EQ(FormatPercent(percent), "at least 27%");
  percent.set_high("27");
  EXPECT_EQ(FormatPercent(percent), "27%");
  percent.set_low("-5.5");
  percent.set_high("-5.5");
  EXPECT_EQ(FormatPercent(percent), "-5.5%");
}

TEST(FormatQuantityTest, CountsNounsAndLeavesSymbols) {
  struct Case {
    const char* unit;
    const char* value;
    const char* expected;
  };
  for (const Case& c :
       {Case{"chip", "500000", "500,000 chips"}, Case{"job", "1", "1 job"}, Case{"GW", "10", "10 GW"},
        Case{"x", "4.4", "4.4x"}, Case{"person", "90", "90 people"}, Case{"ferry", "4", "4 ferries"},
        Case{"bus", "14", "14 buses"}, Case{"day", "3", "3 days"}, Case{"aircraft", "9", "9 aircraft"},
        Case{"", "7", "7"}}) {
    v1::Quantity quantity;
    quantity.set_unit(c.unit);
    quantity.set_low(c.value);
    quantity.set_high(c.value);
    EXPECT_EQ(FormatQuantity(quantity), c.expected);
  }
}

TEST(FormatTermTest, PrefersYears) {
  for (const auto& [months, expected] :
       {std::pair(84, "7 years"), std::pair(12, "1 year"), std::pair(18, "18 months"),
        std::pair(1, "1 month"), std::pair(0, "")}) {
    v1::Term term;
    term.set_months(months);
    EXPECT_EQ(FormatTerm(term), expected);
  }
}

TEST(FormatTimeSpanTest, FollowsThePrecision) {
  struct Case {
    const char* start;
    const char* end;
    v1::TimePrecision precision;
    const char* expected;
  };
  for (const Case& c : {Case{"2025-11-03", "2025-11-04", v1::DAY, "3 Nov 2025"},
                        Case{"2025-11-03", "2025-11-10", v1::WEEK, "week of 3 Nov 2025"},
                        Case{"2025-11-01", "2025-12-01", v1::MONTH, "Nov 2025"},
                        Case{"2025-10-01", "2026-01-01", v1::QUARTER, "Q4 2025"},
                        Case{"2026-01-01", "2026-07-01", v1::HALF, "H1 2026"},
                        Case{"2026-01-01", "2027-01-01", v1::YEAR, "2026"},
                        Case{"2025-11-03", "2025-12-06", v1::UNKNOWN, "3 Nov 2025 – 5 Dec 2025"},
                        Case{"2025-11-03", "", v1::UNKNOWN, "from 3 Nov 2025"},
                        Case{"", "2026-01-01", v1::UNKNOWN, "until 31 Dec 2025"},
                        Case{"", "", v1::UNKNOWN, ""}, Case{"soon", "later", v1::DAY, ""}}) {
    v1::TimeSpan span;
    span.set_start(c.start);
    span.set_end(c.end);
    span.set_precision(c.precision);
    EXPECT_EQ(FormatTimeSpan(span), c.expected) << c.start;
  }
}

TEST(FormatDateTest, IsShortAndInUtc) {
  const auto time = TimeToProto(*ParseTime("2025-12-07T23:30:00-05:00"));
  EXPECT_EQ(FormatDate(time), "8 Dec 2025");
  EXPECT_EQ(FormatMinute(time), "8 Dec 2025 04:30");
  EXPECT_EQ(FormatDate({}), "");
}

}  // namespace
}  // namespace tearsheet
