#include <algorithm>

#include "ingest_service/mentions/time_readers.h"
#include "ingest_service/mentions/time_unit.h"
#include "ingest_service/mentions/time_words.h"

namespace tearsheet {

namespace {

constexpr int kDaysPerThirdOfMonth = 10;
constexpr int kMidWeek = 3;
constexpr int kLateWeek = 4;

// The first, middle or last third of a period; periods without thirds stay whole.
TimePeriod ThirdOf(TimePeriod period, PartOfTime part) {
  const Date start = *period.start;
  const Date end = *period.end;
  Date second = start;
  Date third = end;
  switch (period.precision) {
    case v1::WEEK:
      second = start + kMidWeek;
      third = start + kLateWeek;
      break;
    case v1::MONTH:
      second = start + kDaysPerThirdOfMonth;
      third = second + kDaysPerThirdOfMonth;
      break;
    case v1::QUARTER:
    case v1::HALF:
    case v1::YEAR: {
      const int months = static_cast<int>((end.year() - start.year()) * 12) + end.month() - start.month();
      if (months > 12 || months % 3 != 0) return period;
      second = AddMonths(start, months / 3);
      third = AddMonths(start, months / 3 * 2);
      break;
    }
    default:
      return period;
  }
  if (third >= end || second <= start) return period;
  period.start = part == PartOfTime::kEarly ? start : (part == PartOfTime::kMiddle ? second : third);
  period.end = part == PartOfTime::kEarly ? second : (part == PartOfTime::kMiddle ? third : end);
  return period;
}

// "by the end of 2026" is any time until then.
bool IsLimit(const TokenView& tokens, int32_t at) {
  int32_t before = at - 1;
  if (tokens.Lower(before) == "the") --before;
  const std::string_view word = tokens.Lower(before);
  return word == "by" || word == "before" || word == "until" || word == "till";
}

// The period behind a word of part: "March", "the year", "this week", "2026", "around next week".
std::optional<TimePeriod> ReadWhole(const TimeContext& context, int32_t at, bool of) {
  const TokenView& tokens = context.tokens;
  if (tokens.Lower(at) == "around") ++at;
  if (auto period = ReadCalendarTime(context, at); period.has_value()) {
    if (period->precision == v1::DAY) return std::nullopt;
    return period;
  }
  const bool the = tokens.Lower(at) == "the" || tokens.Lower(at) == "its";
  const int32_t word = the ? at + 1 : at;
  if (tokens.Is(word, kIsSeason) || (tokens.Is(word, kIsRelative) && tokens.Is(word + 1, kIsSeason)))
    return ReadSeason(context, word);
  if (tokens.Is(word, kIsRelative)) return ReadRelativeUnit(context, word);
  const std::string_view unit = tokens.Lower(word);
  if (of && tokens.Is(word, kIsTimeUnit) && tokens.Word(word).unit != TimeUnit::kDay && unit.back() != 's')
    return UnitPeriod(context.published, tokens.Word(word).unit, word + 1);
  return std::nullopt;
}

// "year-end", "the year end", "EOY", "mid-year", "month-end"
std::optional<TimePeriod> ReadUnitEnd(const TimeContext& context, int32_t at) {
  const TokenView& tokens = context.tokens;
  const std::string_view word = tokens.Lower(at);
  const Date today = context.published;
  if (word == "eoy") return ThirdOf(YearPeriod(static_cast<int>(today.year()), at + 1), PartOfTime::kLate);
  if (word == "eom") return ThirdOf(MonthPeriod(today, at + 1), PartOfTime::kLate);
  if (!tokens.Is(at, kIsTimeUnit)) return std::nullopt;
  int32_t end = at + 1;
  if (tokens.IsDash(end) && tokens.Glued(end)) ++end;
  if (tokens.Lower(end) != "end" || tokens.Lower(end + 1) == "of") return std::nullopt;
  const TimeUnit unit = tokens.Word(at).unit;
  if (unit != TimeUnit::kYear && unit != TimeUnit::kMonth && unit != TimeUnit::kQuarter) return std::nullopt;
  TimePeriod period = UnitPeriod(today, unit, end + 1);
  if (const auto year = ReadYearBehind(context, end + 1); year.has_value() && unit == TimeUnit::kYear)
    period = YearPeriod(year->first, year->second);
  if (!IsLimit(tokens, at)) period = ThirdOf(period, PartOfTime::kLate);
  period.names_end = true;
  return period;
}

// "the rest of the year", "the remainder of this week"
std::optional<TimePeriod> ReadRest(const TimeContext& context, int32_t at) {
  const TokenView& tokens = context.tokens;
  const std::string_view word = tokens.Lower(at);
  if (word != "rest" && word != "remainder" && word != "remaining") return std::nullopt;
  if (tokens.Lower(at + 1) != "of") return std::nullopt;
  std::optional<TimePeriod> whole = ReadWhole(context, at + 2, /*of=*/true);
  if (!whole.has_value() || *whole->end <= context.published) return std::nullopt;
  whole->start = std::max(*whole->start, context.published);
  return whole;
}

}  // namespace

std::optional<TimePeriod> ReadPartOfPeriod(const TimeContext& context, int32_t at) {
  const TokenView& tokens = context.tokens;
  if (tokens.Lower(at) == "the") ++at;
  if (auto period = ReadUnitEnd(context, at); period.has_value()) return period;
  if (auto period = ReadRest(context, at); period.has_value()) return period;
  if (!tokens.Is(at, kIsPart)) return std::nullopt;
  const PartOfTime part = tokens.Word(at).part;
  int32_t next = at + 1;
  if (tokens.IsDash(next) && tokens.Glued(next)) ++next;
  if (tokens.Lower(next) == "in") ++next;
  if (tokens.Lower(next) == "of") ++next;
  std::optional<TimePeriod> whole = ReadWhole(context, next, next > at + 1);
  if (!whole.has_value()) return std::nullopt;
  if (!IsLimit(tokens, at)) {
    const bool guessed = whole->year_guessed;
    whole = ThirdOf(*whole, part);
    whole->year_guessed = guessed;
  }
  whole->names_end = part == PartOfTime::kLate;
  return whole;
}

}  // namespace tearsheet
