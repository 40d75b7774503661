#include "ingest_service/mentions/calendar.h"
#include "ingest_service/mentions/number_reader.h"
#include "ingest_service/mentions/time_readers.h"
#include "ingest_service/mentions/time_unit.h"
#include "ingest_service/mentions/time_words.h"

namespace tearsheet {

namespace {

constexpr int kSaturday = 6;
// A week belongs to the period that has its Thursday.
constexpr int kThursday = 4;
constexpr int kMostWeeks = 53;
// The last day of the first half of a month.
constexpr int kMidMonth = 15;

// Which one: the second, the last, the third last.
struct Place {
  int number = 1;
  bool from_end = false;
  int32_t end = 0;
};

std::optional<Place> ReadPlace(const TokenView& tokens, int32_t at) {
  const std::string_view word = tokens.Lower(at);
  if (word == "last" || word == "final") return Place{1, true, at + 1};
  if (word == "opening") return Place{1, false, at + 1};
  Place place;
  if (tokens.Is(at, kIsOrdinal)) {
    place = Place{tokens.Word(at).ordinal, false, at + 1};
  } else if (const std::optional<int> digits = ReadDigits(tokens, at, 2);
             digits.has_value() && *digits > 0 && IsOrdinalSuffix(tokens, at + 1)) {
    place = Place{*digits, false, at + 2};
  } else {
    return std::nullopt;
  }
  if (tokens.Lower(place.end) == "to" && tokens.Lower(place.end + 1) == "last") ++place.end;
  if (tokens.Lower(place.end) == "last") {
    place.from_end = true;
    ++place.end;
  }
  return place;
}

// The period that something is part of: "October", "2018", "last month", "the year", "this quarter".
std::optional<TimePeriod> ReadWhole(const TimeContext& context, int32_t at) {
  const TokenView& tokens = context.tokens;
  const bool the = tokens.Lower(at) == "the" || tokens.Lower(at) == "its";
  const int32_t word = the ? at + 1 : at;
  std::optional<TimePeriod> whole;
  if (tokens.Is(word, kIsRelative)) {
    whole = ReadRelativeUnit(context, word);
  } else if (the && tokens.Is(word, kIsTimeUnit) && tokens.Lower(word).back() != 's') {
    whole = UnitPeriod(context.published, tokens.Word(word).unit, word + 1);
  }
  if (!whole.has_value()) whole = ReadQuarterOrHalf(context, word);
  if (!whole.has_value()) whole = ReadMonth(context, word);
  if (!whole.has_value()) whole = ReadYearOrDecade(context, word);
  if (!whole.has_value() || whole->precision == v1::DAY) return std::nullopt;
  return whole;
}

// `count` weekdays, weeks, days, months or quarters from the `number`-th on, of a period.
std::optional<TimePeriod> Cut(const TimePeriod& whole, const Place& place, int count, int step, Date first,
                              v1::TimePrecision precision, int length) {
  const int skip = (place.number - 1) * step;
  TimePeriod part = whole;
  part.precision = precision;
  if (!place.from_end) {
    part.start = first + skip;
    part.end = *part.start + (count - 1) * step + length;
  } else {
    // The last one that begins early enough.
    Date last = first;
    const int days = static_cast<int>(*whole.end - 1 - first);
    if (days < 0) return std::nullopt;
    last += days / step * step;
    last = last - skip;
    part.end = last + length;
    part.start = last - (count - 1) * step;
  }
  return part;
}

// The first `weekday` of a period.
Date FirstWeekday(Date start, int weekday) {
  return start + (weekday - IsoWeekday(start) + kDaysPerWeek) % kDaysPerWeek;
}

std::optional<TimePeriod> PartOf(const TimePeriod& whole, const Place& place, int count, TimeUnit unit) {
  const Date start = *whole.start;
  switch (unit) {
    case TimeUnit::kDay:
      return Cut(whole, place, count, 1, start, v1::DAY, 1);
    case TimeUnit::kWeek: {
      // Counted by their Thursdays.
      std::optional<TimePeriod> part =
          Cut(whole, place, count, kDaysPerWeek, FirstWeekday(start, kThursday), v1::WEEK, kDaysPerWeek);
      if (!part.has_value()) return std::nullopt;
      part->start = *part->start - (kThursday - 1);
      part->end = *part->end - (kThursday - 1);
      return part;
    }
    case TimeUnit::kWeekend:
      return Cut(whole, place, count, kDaysPerWeek, FirstWeekday(start, kSaturday), v1::DAY, 2);
    case TimeUnit::kHalf: {
      if (whole.precision != v1::MONTH || place.number > 2 || count != 1) return std::nullopt;
      TimePeriod part = whole;
      if (place.number == 2 || place.from_end) {
        part.start = start + kMidMonth;
      } else {
        part.end = start + kMidMonth;
      }
      return part;
    }
    case TimeUnit::kMonth:
    case TimeUnit::kQuarter:
    case TimeUnit::kYear:
    case TimeUnit::kDecade: {
      TimePeriod part = whole;
      part.precision = PrecisionOf(unit);
      if (place.from_end) {
        part.end = Move(*whole.end, unit, -(place.number - 1));
        part.start = Move(*part.end, unit, -count);
      } else {
        part.start = Move(start, unit, place.number - 1);
        part.end = Move(*part.start, unit, count);
      }
      return part;
    }
    default:
      return std::nullopt;
  }
}

bool LiesWithin(const TimePeriod& part, const TimePeriod& whole) {
  // Weeks may stick out by half.
  return *part.start >= *whole.start - kDaysPerWeek && *part.end <= *whole.end + kDaysPerWeek;
}

// "first Tuesday of October", "last two weeks of 2025", "third last day in May"
std::optional<TimePeriod> ReadPlaceOf(const TimeContext& context, int32_t at) {
  const TokenView& tokens = context.tokens;
  const std::optional<Place> place = ReadPlace(tokens, at);
  if (!place.has_value()) return std::nullopt;
  int32_t unit = place->end;
  int count = 1;
  if (tokens.IsNumber(unit) || (tokens.Is(unit, kIsCardinal) && !tokens.Is(unit, kIsTimeUnit))) {
    const std::optional<NumberMatch> number = ReadNumber(tokens, unit, ShortScale::kNever);
    const std::optional<int64_t> value = number.has_value() ? number->value.ToInteger() : std::nullopt;
    if (!value.has_value() || *value < 1 || *value > kMostWeeks) return std::nullopt;
    count = static_cast<int>(*value);
    unit = number->end;
  } else if (tokens.Lower(unit) == "few" || tokens.Lower(unit) == "full" || tokens.Lower(unit) == "trading" ||
             tokens.Lower(unit) == "business") {
    ++unit;
  }
  const bool weekday = tokens.Is(unit, kIsWeekday);
  if (!weekday && !tokens.Is(unit, kIsTimeUnit)) return std::nullopt;
  const std::string_view joint = tokens.Lower(unit + 1);
  if (joint != "of" && joint != "in") return std::nullopt;
  const std::optional<TimePeriod> whole = ReadWhole(context, unit + 2);
  if (!whole.has_value()) return std::nullopt;
  std::optional<TimePeriod> part;
  if (weekday) {
    part = Cut(*whole, *place, count, kDaysPerWeek, FirstWeekday(*whole->start, tokens.Word(unit).weekday),
               v1::DAY, 1);
  } else {
    part = PartOf(*whole, *place, count, tokens.Word(unit).unit);
  }
  if (!part.has_value() || !LiesWithin(*part, *whole) || *part->end <= *part->start) return std::nullopt;
  // "the last quarter of 2025" has a name of its own, the week of a quarter too.
  return part;
}

// "week of April 10th", "w/c Feb 4", "week starting on 4 February", "week to 5 December", "week ending
// Friday"
std::optional<TimePeriod> ReadWeekOf(const TimeContext& context, int32_t at) {
  const TokenView& tokens = context.tokens;
  int32_t date_at = at;
  bool ends = false;
  if (tokens.Lower(at) == "w" && tokens.Lower(at + 1) == "/" && tokens.Lower(at + 2) == "c") {
    date_at = at + 3;
  } else if (tokens.Lower(at) == "week") {
    const std::string_view joint = tokens.Lower(at + 1);
    ends = joint == "to" || joint == "ending" || joint == "ended" || joint == "through";
    const bool starts = joint == "of" || joint == "starting" || joint == "beginning" || joint == "commencing";
    if (!ends && !starts) return std::nullopt;
    date_at = at + 2;
  } else {
    return std::nullopt;
  }
  if (tokens.Lower(date_at) == "on") ++date_at;
  if (tokens.Lower(date_at) == "the") ++date_at;
  std::optional<TimePeriod> day = ReadNamedDate(context, date_at);
  if (!day.has_value()) day = ReadNumericDate(context, date_at);
  if (!day.has_value()) day = ReadHoliday(context, date_at);
  if (!day.has_value()) {
    // "the week of the 18th"
    const auto number = ReadDayOfMonth(tokens, date_at);
    if (!number.has_value() || !IsOrdinalSuffix(tokens, number->second - 1)) return std::nullopt;
    const Date month = MonthStart(context.published);
    if (!IsDate(static_cast<int>(month.year()), month.month(), number->first)) return std::nullopt;
    day = DayPeriod(month + (number->first - 1), number->second);
  }
  if (day->precision != v1::DAY) return std::nullopt;
  if (ends) return SpanPeriod(*day->end - kDaysPerWeek, *day->end, v1::WEEK, day->end_token);
  TimePeriod week = WeekPeriod(*day->start, day->end_token);
  week.year_guessed = day->year_guessed;
  week.by_tense = day->by_tense;
  return week;
}

// "week 27 of last year", "week 3 of 2027"
std::optional<TimePeriod> ReadWeekNumber(const TimeContext& context, int32_t at) {
  const TokenView& tokens = context.tokens;
  if (tokens.Lower(at) != "week") return std::nullopt;
  const std::optional<int> number = ReadDigits(tokens, at + 1, 2);
  if (!number.has_value() || *number < 1 || *number > kMostWeeks || tokens.Lower(at + 2) != "of")
    return std::nullopt;
  const std::optional<TimePeriod> whole = ReadWhole(context, at + 3);
  if (!whole.has_value() || whole->precision != v1::YEAR) return std::nullopt;
  std::optional<TimePeriod> week = PartOf(*whole, Place{*number, false, 0}, 1, TimeUnit::kWeek);
  if (!week.has_value()) return std::nullopt;
  week->end_token = whole->end_token;
  return week;
}

}  // namespace

std::optional<TimePeriod> ReadNthOf(const TimeContext& context, int32_t at) {
  if (context.tokens.Lower(at) == "the") ++at;
  if (auto week = ReadWeekOf(context, at); week.has_value()) return week;
  if (auto week = ReadWeekNumber(context, at); week.has_value()) return week;
  return ReadPlaceOf(context, at);
}

}  // namespace tearsheet
