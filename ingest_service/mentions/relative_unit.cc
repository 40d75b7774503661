#include <algorithm>

#include "ingest_service/mentions/calendar.h"
#include "ingest_service/mentions/time_readers.h"
#include "ingest_service/mentions/time_unit.h"
#include "ingest_service/mentions/time_words.h"

namespace tearsheet {

namespace {

bool IsPlural(std::string_view unit) { return unit.size() > 2 && unit.back() == 's'; }

// So many units before or after publication. Quarters are those of the calendar, as results are told for
// them; other units count from the day.
TimePeriod UnitsFromNow(Date today, TimeUnit unit, int count, int32_t end) {
  if (unit == TimeUnit::kQuarter) {
    const Date quarter = QuarterStart(today);
    if (count < 0) return SpanPeriod(Move(quarter, unit, count), quarter, v1::QUARTER, end);
    return SpanPeriod(Move(quarter, unit, 1), Move(quarter, unit, count + 1), v1::QUARTER, end);
  }
  if (count < 0) return SpanPeriod(Move(today, unit, count), today, PrecisionOf(unit), end);
  return SpanPeriod(today + 1, Move(today + 1, unit, count), PrecisionOf(unit), end);
}

// The part of the running period before or after publication.
TimePeriod Clip(Date today, TimePeriod period, bool before) {
  if (before && *period.start < today) period.end = std::min(*period.end, today);
  if (!before && *period.end > today) period.start = std::max(*period.start, today);
  return period;
}

// "earlier this year", "later this month", "earlier in the week"
std::optional<TimePeriod> ReadEarlierLater(const TimeContext& context, int32_t at) {
  const TokenView& tokens = context.tokens;
  const Date today = context.published;
  const bool earlier = tokens.Lower(at) == "earlier";
  if (!earlier && tokens.Lower(at) != "later") return std::nullopt;
  int32_t next = at + 1;
  if (tokens.Lower(next) == "in" || tokens.Lower(next) == "on") ++next;
  if (tokens.Lower(next) == "the" && tokens.Is(next + 1, kIsTimeUnit) && !IsPlural(tokens.Lower(next + 1)))
    return Clip(today, UnitPeriod(today, tokens.Word(next + 1).unit, next + 2), earlier);
  if (tokens.Is(next, kIsDay) && tokens.Lower(next) != "now")
    return DayPeriod(today + tokens.Word(next).day, next + 1);
  if (!tokens.Is(next, kIsRelative) || !tokens.Is(next + 1, kIsTimeUnit)) return std::nullopt;
  const TimeUnit unit = tokens.Word(next + 1).unit;
  const int relative = tokens.Word(next).relative;
  const TimePeriod period = UnitPeriod(Move(today, unit, relative), unit, next + 2);
  return relative == 0 && unit != TimeUnit::kYear ? Clip(today, period, earlier) : period;
}

// The period now running: "of the year", "the whole quarter", "the weekend".
std::optional<TimePeriod> ReadTheUnit(const TimeContext& context, int32_t at) {
  const TokenView& tokens = context.tokens;
  int32_t unit = at + 1;
  const bool whole = tokens.Lower(unit) == "whole" || tokens.Lower(unit) == "full";
  if (whole) ++unit;
  if (!tokens.Is(unit, kIsTimeUnit) || IsPlural(tokens.Lower(unit))) return std::nullopt;
  const TimeUnit kind = tokens.Word(unit).unit;
  const std::string_view before = tokens.Lower(at - 1);
  const bool framed = whole || before == "of" || before == "for" || before == "in";
  const bool runs = kind == TimeUnit::kWeek || kind == TimeUnit::kMonth || kind == TimeUnit::kQuarter ||
                    kind == TimeUnit::kYear || kind == TimeUnit::kFortnight;
  if (!(framed && runs) && kind != TimeUnit::kWeekend) return std::nullopt;
  const std::string_view next = tokens.Lower(unit + 1);
  if (next == "of" || next == "before" || next == "earlier" || next == "after" || next == "since" ||
      next == "when" || next == "to" || next == "ended" || next == "ending" || next == "through") {
    return std::nullopt;
  }
  TimePeriod period = UnitPeriod(context.published, kind, unit + 1);
  // "at the weekend" of an article of Monday is the one just over.
  if (kind == TimeUnit::kWeekend && *period.start > context.published && !context.LooksAhead(at, unit + 1) &&
      (before == "over" || before == "at" || before == "on")) {
    period = UnitPeriod(context.published - kDaysPerWeek, kind, unit + 1);
  }
  return period;
}

// "last month", "this quarter", "next week Wednesday"; `unit_at` is the unit.
std::optional<TimePeriod> ReadOneUnit(const TimeContext& context, int32_t unit_at, int relative) {
  const TokenView& tokens = context.tokens;
  const TimeUnit unit = tokens.Word(unit_at).unit;
  if (IsPlural(tokens.Lower(unit_at)) && tokens.Lower(unit_at) != "yrs") return std::nullopt;
  if (unit == TimeUnit::kHalf) return std::nullopt;
  if (unit == TimeUnit::kWeek) {
    int32_t day = unit_at + 1;
    if (tokens.Lower(day) == "'s" || tokens.Lower(day) == "on") ++day;
    if (tokens.Is(day, kIsWeekday) && (tokens.At(day).capitalised || tokens.Lower(day - 1) == "'s")) {
      const Date week = WeekStart(context.published) + kDaysPerWeek * relative;
      return DayPeriod(week + (tokens.Word(day).weekday - 1), day + 1);
    }
  }
  int32_t end = unit_at + 1;
  if (relative > 0 && tokens.Lower(end) == "after" && tokens.Lower(end + 1) == "next") {
    ++relative;
    end += 2;
  }
  // "the past decade" is the ten years until now.
  if (unit == TimeUnit::kDecade && tokens.Lower(unit_at - 1) == "past")
    return UnitsFromNow(context.published, unit, -1, end);
  return UnitPeriod(Move(context.published, unit, relative), unit, end);
}

// "last March": the latest that is over; "next March": the next to come; "this March": of this year.
std::optional<TimePeriod> ReadRelativeMonth(const TimeContext& context, int32_t at, int relative) {
  // "last March 5" and "next March 2026" are dates of their own.
  auto date = ReadNamedDate(context, at);
  if (!date.has_value()) date = ReadMonth(context, at);
  if (date.has_value() && (!date->year_guessed || date->precision == v1::DAY)) {
    if (!date->year_guessed || relative == 0) {
      if (date->year_guessed) {
        const int year = static_cast<int>(context.published.year());
        const Date day = *date->start;
        if (IsDate(year, day.month(), day.day()))
          return DayPeriod(Date(year, day.month(), day.day()), date->end_token);
      }
    }
    return date;
  }
  int year = static_cast<int>(context.published.year());
  const int month = context.tokens.Word(at).month;
  if (relative < 0 && month >= context.published.month()) --year;
  if (relative > 0 && month <= context.published.month()) ++year;
  return MonthPeriod(Date(year, month, 1), at + 1);
}

// "the 5 past years", "2 upcoming weeks": the number stands first.
std::optional<TimePeriod> ReadCountFirst(const TimeContext& context, int32_t at) {
  const TokenView& tokens = context.tokens;
  const auto count = ReadDayOfMonth(tokens, at);
  if (!count.has_value() || !tokens.Is(count->second, kIsRelative) ||
      tokens.Is(count->second - 1, kIsOrdinal))
    return std::nullopt;
  const int relative = tokens.Word(count->second).relative;
  const int32_t unit = count->second + 1;
  if (relative == 0 || !tokens.Is(unit, kIsTimeUnit)) return std::nullopt;
  // "only 3 next week": the week is not counted.
  const std::string_view word = tokens.Lower(count->second);
  if (!IsPlural(tokens.Lower(unit)) && (word == "next" || word == "last")) return std::nullopt;
  return UnitsFromNow(context.published, tokens.Word(unit).unit, relative * count->first, unit + 1);
}

}  // namespace

std::optional<TimePeriod> ReadRelativeUnit(const TimeContext& context, int32_t at) {
  const TokenView& tokens = context.tokens;
  if (tokens.Lower(at) == "the") {
    if (auto unit = ReadTheUnit(context, at); unit.has_value()) return unit;
    ++at;
  }
  if (auto period = ReadEarlierLater(context, at); period.has_value()) return period;
  if (tokens.Is(at, kIsCardinal) || tokens.IsNumber(at)) return ReadCountFirst(context, at);
  if (tokens.Lower(at) == "all" && tokens.Lower(at + 1) == "week")
    return WeekPeriod(context.published, at + 2);
  if (tokens.Lower(at) == "that" && tokens.Lower(at + 1) == "weekend")
    return UnitPeriod(context.published, TimeUnit::kWeekend, at + 2);
  if (!tokens.Is(at, kIsRelative)) return std::nullopt;
  // "this past Friday", "this coming week"
  if (tokens.Word(at).relative == 0 && tokens.Is(at + 1, kIsRelative)) ++at;
  const int relative = tokens.Word(at).relative;
  int32_t next = at + 1;
  if (tokens.Lower(next) == "full") ++next;
  SkipFiscal(tokens, next);
  // "next financial year" leaves the year to be read.
  if (tokens.Lower(next - 1) == "year") --next;
  // "this trading week": Monday to Friday.
  const std::string_view kind = tokens.Lower(next);
  if ((kind == "working" || kind == "trading" || kind == "business") && tokens.Lower(next + 1) == "week") {
    const Date monday = WeekStart(context.published) + kDaysPerWeek * relative;
    return SpanPeriod(monday, monday + 5, v1::WEEK, next + 2);
  }
  if (tokens.Is(next, kIsTimeUnit)) {
    if (tokens.Lower(at) == "same" && tokens.Word(next).unit == TimeUnit::kDay) return std::nullopt;
    return ReadOneUnit(context, next, relative);
  }
  if (tokens.Is(next, kIsMonth) && tokens.At(next).capitalised)
    return ReadRelativeMonth(context, next, relative);
  if (relative == 0) return std::nullopt;
  // "the next couple weeks", "the next five years", "the last three months"
  const bool couple = tokens.Lower(next) == "couple";
  const auto distance = couple ? std::nullopt : ReadTimeDistance(tokens, next);
  if (couple) {
    int32_t unit = next + 1;
    if (tokens.Lower(unit) == "of") ++unit;
    if (!tokens.Is(unit, kIsTimeUnit)) return std::nullopt;
    return UnitsFromNow(context.published, tokens.Word(unit).unit, 2 * relative, unit + 1);
  }
  if (!distance.has_value() || tokens.Lower(next) == "a") return std::nullopt;
  const TimeUnit unit = distance->unit;
  const int months = distance->years_and_months;
  // A count of quarters keeps to quarters.
  if (unit == TimeUnit::kQuarter && distance->days == 0)
    return UnitsFromNow(context.published, unit, relative * months / 3, distance->end);
  if (relative < 0)
    return SpanPeriod(distance->Before(context.published), context.published, PrecisionOf(unit),
                      distance->end);
  const Date tomorrow = context.published + 1;
  return SpanPeriod(tomorrow, distance->After(tomorrow), PrecisionOf(unit), distance->end);
}

}  // namespace tearsheet
