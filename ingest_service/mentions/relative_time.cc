#include <algorithm>
#include <array>

#include "ingest_service/mentions/number_reader.h"
#include "ingest_service/mentions/time_period.h"

namespace tearsheet {

namespace {

constexpr int kDaysPerWeek = 7;
constexpr int kDaysPerFortnight = 14;
constexpr int kMonthsPerQuarter = 3;
constexpr int kMonthsPerHalf = 6;
constexpr int kMonthsPerYear = 12;
constexpr int kYearsPerDecade = 10;
// Longest distance from publication that is believed, in units.
constexpr int64_t kFarthest = 1000;

// `date` moved by `count` units.
Date Move(Date date, TimeUnit unit, int count) {
  switch (unit) {
    case TimeUnit::kDay:
      return date + count;
    case TimeUnit::kWeek:
    case TimeUnit::kWeekend:
      return date + count * kDaysPerWeek;
    case TimeUnit::kFortnight:
      return date + count * kDaysPerFortnight;
    case TimeUnit::kMonth:
      return AddMonths(date, count);
    case TimeUnit::kQuarter:
      return AddMonths(date, count * kMonthsPerQuarter);
    case TimeUnit::kHalf:
      return AddMonths(date, count * kMonthsPerHalf);
    case TimeUnit::kYear:
      return AddMonths(date, count * kMonthsPerYear);
    case TimeUnit::kDecade:
    case TimeUnit::kCentury:
      return AddMonths(date, count * kMonthsPerYear * kYearsPerDecade);
  }
  return date;
}

// The whole unit that `date` lies in.
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
    case TimeUnit::kCentury: {
      const int decade = static_cast<int>(date.year()) / kYearsPerDecade * kYearsPerDecade;
      return SpanPeriod(Date(decade, 1, 1), Date(decade + kYearsPerDecade, 1, 1), v1::YEAR, end_token);
    }
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

class RelativeReader {
 public:
  explicit RelativeReader(const TimeContext& context) : context_(context), tokens_(context.tokens) {}

  std::optional<TimePeriod> Read(int32_t at) const {
    if (tokens_.Lower(at) == "the" || tokens_.Lower(at) == "in") {
      if (auto period = ReadInUnits(at); period.has_value()) return period;
      if (tokens_.Lower(at) == "in") return std::nullopt;
      if (auto period = ReadDayBeside(at + 1); period.has_value()) return period;
      if (auto period = ReadTheUnit(at + 1); period.has_value()) return period;
      ++at;
    }
    if (auto period = ReadDayWord(at); period.has_value()) return period;
    if (auto period = ReadEarlierLater(at); period.has_value()) return period;
    if (auto period = ReadPart(at); period.has_value()) return period;
    if (auto period = ReadRelative(at); period.has_value()) return period;
    if (auto period = ReadSeason(at); period.has_value()) return period;
    return ReadDistance(at);
  }

 private:
  Date today() const { return context_.published; }

  std::optional<TimePeriod> ReadDayWord(int32_t at) const {
    if (!tokens_.Is(at, kIsDay) || tokens_.Lower(at) == "now") return std::nullopt;
    // "today's 41 percent drop" is still today.
    return DayPeriod(today() + tokens_.Word(at).day, at + 1);
  }

  // "day before yesterday", "day after tomorrow"
  std::optional<TimePeriod> ReadDayBeside(int32_t at) const {
    if (tokens_.Lower(at) != "day") return std::nullopt;
    const int step = tokens_.Lower(at + 1) == "before" ? -1 : (tokens_.Lower(at + 1) == "after" ? 1 : 0);
    if (step == 0 || !tokens_.Is(at + 2, kIsDay)) return std::nullopt;
    return DayPeriod(today() + tokens_.Word(at + 2).day + step, at + 3);
  }

