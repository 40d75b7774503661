#include "ingest_service/mentions/calendar.h"
#include "ingest_service/mentions/time_readers.h"

namespace tearsheet {

namespace {

// The time behind the word that joins it; "now" is the day of publication there.
std::optional<TimePeriod> ReadSecond(const TimeContext& context, const TimePeriod& first, int32_t at) {
  const TokenView& tokens = context.tokens;
  // "to today", "until now": up to a moment, not to the end of a day.
  if (tokens.Is(at, kIsDay)) {
    const Date day = context.published + tokens.Word(at).day;
    return SpanPeriod(day - 1, day, v1::DAY, at + 1);
  }
  std::optional<TimePeriod> second = ReadTimePeriod(context, at);
  // "from next Monday to Friday": the first Friday after it.
  if (second.has_value() && second->by_tense && !second->year_guessed && first.precision == v1::DAY) {
    const int64_t days = (*second->start - *first.start) % kDaysPerWeek;
    const Date day = *first.start + (days + kDaysPerWeek) % kDaysPerWeek;
    second->start = day;
    second->end = day + 1;
  }
  return second;
}

// Joins `first`, which starts at `at`, to the time behind it.
std::optional<TimePeriod> Join(const TimeContext& context, const TimePeriod& first, int32_t at) {
  const TokenView& tokens = context.tokens;
  const std::string_view joint = tokens.Lower(first.end_token);
  const std::string_view before = tokens.Lower(at - 1);
  const bool between = before == "between";
  const bool joins = joint == "to" || joint == "through" || joint == "thru" || joint == "until" ||
                     joint == "till" || joint == "-" || joint == "~" || (joint == "and" && between);
  if (!joins || !first.start.has_value()) return std::nullopt;
  int32_t second_at = first.end_token + 1;
  if (tokens.Lower(second_at) == "the") ++second_at;
  const std::optional<TimePeriod> second = ReadSecond(context, first, second_at);
  if (!second.has_value() || !second->start.has_value() || !second->end.has_value()) return std::nullopt;
  Date start = *first.start;
  // "May to Oct 2020": the year of the second holds for the first.
  if (first.year_guessed && !second->year_guessed) {
    start = Date(second->start->year(), start.month(), start.day());
    if (start > *second->start) start = AddMonths(start, -kMonthsPerYear);
  }
  Date last = *second->start;
  Date end = *second->end;
  // "from August to October" in September: both are of one year, or the second follows the first.
  if (last < start && first.year_guessed && second->year_guessed) {
    start = AddMonths(start, -kMonthsPerYear);
  } else if (last < start && second->year_guessed) {
    last = AddMonths(last, kMonthsPerYear);
    end = AddMonths(end, kMonthsPerYear);
  }
  const bool days = second->precision == v1::DAY;
  TimePeriod range = SpanPeriod(start, days ? last + 1 : (second->names_end ? end : last), second->precision,
                                second->end_token);
  if (days && *second->end > *second->start + 1) range.end = end;
  range.by_tense = first.by_tense && second->by_tense;
  if (*range.end <= *range.start) return std::nullopt;
  const bool sure = between || before == "from" || joint == "-" || joint == "~" || joint == "through" ||
                    joint == "thru" || first.year_guessed || days;
  return sure ? std::optional(range) : std::nullopt;
}

}  // namespace

std::optional<TimePeriod> ReadTimeRange(const TimeContext& context, int32_t at) {
  const TokenView& tokens = context.tokens;
  // "between now and 15 November"
  if (tokens.Lower(at) == "now" && (tokens.Lower(at - 1) == "between" || tokens.Lower(at - 1) == "from"))
    return Join(context, DayPeriod(context.published, at + 1), at);
  std::optional<TimePeriod> period = ReadTimePeriod(context, at);
  if (!period.has_value()) return std::nullopt;
  if (std::optional<TimePeriod> range = Join(context, *period, at); range.has_value()) return range;
  return period;
}

}  // namespace tearsheet
