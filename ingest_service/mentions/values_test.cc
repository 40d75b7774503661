// Tables of sums, percentages, quantities, durations and times: the rules of numbers in articles.
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "ingest_service/mentions/mention_test_util.h"
#include "ingest_service/mentions/number_reader.h"

namespace tearsheet {
namespace {

using Values = std::vector<std::string>;

struct Case {
  std::string text;
  Values values;
};

void Check(v1::MentionKind kind, const std::vector<Case>& cases) {
  for (const Case& test : cases) EXPECT_EQ(ValuesIn(test.text, kind), test.values) << test.text;
}

TEST(NumbersTest, ReadsGroupsAndDecimals) {
  const struct {
    const char* text;
    const char* number;
  } kCases[] = {{"10", "10"},
                {"2.50", "2.5"},
                {"1,000", "1000"},
                {"1,78,59,776", "17859776"},
                {"1.234.567", "1234567"},
                {"1.234,5", "1234.5"},
                {"3,5", "3.5"},
                {"1'000'000", "1000000"},
                {"0.05", "0.05"},
                {"000", "0"},
                {"1,234.50", "1234.5"}};
  for (const auto& test : kCases)
    EXPECT_EQ(ReadGroupedDigits(test.text)->ToString(), test.number) << test.text;
  EXPECT_FALSE(ReadGroupedDigits("1234567890123456789012").has_value());
}

TEST(AmountTest, ReadsCurrenciesAndScales) {
  Check(v1::AMOUNT, {
                        {"a $10bn deal", {"USD 10000000000"}},
                        {"US$1.1 billion", {"USD 1100000000"}},
                        {"C$320 million", {"CAD 320000000"}},
                        {"HK$10.05 billion", {"HKD 10050000000"}},
                        {"€410m and £3.4bn", {"EUR 410000000", "GBP 3400000000"}},
                        {"₹1,900 crore", {"INR 19000000000"}},
                        {"Rs 212 crore", {"INR 2120000000"}},
                        {"Rs. 1,78,59,776", {"INR 17859776"}},
                        {"2.5 lakh crore rupees", {"INR 2500000000000"}},
                        {"AED40 million", {"AED 40000000"}},
                        {"10 million Swiss francs", {"CHF 10000000"}},
                        {"ten million euros", {"EUR 10000000"}},
                        {"half a billion dollars", {"USD 500000000"}},
                        {"a quarter of a million pounds", {"GBP 250000"}},
                        {"two and a half billion dollars", {"USD 2500000000"}},
                        {"one hundred and twenty-five thousand yen", {"JPY 125000"}},
                        {"a 10-billion-dollar plan", {"USD 10000000000"}},
                        {"3 dollars 50 cents", {"USD 3.5"}},
                        {"billions of dollars", {}},
                        {"5 or 6 of them", {}},
                        {"$5.2bn (£3.4bn)", {"USD 5200000000"}},
                        {"$10 trillion", {"USD 10000000000000"}},
                        {"¥500bn", {"JPY 500000000000"}},
                    });
}

TEST(AmountTest, WordsAroundSetTheBounds) {
  Check(v1::AMOUNT, {
                        {"about $10 billion", {"USD ~10000000000"}},
                        {"nearly $10 billion", {"USD ~10000000000"}},
                        {"close to $10 billion", {"USD ~10000000000"}},
                        {"at least $10 billion", {"USD 10000000000.."}},
                        {"more than $10 billion", {"USD 10000000000.."}},
                        {"upwards of $10 billion", {"USD 10000000000.."}},
                        {"$10B+", {"USD 10000000000.."}},
                        {"$500+ billion", {"USD 500000000000.."}},
                        {"up to $10 billion", {"USD ..10000000000"}},
                        {"as much as $10 billion", {"USD ..10000000000"}},
                        {"no more than $10 billion", {"USD ..10000000000"}},
                        {"less than $10 billion", {"USD ..10000000000"}},
                        {"up to an additional $5 million", {"USD ..5000000"}},
                        {"between $8 and $10 billion", {"USD 8000000000..10000000000"}},
                        {"$8-10 billion", {"USD 8000000000..10000000000"}},
                        {"from $8bn to $10bn", {"USD 8000000000..10000000000"}},
                        {"$8 billion to $10 billion", {"USD 8000000000..10000000000"}},
                    });
}

TEST(PercentTest, ReadsEveryWayOfWriting) {
  Check(v1::PERCENT, {
                         {"a 27 percent stake", {"27"}},
                         {"27% of it", {"27"}},
                         {"11 per cent", {"11"}},
                         {"5 pct", {"5"}},
                         {"ten percent", {"10"}},
                         {"about 10 percent", {"~10"}},
                         {"more than 50%", {"50.."}},
                         {"4-6 percent", {"4..6"}},
                         {"5% to 8%", {"5..8"}},
                         {"raised its stake from 4 to 6 percent", {"6"}},
                         {"a third of the company", {"33.33"}},
                         {"two-thirds of the shares", {"66.67"}},
                         {"half of the company", {"50"}},
                         {"the second half of 2026", {}},
                         {"up 3.5 percentage points", {"3.5"}},
                         {"a 51-percent holding", {"51"}},
                     });
}

TEST(QuantityTest, NeedsAUnit) {
  Check(v1::QUANTITY, {
                          {"five lakh chips", {"500000 chip"}},
                          {"144 chips", {"144 chip"}},
                          {"362 FP8 petaflops", {"362 PFLOPS"}},
                          {"1 GW of power", {"1 GW"}},
                          {"a 60MW site", {"60 MW"}},
                          {"4.4 times more", {"4.4 x"}},
                          {"twice the memory", {"2 x"}},
                          {"10,000 full-time jobs", {"10000 job"}},
                          {"up to one million TPUs", {"..1000000 TPU"}},
                          {"a total of 5 of them", {}},
                          {"In 2024 shares fell", {}},
                          {"300,000 barrels a day", {"300000 bbl/d"}},
                          {"about 5m customers", {"~5000000 customer"}},
                      });
}

TEST(TermTest, IsADuration) {
  Check(v1::TERM, {
                      {"over seven years", {"84"}},
                      {"a three-year deal", {"36"}},
                      {"an 18-month contract", {"18"}},
                      {"for a decade", {"120"}},
                      {"a multi-year deal", {}},
                      {"two years ago", {}},
                      {"over the next five years", {"60"}},
                  });
}

TEST(TimeTest, ReadsTheCalendar) {
  Check(v1::TIME, {
                      {"on 5 November 2025", {"2025-11-05/2025-11-06 DAY"}},
                      {"on Nov. 5, 2025, it", {"2025-11-05/2025-11-06 DAY"}},
                      {"the 15th of February 2024", {"2024-02-15/2024-02-16 DAY"}},
                      {"2025-06-15", {"2025-06-15/2025-06-16 DAY"}},
                      {"in June 2024", {"2024-06-01/2024-07-01 MONTH"}},
                      {"June last year", {"2024-06-01/2024-07-01 MONTH"}},
                      {"in 2012", {"2012-01-01/2013-01-01 YEAR"}},
                      {"Q3 2025", {"2025-07-01/2025-10-01 QUARTER"}},
                      {"in the third quarter of 2026", {"2026-07-01/2026-10-01 QUARTER"}},
                      {"in the June quarter", {"2025-04-01/2025-07-01 QUARTER"}},
                      {"the second half of 2026", {"2026-07-01/2027-01-01 HALF"}},
                      {"fiscal 2026", {"2026-01-01/2027-01-01 YEAR"}},
                      {"in FY26", {"2026-01-01/2027-01-01 YEAR"}},
                      {"between 2019 and 2023", {"2019-01-01/2023-01-01 YEAR"}},
                      {"It costs 2,000 a year", {}},
                  });
}

TEST(TimeTest, CountsFromPublication) {
  // Published on Wednesday 17 December 2025.
  Check(v1::TIME, {
                      {"It said yesterday", {"2025-12-16/2025-12-17 DAY"}},
                      {"It said today", {"2025-12-17/2025-12-18 DAY"}},
                      {"It said on Thursday", {"2025-12-11/2025-12-12 DAY"}},
                      {"It said on Wednesday", {"2025-12-17/2025-12-18 DAY"}},
                      {"It said last Tuesday", {"2025-12-09/2025-12-10 DAY"}},
                      {"It fell last week", {"2025-12-08/2025-12-15 WEEK"}},
                      {"It fell last month", {"2025-11-01/2025-12-01 MONTH"}},
                      {"It fell in November", {"2025-11-01/2025-12-01 MONTH"}},
                      {"It fell in January", {"2025-01-01/2025-02-01 MONTH"}},
                      {"It will open in March", {"2026-03-01/2026-04-01 MONTH"}},
                      {"this year", {"2025-01-01/2026-01-01 YEAR"}},
                      {"next year", {"2026-01-01/2027-01-01 YEAR"}},
                      {"two years ago", {"2023-01-01/2024-01-01 YEAR"}},
                      {"by the end of 2026", {"2026-01-01/2027-01-01 YEAR"}},
                      {"It retires at the end of June", {"2026-06-21/2026-07-01 MONTH"}},
                      {"revenue in the third quarter", {"2025-07-01/2025-10-01 QUARTER"}},
                      {"in the first half of the year", {"2025-01-01/2025-07-01 HALF"}},
                  });
}

}  // namespace
}  // namespace tearsheet
