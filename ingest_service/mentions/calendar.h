// Dates of the proleptic Gregorian calendar and what articles make of them: weeks, months, quarters, halves.
#pragma once

#include <cstdint>
#include <string>

#include "absl/time/civil_time.h"

namespace tearsheet {

using Date = absl::CivilDay;

inline constexpr int kDaysPerWeek = 7;
inline constexpr int kMonthsPerQuarter = 3;
inline constexpr int kMonthsPerHalf = 6;
inline constexpr int kMonthsPerYear = 12;
inline constexpr int kCentury = 100;

// ISO 8601: "2025-11-01".
std::string ToIso(Date date);

// 1 (Monday) to 7.
int IsoWeekday(Date date);

// The Monday of the week of `date`.
Date WeekStart(Date date);

// The `weekday` of the week of `date` where weeks begin on Sunday, as a weekday is named beside a date
// ("three weeks after Christmas, on a Friday").
Date WeekdayInWeekOf(Date date, int weekday);

Date MonthStart(Date date);
Date QuarterStart(Date date);
Date HalfStart(Date date);
Date YearStart(Date date);

// `date` moved by `months`; the last day of the month where it has no such day.
Date AddMonths(Date date, int months);

// The `which`-th (1 to 4, 5 is the last) `weekday` (1 Monday to 7) of the month.
Date NthWeekday(int year, int month, int weekday, int which);

// Whether the year, month and day are a date.
bool IsDate(int year, int month, int day);

}  // namespace tearsheet