  // The period now running: "the quarter", "the year", "the summer".
  std::optional<TimePeriod> ReadTheUnit(int32_t at) const {
    int32_t unit = at;
    if (tokens_.Lower(unit) == "whole" || tokens_.Lower(unit) == "full") ++unit;
    if (!tokens_.Is(unit, kIsTimeUnit) || tokens_.Lower(unit).back() == 's') return std::nullopt;
    const TimeUnit kind = tokens_.Word(unit).unit;
    const bool isolated = kind == TimeUnit::kWeekend || tokens_.Lower(at - 1) == "of" ||
                          tokens_.Lower(at - 2) == "of" || unit > at || tokens_.Lower(at - 2) == "for" ||
                          tokens_.Lower(at - 2) == "in";
    if (!isolated || kind == TimeUnit::kDay || kind == TimeUnit::kHalf || kind == TimeUnit::kDecade ||
        kind == TimeUnit::kCentury) {
      if (kind != TimeUnit::kWeekend) return std::nullopt;
    }
    const std::string_view next = tokens_.Lower(unit + 1);
    if (next == "of" || next == "before" || next == "earlier" || next == "after") return std::nullopt;
    return UnitPeriod(today(), kind, unit + 1);
  }

  // "earlier this year", "later this month", "earlier in the week"
  std::optional<TimePeriod> ReadEarlierLater(int32_t at) const {
    const std::string_view word = tokens_.Lower(at);
    if (word != "earlier" && word != "later") return std::nullopt;
    int32_t next = at + 1;
    if (tokens_.Lower(next) == "in") ++next;
    if (tokens_.Lower(next) == "the" && tokens_.Is(next + 1, kIsTimeUnit)) {
      return Clip(UnitPeriod(today(), tokens_.Word(next + 1).unit, next + 2), word == "earlier");
    }
    if (tokens_.Is(next, kIsDay) && tokens_.Lower(next) != "now")
      return DayPeriod(today() + tokens_.Word(next).day, next + 1);
    if (tokens_.Is(next, kIsRelative) && tokens_.Is(next + 1, kIsTimeUnit)) {
      const WordInfo& unit = tokens_.Word(next + 1);
      const int relative = tokens_.Word(next).relative;
      const TimePeriod period = UnitPeriod(Move(today(), unit.unit, relative), unit.unit, next + 2);
      return relative == 0 && unit.unit != TimeUnit::kYear ? Clip(period, word == "earlier") : period;
    }
    return std::nullopt;
  }

  // The part of the running period before or after publication.
  TimePeriod Clip(TimePeriod period, bool before) const {
    if (before && *period.start < today()) period.end = std::min(*period.end, today());
    if (!before && *period.end > today()) period.start = std::max(*period.start, today());
    return period;
  }

  // "early March", "mid-2026", "end of the year", "beginning of 2000": the period itself, whose part is not
  // told apart.
  std::optional<TimePeriod> ReadPart(int32_t at) const {
    if (!tokens_.Is(at, kIsPart)) return std::nullopt;
    int32_t next = at + 1;
    if (tokens_.IsDash(next) && tokens_.Glued(next)) ++next;
    if (tokens_.Lower(next) == "in") ++next;
    if (tokens_.Lower(next) == "of") ++next;
    const bool the = tokens_.Lower(next) == "the" || tokens_.Lower(next) == "its";
    if (std::optional<TimePeriod> period = ReadCalendarTime(context_, next); period.has_value()) {
      if (period->precision == v1::DAY) return std::nullopt;
      period->names_end = tokens_.Word(at).part == PartOfTime::kLate;
      return period;
    }
    if (the) ++next;
    const bool of = next > at + 1;
    if (tokens_.Is(next, kIsRelative)) return ReadRelative(next);
    if (of && tokens_.Is(next, kIsTimeUnit) && tokens_.Word(next).unit != TimeUnit::kDay &&
        tokens_.Lower(next).back() != 's') {
      return UnitPeriod(today(), tokens_.Word(next).unit, next + 1);
    }
    return tokens_.Is(next, kIsSeason) ? ReadSeason(next) : std::nullopt;
  }

