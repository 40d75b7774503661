// Days, weeks, months ... as steps and as stretches of the calendar.
#pragma once

#include <cstdint>
#include <optional>

#include "ingest_service/mentions/lexicon.h"
#include "ingest_service/mentions/time_period.h"

namespace tearsheet {

// Longest distance in units that is believed.
inline constexpr int64_t kFarthest = 1000;

// `date` moved by `count` units.
Date Move(Date date, TimeUnit unit, int count);

// The whole unit that `date` lies in.
TimePeriod UnitPeriod(Date date, TimeUnit unit, int32_t end_token);

v1::TimePrecision PrecisionOf(TimeUnit unit);

// A number of units, or several of them: "3 weeks", "a year", "2 years, 1 month and 21 days".
struct TimeDistance {
  int years_and_months = 0;  // in months
  int days = 0;
  // The smallest unit named.
  TimeUnit unit = TimeUnit::kDay;
  int32_t end = 0;

  Date After(Date date) const { return AddMonths(date, years_and_months) + days; }
  Date Before(Date date) const { return AddMonths(date, -years_and_months) - days; }
};

// The distance that starts at `at`, or nothing.
std::optional<TimeDistance> ReadTimeDistance(const TokenView& tokens, int32_t at);

// The day, or the month or year around the day, that a distance from publication leads to: units of days and
// weeks hit a day, months a month, longer ones a year.
TimePeriod PeriodAround(Date date, TimeUnit unit, int32_t end_token);

}  // namespace tearsheet
