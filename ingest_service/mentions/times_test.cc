// Tables of times, one test for each way of naming them. Articles are published on Wednesday 17 December
// 2025.
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "ingest_service/mentions/feasts.h"
#include "ingest_service/mentions/mention_test_util.h"

namespace tearsheet {
namespace {

struct Case {
  std::string text;
  std::vector<std::string> values;
};

void Check(const std::vector<Case>& cases) {
  for (const Case& test : cases) EXPECT_EQ(ValuesIn(test.text, v1::TIME), test.values) << test.text;
}

TEST(NumericDateTest, ReadsTheOrdersThatPeopleWrite) {
  Check({{"Filed 2025-06-15.", {"2025-06-15/2025-06-16 DAY"}},
         {"Filed 06/15/2025.", {"2025-06-15/2025-06-16 DAY"}},
         {"Filed 15/06/2025.", {"2025-06-15/2025-06-16 DAY"}},
         {"Filed 15.06.25.", {"2025-06-15/2025-06-16 DAY"}},
         {"Filed 20250615.", {"2025-06-15/2025-06-16 DAY"}},
         {"It fell on 9/12.", {"2025-09-12/2025-09-13 DAY"}},
         {"A 9/12 split was rejected.", {}}});
}

TEST(NamedDateTest, ReadsDaysOfMonthsAndRunsOfThem) {
  Check({{"It fell on Sept. 3rd, after that", {"2025-09-03/2025-09-04 DAY"}},
         {"It fell on the 22nd of September 2024", {"2024-09-22/2024-09-23 DAY"}},
         {"It met from 13 to 15 July", {"2025-07-13/2025-07-16 DAY"}},
         {"It met on July 13-15", {"2025-07-13/2025-07-16 DAY"}},
         {"It met on 18 and 19 June", {"2025-06-18/2025-06-19 DAY", "2025-06-19/2025-06-20 DAY"}},
         {"It is due on the 15th of next month", {"2026-01-15/2026-01-16 DAY"}},
         {"It met in October two thousand and ten", {"2010-10-01/2010-11-01 MONTH"}},
         {"In May 10 firms left", {"2025-05-01/2025-06-01 MONTH"}},
         {"On May 10 it left", {"2025-05-10/2025-05-11 DAY"}},
         {"It may march on", {}}});
}

TEST(TenseTest, DecidesOnWhichSideOfPublicationATimeLies) {
  Check({{"The bank opened in March", {"2025-03-01/2025-04-01 MONTH"}},
         {"The bank will open in March", {"2026-03-01/2026-04-01 MONTH"}},
         {"In March the bank will open", {"2026-03-01/2026-04-01 MONTH"}},
         {"In March the bank opened a site that will grow", {"2025-03-01/2025-04-01 MONTH"}},
         {"It is owed by Halden since March and will pay", {"2025-03-01/2025-04-01 MONTH"}},
         {"Said on Monday it will buy", {"2025-12-15/2025-12-16 DAY"}},
         {"It closed on Monday; on Friday it will vote",
          {"2025-12-15/2025-12-16 DAY", "2025-12-19/2025-12-20 DAY"}},
         {"Named chief executive from 1 February", {"2026-02-01/2026-02-02 DAY"}},
         {"Sales rose on Black Friday", {"2025-11-28/2025-11-29 DAY"}}});
}

TEST(TenseTest, ALineThatIsNothingButATimeLooksAhead) {
  Check({{"March", {"2026-03-01/2026-04-01 MONTH"}},
         {"on Friday", {"2025-12-19/2025-12-20 DAY"}},
         {"Easter", {"2026-04-05/2026-04-06 DAY"}}});
}

TEST(WeekdayTest, AgreesWithTheDateBesideIt) {
  Check({{"It met on Friday, 5 December", {"2025-12-05/2025-12-06 DAY"}},
         {"It meets on Wednesday the 31st", {"2025-12-31/2026-01-01 DAY"}},
         {"It met on Monday of last week", {"2025-12-08/2025-12-09 DAY"}},
         {"It met last Friday", {"2025-12-12/2025-12-13 DAY"}},
         {"It met this past Friday", {"2025-12-12/2025-12-13 DAY"}}});
}

TEST(PlaceInPeriodTest, CountsFromEitherEnd) {
  Check({{"It met on the first Tuesday of October", {"2025-10-07/2025-10-08 DAY"}},
         {"on the last Friday in October 2024", {"2024-10-25/2024-10-26 DAY"}},
         {"over the last weekend of July 2024", {"2024-07-27/2024-07-29 DAY"}},
         {"in the first two weeks of 2021", {"2021-01-04/2021-01-18 WEEK"}},
         {"in the last four months of 2021", {"2021-09-01/2022-01-01 MONTH"}},
         {"in the third last week of 2018", {"2018-12-10/2018-12-17 WEEK"}},
         {"in week 27 of 2017", {"2017-07-03/2017-07-10 WEEK"}},
         {"in the week of 4 February 2025", {"2025-02-03/2025-02-10 WEEK"}},
         {"in the second half of March 2025", {"2025-03-16/2025-04-01 MONTH"}}});
}

TEST(PartOfPeriodTest, IsAThirdUnlessItLimits) {
  Check({{"in early March 2025", {"2025-03-01/2025-03-11 MONTH"}},
         {"in mid-2024", {"2024-05-01/2024-09-01 YEAR"}},
         {"at the end of 2012", {"2012-09-01/2013-01-01 YEAR"}},
         {"by the end of 2026", {"2026-01-01/2027-01-01 YEAR"}},
         {"at year-end", {"2025-09-01/2026-01-01 YEAR"}},
         {"for the rest of the year", {"2025-12-17/2026-01-01 YEAR"}},
         {"in the mid-1990s", {"1990-01-01/2000-01-01 YEAR"}}});
}

TEST(ReportingPeriodTest, EndsWithTheDateThatIsNamed) {
  Check({{"in the three months to September", {"2025-07-01/2025-10-01 QUARTER"}},
         {"in the year ended March 31, 2025", {"2024-04-01/2025-04-01 YEAR"}},
         {"in the half ended 30 June", {"2025-01-01/2025-07-01 HALF"}},
         {"in 3Q25", {"2025-07-01/2025-10-01 QUARTER"}},
         {"in Q1FY26", {"2026-01-01/2026-04-01 QUARTER"}},
         {"in the first quarter of fiscal 2026", {"2026-01-01/2026-04-01 QUARTER"}},
         {"in next year's first quarter", {"2026-01-01/2026-04-01 QUARTER"}}});
}

TEST(DistanceTest, CountsFromPublicationOrFromWhatIsNamed) {
  Check({{"It closed three weeks ago", {"2025-11-26/2025-11-27 DAY"}},
         {"It closed two years ago", {"2023-01-01/2024-01-01 YEAR"}},
         {"It will close in two weeks", {"2025-12-31/2026-01-01 DAY"}},
         {"It closed two weeks before 13 May 1999", {"1999-04-29/1999-04-30 DAY"}},
         {"It opened in 2019 and two years later it closed",
          {"2019-01-01/2020-01-01 YEAR", "2021-01-01/2022-01-01 YEAR"}},
         {"up from $2bn a year earlier", {"2024-01-01/2025-01-01 YEAR"}},
         {"for two weeks starting on 20 May 2025", {"2025-05-20/2025-06-03 WEEK"}},
         {"the day after tomorrow", {"2025-12-19/2025-12-20 DAY"}},
         {"over the past decade", {"2015-12-17/2025-12-17 YEAR"}},
         {"in the last two quarters", {"2025-04-01/2025-10-01 QUARTER"}}});
}

TEST(RangeTest, JoinsTwoTimes) {
  Check({{"from March to June 2024", {"2024-03-01/2024-06-01 MONTH"}},
         {"between now and 15 January", {"2025-12-17/2026-01-16 DAY"}},
         {"from next Monday to Friday", {"2025-12-22/2025-12-27 DAY"}},
         {"between January 2019 and today", {"2019-01-01/2025-12-17 DAY"}},
         {"It fell from August to October", {"2025-08-01/2025-10-01 MONTH"}}});
}

TEST(SeasonTest, IsThreeWholeMonths) {
  Check({{"in the summer of 2024", {"2024-06-01/2024-09-01 QUARTER"}},
         {"It fell last summer", {"2025-06-01/2025-09-01 QUARTER"}},
         {"It opens next spring", {"2026-03-01/2026-06-01 QUARTER"}},
         {"It went in the spring", {"2025-03-01/2025-06-01 QUARTER"}}});
}

TEST(FeastTest, FollowsItsCalendar) {
  const struct {
    const char* rule;
    int year;
    Date first;
  } kCases[] = {{"12-25", 2025, Date(2025, 12, 25)},        {"11-4-4+1", 2025, Date(2025, 11, 28)},
                {"05-1-last", 2025, Date(2025, 5, 26)},     {"easter", 2024, Date(2024, 3, 31)},
                {"easter", 2025, Date(2025, 4, 20)},        {"orthodox", 2024, Date(2024, 5, 5)},
                {"rosh-hashanah", 2018, Date(2018, 9, 10)}, {"rosh-hashanah", 2024, Date(2024, 10, 3)},
                {"passover", 2024, Date(2024, 4, 23)},      {"hanukkah", 2018, Date(2018, 12, 3)},
                {"hanukkah", 2024, Date(2024, 12, 26)},     {"islamic-10-01", 2034, Date(2034, 12, 12)}};
  for (const auto& test : kCases) {
    const std::optional<Holiday> holiday = ParseHoliday(test.rule, {});
    ASSERT_TRUE(holiday.has_value()) << test.rule;
    EXPECT_EQ(FirstDay(*holiday, test.year, {}), test.first) << test.rule << " " << test.year;
  }
  const auto listed = ParseHoliday("@lights-2x3", {"lights"});
  ASSERT_TRUE(listed.has_value());
  EXPECT_EQ(FirstDay(*listed, 2025, {{Date(2025, 10, 20)}}), Date(2025, 10, 18));
  EXPECT_EQ(FirstDay(*listed, 2026, {{Date(2025, 10, 20)}}), std::nullopt);
  for (const char* wrong : {"", "13-01", "11-8-1", "@nobody", "easter+", "12-25x99"})
    EXPECT_FALSE(ParseHoliday(wrong, {}).has_value()) << wrong;
}

// Every day of some years, written in every way, is read back as that day.
TEST(RoundTripTest, ADateWrittenOutIsReadBack) {
  static const char* const kMonths[] = {"January",   "February", "March",    "April",
                                        "May",       "June",     "July",     "August",
                                        "September", "October",  "November", "December"};
  for (Date day(2023, 1, 1); day < Date(2025, 1, 1); day += 3) {
    const std::string expected = absl::StrCat(ToIso(day), "/", ToIso(day + 1), " DAY");
    const std::string month = kMonths[day.month() - 1];
    for (const std::string& text :
         {absl::StrCat("on ", day.day(), " ", month, " ", day.year(), " it"),
          absl::StrCat("on ", month, " ", day.day(), ", ", day.year(), " it"),
          absl::StrCat("on ", month.substr(0, 3), " ", day.day(), " ", day.year(), " it"),
          absl::StrCat("on the ", day.day(), "th of ", month, " ", day.year(), " it"),
          absl::StrCat("on ", ToIso(day), " it"),
          absl::StrCat("on ", day.month(), "/", day.day(), "/", day.year(), " it")}) {
      EXPECT_EQ(ValuesIn(text, v1::TIME), std::vector<std::string>{expected}) << text;
    }
  }
}

}  // namespace
}  // namespace tearsheet