  // "last month", "this year", "next Tuesday", "the past five years", "next quarter", "last summer"
  std::optional<TimePeriod> ReadRelative(int32_t at) const {
    if (!tokens_.Is(at, kIsRelative)) return std::nullopt;
    const int relative = tokens_.Word(at).relative;
    int32_t next = at + 1;
    // "this past Friday", "this coming week"
    if (relative == 0 && tokens_.Is(next, kIsRelative)) return ReadRelative(next);
    if (tokens_.Lower(next) == "fiscal" || tokens_.Lower(next) == "financial" ||
        tokens_.Lower(next) == "calendar" || tokens_.Lower(next) == "full") {
      ++next;
    }
    if (tokens_.Is(next, kIsTimeUnit)) {
      if (tokens_.Lower(at) == "same") {
        return tokens_.Lower(next) == "day"
                   ? std::nullopt
                   : std::optional(UnitPeriod(today(), tokens_.Word(next).unit, next + 1));
      }
      return ReadRelativeUnit(next, relative);
    }
    if (tokens_.Is(next, kIsWeekday)) return ReadRelativeWeekday(at, next, relative);
    if (tokens_.Is(next, kIsMonth) && tokens_.At(next).capitalised) {
      return ReadRelativeMonth(next, relative);
    }
    if (tokens_.Is(next, kIsSeason)) return SeasonOf(next, static_cast<int>(today().year()), relative);
    if (relative == 0) return std::nullopt;
    // "the next five years", "the last three months"
    const std::optional<NumberMatch> number = ReadNumber(tokens_, next, ShortScale::kNever);
    int64_t count = 0;
    int32_t unit = next;
    if (number.has_value()) {
      const std::optional<int64_t> whole = number->value.ToInteger();
      if (!whole.has_value()) return std::nullopt;
      count = *whole;
      unit = number->end;
    } else if (tokens_.Lower(next) == "few" || tokens_.Lower(next) == "several" ||
               tokens_.Lower(next) == "couple") {
      return std::nullopt;
    }
    if (tokens_.Lower(unit) == "business" || tokens_.Lower(unit) == "calendar") ++unit;
    if (count < 1 || count > kFarthest || !tokens_.Is(unit, kIsTimeUnit)) return std::nullopt;
    const TimeUnit kind = tokens_.Word(unit).unit;
    const int steps = static_cast<int>(count);
    if (relative < 0) return SpanPeriod(Move(today(), kind, -steps), today(), PrecisionOf(kind), unit + 1);
    return SpanPeriod(today() + 1, Move(today() + 1, kind, steps), PrecisionOf(kind), unit + 1);
  }

  std::optional<TimePeriod> ReadRelativeUnit(int32_t unit, int relative) const {
    const TimeUnit kind = tokens_.Word(unit).unit;
    const std::string_view word = tokens_.Lower(unit);
    if (word.back() == 's' && word != "yrs") return std::nullopt;
    if (kind == TimeUnit::kHalf) return std::nullopt;
    // "next week Wednesday"
    if (kind == TimeUnit::kWeek) {
      const int32_t day = tokens_.Lower(unit + 1) == "on" ? unit + 2 : unit + 1;
      if (tokens_.Is(day, kIsWeekday) && tokens_.At(day).capitalised) {
        const Date week = WeekStart(today()) + kDaysPerWeek * relative;
        return DayPeriod(week + (tokens_.Word(day).weekday - 1), day + 1);
      }
    }
    return UnitPeriod(Move(today(), kind, relative), kind, unit + 1);
  }

