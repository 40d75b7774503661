#include "ingest_service/mentions/time_unit.h"

#include "ingest_service/mentions/calendar.h"
#include "ingest_service/mentions/number_reader.h"

namespace tearsheet {

namespace {

constexpr int kDaysPerFortnight = 14;
constexpr int kYearsPerDecade = 10;
constexpr int kYearsPerCentury = 100;
// "2 years, 1 month and 21 days"
constexpr int kMostParts = 4;

TimePeriod YearsAround(Date date, int years, int32_t end_token) {
  const int first = static_cast<int>(date.year()) / years * years;
  return SpanPeriod(Date(first, 1, 1), Date(first + years, 1, 1), v1::YEAR, end_token);
}

// Months of a unit; 0 for units of days.
int MonthsOf(TimeUnit unit) {
  switch (unit) {
    case TimeUnit::kMonth:
      return 1;
    case TimeUnit::kQuarter:
      return kMonthsPerQuarter;
    case TimeUnit::kHalf:
      return kMonthsPerHalf;
    case TimeUnit::kYear:
      return kMonthsPerYear;
    case TimeUnit::kDecade:
      return kMonthsPerYear * kYearsPerDecade;
    case TimeUnit::kCentury:
      return kMonthsPerYear * kYearsPerCentury;
    default:
      return 0;
  }
}

int DaysOf(TimeUnit unit) {
  switch (unit) {
    case TimeUnit::kDay:
      return 1;
    case TimeUnit::kWeek:
    case TimeUnit::kWeekend:
      return kDaysPerWeek;
    case TimeUnit::kFortnight:
      return kDaysPerFortnight;
    default:
      return 0;
  }
}

// "3", "three", "a", "a couple of", "half a" is none; one past it.
std::optional<std::pair<int, int32_t>> ReadCount(const TokenView& tokens, int32_t at) {
  const std::string_view word = tokens.Lower(at);
  if (word == "a" || word == "an" || word == "one") {
    if (tokens.Lower(at + 1) == "couple")
      return std::make_pair(2, tokens.Lower(at + 2) == "of" ? at + 3 : at + 2);
    if (tokens.Is(at + 1, kIsTimeUnit)) return std::make_pair(1, at + 1);
  }
  const std::optional<NumberMatch> number = ReadNumber(tokens, at, ShortScale::kNever);
  const std::optional<int64_t> whole = number.has_value() ? number->value.ToInteger() : std::nullopt;
  if (!whole.has_value() || *whole < 1 || *whole > kFarthest) return std::nullopt;
  return std::make_pair(static_cast<int>(*whole), number->end);
}

}  // namespace

Date Move(Date date, TimeUnit unit, int count) {
  const int months = MonthsOf(unit);
  return months > 0 ? AddMonths(date, count * months) : date + count * DaysOf(unit);
}

TimePeriod UnitPeriod(Date date, TimeUnit unit, int32_t end_token) {
  switch (unit) {
    case TimeUnit::kDay:
      return DayPeriod(date, end_token);
    case TimeUnit::kWeek:
      return WeekPeriod(date, end_token);
    case TimeUnit::kWeekend: {
      const Date saturday = WeekStart(date) + 5;
      return SpanPeriod(saturday, saturday + 2, v1::DAY, end_token);
    }
    case TimeUnit::kFortnight:
      return SpanPeriod(WeekStart(date), WeekStart(date) + kDaysPerFortnight, v1::WEEK, end_token);
    case TimeUnit::kMonth:
      return MonthPeriod(date, end_token);
    case TimeUnit::kQuarter:
      return QuarterPeriod(date, end_token);
    case TimeUnit::kHalf:
      return HalfPeriod(date, end_token);
    case TimeUnit::kYear:
      return YearPeriod(static_cast<int>(date.year()), end_token);
    case TimeUnit::kDecade:
      return YearsAround(date, kYearsPerDecade, end_token);
    case TimeUnit::kCentury:
      return YearsAround(date, kYearsPerCentury, end_token);
  }
  return DayPeriod(date, end_token);
}

v1::TimePrecision PrecisionOf(TimeUnit unit) {
  switch (unit) {
    case TimeUnit::kDay:
    case TimeUnit::kWeekend:
      return v1::DAY;
    case TimeUnit::kWeek:
    case TimeUnit::kFortnight:
      return v1::WEEK;
    case TimeUnit::kMonth:
      return v1::MONTH;
    case TimeUnit::kQuarter:
      return v1::QUARTER;
    case TimeUnit::kHalf:
      return v1::HALF;
    default:
      return v1::YEAR;
  }
}

std::optional<TimeDistance> ReadTimeDistance(const TokenView& tokens, int32_t at) {
  TimeDistance distance;
  int32_t next = at;
  for (int parts = 0; parts < kMostParts; ++parts) {
    const auto count = ReadCount(tokens, next);
    if (!count.has_value()) break;
    int32_t unit_at = count->second;
    if (tokens.Lower(unit_at) == "full" || tokens.Lower(unit_at) == "whole" ||
        tokens.Lower(unit_at) == "business" || tokens.Lower(unit_at) == "calendar" ||
        tokens.IsDash(unit_at)) {
      ++unit_at;
    }
    if (!tokens.Is(unit_at, kIsTimeUnit)) break;
    const TimeUnit unit = tokens.Word(unit_at).unit;
    distance.years_and_months += count->first * MonthsOf(unit);
    distance.days += count->first * DaysOf(unit);
    distance.unit = unit;
    distance.end = next = unit_at + 1;
    if (tokens.Lower(next) == ",") ++next;
    if (tokens.Lower(next) == "and") ++next;
  }
  if (distance.end == 0) return std::nullopt;
  return distance;
}

TimePeriod PeriodAround(Date date, TimeUnit unit, int32_t end_token) {
  switch (unit) {
    case TimeUnit::kMonth:
    case TimeUnit::kQuarter:
    case TimeUnit::kHalf:
      return MonthPeriod(date, end_token);
    case TimeUnit::kYear:
    case TimeUnit::kDecade:
    case TimeUnit::kCentury:
      return YearPeriod(static_cast<int>(date.year()), end_token);
    default:
      return DayPeriod(date, end_token);
  }
}

}  // namespace tearsheet
