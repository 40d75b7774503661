// The readers of times, one per way of naming them. Each reads the time that starts at `at`, or gives
// nothing.
#pragma once

#include <cstdint>
#include <optional>

#include "ingest_service/mentions/time_period.h"

namespace tearsheet {

// "2025-12-05", "12/05/2025", "05.12.25", "20251205", "12/2025"; two numbers alone ("12/5") only where
// nothing else can be meant.
std::optional<TimePeriod> ReadNumericDate(const TimeContext& context, int32_t at);

// "5 December 2025", "Dec. 5", "the 5th of December", "the 15th of next month", "2025 Dec 5"; and runs of
// days in a month: "July 13 to 15", "from the 13th to the 15th of July". The first of "18 and 19 June".
std::optional<TimePeriod> ReadNamedDate(const TimeContext& context, int32_t at);

// "March", "March 2025", "2025 March", "the March quarter", "March in one year".
std::optional<TimePeriod> ReadMonth(const TimeContext& context, int32_t at);

// "2025", "fiscal 2026", "FY26", "2025-26", "the 1990s", "the 21st century".
std::optional<TimePeriod> ReadYearOrDecade(const TimeContext& context, int32_t at);

// "Q3 2025", "3Q25", "the third quarter of 2025", "H1 2026", "first half", "next year's first quarter".
std::optional<TimePeriod> ReadQuarterOrHalf(const TimeContext& context, int32_t at);

// "Friday", "Friday, 5 December", "Friday the 13th", "Friday last week", "Monday of the following week".
std::optional<TimePeriod> ReadWeekday(const TimeContext& context, int32_t at);

// "last Friday", "this coming Monday", "next Tuesday"; `at` is the word before the weekday.
std::optional<TimePeriod> ReadRelativeWeekday(const TimeContext& context, int32_t at);

// "Thanksgiving", "Easter 2026", "Black Friday weekend", "Diwali", "last Christmas".
std::optional<TimePeriod> ReadHoliday(const TimeContext& context, int32_t at);

// A part of a longer period by its place in it: "the first Tuesday of October", "the last two weeks of 2025",
// "the third month of 2021", "the week of April 10th", "week 27 of last year", "the last weekend of July".
std::optional<TimePeriod> ReadNthOf(const TimeContext& context, int32_t at);

// "summer 2025", "this spring", "in the autumn".
std::optional<TimePeriod> ReadSeason(const TimeContext& context, int32_t at);

// "yesterday", "the day after tomorrow", "the day before".
std::optional<TimePeriod> ReadDayWord(const TimeContext& context, int32_t at);

// "last month", "this year", "the past five years", "the next quarter", "the whole week", "earlier this
// year".
std::optional<TimePeriod> ReadRelativeUnit(const TimeContext& context, int32_t at);

// "three years ago", "a week later", "five years from now", "two weeks before 13 May", "in two weeks",
// "two weeks starting on 20 May".
std::optional<TimePeriod> ReadDistance(const TimeContext& context, int32_t at);

// A day that counts from publication, and the unit it is counted in: "in nine months", "two years ago", "six
// weeks from now", "a year hence".
struct DayFromNow {
  Date date;
  TimeUnit unit = TimeUnit::kDay;
  int32_t end = 0;
};
std::optional<DayFromNow> ReadDayFromNow(const TimeContext& context, int32_t at);

// "the three months to September", "the year ended March 31", "the quarter ending June 2026": the months that
// a result is told for.
std::optional<TimePeriod> ReadReportingPeriod(const TimeContext& context, int32_t at);

// "early March", "mid-2026", "the end of the year", "year-end", "the rest of the week": the third of the
// period that is meant; the whole period where a preposition of limits stands before it ("by the end of").
std::optional<TimePeriod> ReadPartOfPeriod(const TimeContext& context, int32_t at);

// Dates and parts of the calendar by name.
std::optional<TimePeriod> ReadCalendarTime(const TimeContext& context, int32_t at);

// Any of the above, without ranges.
std::optional<TimePeriod> ReadTimePeriod(const TimeContext& context, int32_t at);

// A time, or two joined: "from March to June", "between 2024 and 2026", "May to Oct 2020", "from Monday to
// Friday", "Jan 2019 and now". The end of a range of days includes its last day; of longer periods it is the
// start of the last one.
std::optional<TimePeriod> ReadTimeRange(const TimeContext& context, int32_t at);

}  // namespace tearsheet