  // "last Tuesday" is that of last week; "past Tuesday" the latest; "next Friday" that of next week.
  std::optional<TimePeriod> ReadRelativeWeekday(int32_t at, int32_t weekday_at, int relative) const {
    if (auto date = ReadCalendarTime(context_, weekday_at);
        date.has_value() && date->end_token > weekday_at + 2) {
      return date;
    }
    const int weekday = tokens_.Word(weekday_at).weekday;
    const std::string_view word = tokens_.Lower(at);
    if (word == "past") {
      const int back = (IsoWeekday(today()) - weekday + kDaysPerWeek - 1) % kDaysPerWeek + 1;
      return DayPeriod(today() - back, weekday_at + 1);
    }
    if (word == "coming" || word == "upcoming") {
      const int ahead = (weekday - IsoWeekday(today()) + kDaysPerWeek - 1) % kDaysPerWeek + 1;
      return DayPeriod(today() + ahead, weekday_at + 1);
    }
    const Date week = WeekStart(today()) + kDaysPerWeek * relative;
    return DayPeriod(week + (weekday - 1), weekday_at + 1);
  }

  // "last March": the latest that is over; "next March": the next to come; "this March": of this year.
  std::optional<TimePeriod> ReadRelativeMonth(int32_t at, int relative) const {
    // "last March 5" and "next March 2026" are dates of their own.
    if (auto date = ReadCalendarTime(context_, at);
        date.has_value() && (!date->year_guessed || date->precision == v1::DAY)) {
      return date;
    }
    int year = static_cast<int>(today().year());
    const int month = tokens_.Word(at).month;
    if (relative < 0 && month >= today().month()) --year;
    if (relative > 0 && month <= today().month()) ++year;
    return MonthPeriod(Date(year, month, 1), at + 1);
  }

  // "summer 2025", "this spring", "in the autumn"
  std::optional<TimePeriod> ReadSeason(int32_t at) const {
    if (!tokens_.Is(at, kIsSeason)) return std::nullopt;
    int32_t year_at = at + 1;
    if (tokens_.Lower(year_at) == "of") ++year_at;
    if (const std::optional<int> year = ReadYear(tokens_, year_at); year.has_value()) {
      TimePeriod period = *SeasonOf(at, *year, 0);
      period.end_token = year_at + 1;
      return period;
    }
    const bool in_the = tokens_.Lower(at - 1) == "the" &&
                        (tokens_.Lower(at - 2) == "in" || tokens_.Lower(at - 2) == "during" ||
                         tokens_.Lower(at - 2) == "over");
    if (!in_the || tokens_.Lower(at) == "fall" || year_at > at + 1) return std::nullopt;
    TimePeriod period = *SeasonOf(at, static_cast<int>(today().year()), 0);
    if (*period.start > today() && !context_.LooksAhead(at)) {
      period = *SeasonOf(at, static_cast<int>(today().year()) - 1, 0);
    }
    return period;
  }

  std::optional<TimePeriod> SeasonOf(int32_t at, int year, int relative) const {
    const int month = tokens_.Word(at).season;
    // "last summer" of an article of May is that of the year before; of September, that of this year.
    if (relative < 0 && AddMonths(Date(year, month, 1), kMonthsPerQuarter) > today()) --year;
    if (relative > 0 && Date(year, month, 1) <= today()) ++year;
    const Date start(year, month, 1);
    return SpanPeriod(start, AddMonths(start, kMonthsPerQuarter), v1::QUARTER, at + 1);
  }

  // "three years ago", "two weeks later", "a year earlier", "five years from now", "2 days after tomorrow"
  std::optional<TimePeriod> ReadDistance(int32_t at) const {
    int64_t count = 1;
    int32_t unit = at + 1;
    if (const std::optional<NumberMatch> number = ReadNumber(tokens_, at, ShortScale::kNever);
        number.has_value()) {
      const std::optional<int64_t> whole = number->value.ToInteger();
      if (!whole.has_value()) return std::nullopt;
      count = *whole;
      unit = number->end;
    } else if (tokens_.Lower(at) != "a" && tokens_.Lower(at) != "an") {
      return std::nullopt;
    }
    // "5 past years", "2 upcoming weeks"
    int relative = 0;
    if (tokens_.Is(unit, kIsRelative)) relative = tokens_.Word(unit++).relative;
    if (!tokens_.Is(unit, kIsTimeUnit) || count < 1 || count > kFarthest) return std::nullopt;
    const TimeUnit kind = tokens_.Word(unit).unit;
    const int steps = static_cast<int>(count);
    if (relative < 0) return SpanPeriod(Move(today(), kind, -steps), today(), PrecisionOf(kind), unit + 1);
    if (relative > 0) {
      return SpanPeriod(today() + 1, Move(today() + 1, kind, steps), PrecisionOf(kind), unit + 1);
    }
    const std::string_view after = tokens_.Lower(unit + 1);
    if (after == "ago" || (after == "back" && count > 0))
      return At(Move(today(), kind, -steps), kind, unit + 2);
    if (after == "hence") return At(Move(today(), kind, steps), kind, unit + 2);
    if (after == "from" || after == "after" || after == "before") {
      const int direction = after == "before" ? -steps : steps;
      if (tokens_.Is(unit + 2, kIsDay)) {
        return DayPeriod(Move(today() + tokens_.Word(unit + 2).day, kind, direction), unit + 3);
      }
      // "two weeks before 13 May 1999"
      const std::optional<TimePeriod> from = ReadCalendarTime(context_, unit + 2);
      if (!from.has_value() || from->precision != v1::DAY) return std::nullopt;
      return DayPeriod(Move(*from->start, kind, direction), from->end_token);
    }
    return std::nullopt;
  }

  // "in two weeks", "in three years' time"
  std::optional<TimePeriod> ReadInUnits(int32_t at) const {
    if (tokens_.Lower(at) != "in") return std::nullopt;
    int32_t number_at = at + 1;
    if (tokens_.Lower(number_at) == "about") ++number_at;
    int64_t count = 1;
    int32_t unit = number_at + 1;
    if (const std::optional<NumberMatch> number = ReadNumber(tokens_, number_at, ShortScale::kNever);
        number.has_value()) {
      const std::optional<int64_t> whole = number->value.ToInteger();
      if (!whole.has_value()) return std::nullopt;
      count = *whole;
      unit = number->end;
    } else if (tokens_.Lower(number_at) != "a") {
      return std::nullopt;
    }
    if (!tokens_.Is(unit, kIsTimeUnit) || count < 1 || count > kFarthest) return std::nullopt;
    // "in two years the firm has doubled" looks back; only a plan looks ahead.
    if (!context_.LooksAhead(at) && at > tokens_.first() && tokens_.Lower(unit + 1) != "'" &&
        unit + 1 < tokens_.end() && tokens_.At(unit + 1).kind != Token::kPunctuation) {
      return std::nullopt;
    }
    const TimeUnit kind = tokens_.Word(unit).unit;
    int32_t end = unit + 1;
    if (tokens_.Lower(end) == "'" && tokens_.Lower(end + 1) == "time") end += 2;
    return At(Move(today(), kind, static_cast<int>(count)), kind, end);
  }

  // A distance of days and weeks hits a day; one of months and years the month or year around it.
  static TimePeriod At(Date date, TimeUnit unit, int32_t end) {
    if (unit == TimeUnit::kYear || unit == TimeUnit::kDecade) {
      return YearPeriod(static_cast<int>(date.year()), end);
    }
    if (unit == TimeUnit::kMonth || unit == TimeUnit::kQuarter) return MonthPeriod(date, end);
    return DayPeriod(date, end);
  }

  const TimeContext& context_;
  const TokenView& tokens_;
};

}  // namespace

std::optional<TimePeriod> ReadRelativeTime(const TimeContext& context, int32_t at) {
  return RelativeReader(context).Read(at);
}

}  // namespace tearsheet
