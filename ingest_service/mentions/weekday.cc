#include "ingest_service/mentions/calendar.h"
#include "ingest_service/mentions/time_readers.h"
#include "ingest_service/mentions/time_words.h"

namespace tearsheet {

namespace {

// A weekday and day of the month agree at least once in so many months.
constexpr int kMostMonths = 14;
// How far the year of a date may lie that a weekday is given with.
constexpr int kMostYears = 2;

int64_t Between(Date a, Date b) { return a < b ? b - a : a - b; }

// Short names of weekdays that are other words too.
bool IsDoubtfulWeekday(std::string_view word) {
  return word == "sun" || word == "sat" || word == "wed" || word == "mon" || word == "fri";
}

// A date without a year in the nearest year in which it is that weekday; as it is where no year near has it
// so.
TimePeriod OnWeekday(const TimeContext& context, TimePeriod date, int weekday) {
  const Date guessed = *date.start;
  std::optional<Date> best;
  for (int year = static_cast<int>(context.published.year()) - kMostYears;
       year <= context.published.year() + kMostYears; ++year) {
    if (!IsDate(year, guessed.month(), guessed.day())) continue;
    const Date day(year, guessed.month(), guessed.day());
    if (IsoWeekday(day) == weekday &&
        (!best.has_value() || Between(day, context.published) < Between(*best, context.published))) {
      best = day;
    }
  }
  if (!best.has_value()) return date;
  date.start = *best;
  date.end = *best + 1;
  date.year_guessed = date.by_tense = false;
  return date;
}

// "Friday, 5 December", "Friday (5 December)", "Friday the 5th", "Mon 13th": the date that names the day
// besides.
std::optional<TimePeriod> ReadDateBeside(const TimeContext& context, int32_t at) {
  const TokenView& tokens = context.tokens;
  int32_t next = at + 1;
  if (tokens.Lower(next) == "." || tokens.Lower(next) == ",") ++next;
  const std::string_view joint = tokens.Lower(next);
  const bool bracket = joint == "(";
  const bool the = joint == "the";
  if (joint == "-" || bracket || the) ++next;
  std::optional<TimePeriod> date = the ? std::nullopt : ReadNumericDate(context, next);
  if (!date.has_value() && !tokens.Is(next, kIsCardinal)) date = ReadNamedDate(context, next);
  if (date.has_value() && date->precision == v1::DAY) {
    if (bracket && tokens.Lower(date->end_token) == ")") ++date->end_token;
    if (date->year_guessed) date = OnWeekday(context, *date, tokens.Word(at).weekday);
    return date;
  }
  // A day of the month alone: the nearest month in which it is that weekday.
  const auto day = ReadDayOfMonth(tokens, next);
  if (!day.has_value() || joint == "-" || bracket || tokens.Lower(next - 1) == ",") return std::nullopt;
  const bool ordinal = tokens.Is(day->second - 1, kIsOrdinal) || IsOrdinalSuffix(tokens, day->second - 1);
  const bool plain = tokens.IsNumber(next) && !the &&
                     (day->second >= tokens.end() || tokens.At(day->second).kind == Token::kPunctuation);
  if (!ordinal && !plain) return std::nullopt;
  const int weekday = tokens.Word(at).weekday;
  std::optional<Date> best;
  for (int months = -kMostMonths; months <= kMostMonths; ++months) {
    const Date month = AddMonths(MonthStart(context.published), months);
    if (!IsDate(static_cast<int>(month.year()), month.month(), day->first)) continue;
    const Date then = month + (day->first - 1);
    if (IsoWeekday(then) == weekday &&
        (!best.has_value() || Between(then, context.published) < Between(*best, context.published))) {
      best = then;
    }
  }
  if (!best.has_value()) return std::nullopt;
  return DayPeriod(*best, day->second);
}

// "Friday last week", "Monday of the following week", "Sunday from last week": the week and one past it.
std::optional<std::pair<Date, int32_t>> ReadWeekBeside(const TimeContext& context, int32_t at) {
  const TokenView& tokens = context.tokens;
  int32_t next = at;
  const bool of = tokens.Lower(next) == "of" || tokens.Lower(next) == "from" || tokens.Lower(next) == "in";
  if (of) ++next;
  const bool the = of && tokens.Lower(next) == "the";
  if (the) ++next;
  const Date week = WeekStart(context.published);
  if (tokens.Is(next, kIsRelative) && tokens.Lower(next + 1) == "week")
    return std::make_pair(week + kDaysPerWeek * tokens.Word(next).relative, next + 2);
  if (the && tokens.Lower(next) == "week" && tokens.Lower(next + 1) != "of")
    return std::make_pair(week, next + 1);
  return std::nullopt;
}

// The first of `weekday` after `date`.
Date WeekdayAfter(Date date, int weekday) {
  return date + ((weekday - IsoWeekday(date) + kDaysPerWeek - 1) % kDaysPerWeek + 1);
}

}  // namespace

std::optional<TimePeriod> ReadWeekday(const TimeContext& context, int32_t at) {
  const TokenView& tokens = context.tokens;
  if (!tokens.Is(at, kIsWeekday)) return std::nullopt;
  const Token& token = tokens.At(at);
  if (IsDoubtfulWeekday(token.lower) && !token.capitalised && at != tokens.first()) return std::nullopt;
  if (auto date = ReadDateBeside(context, at); date.has_value()) return date;
  const int weekday = tokens.Word(at).weekday;
  if (const auto week = ReadWeekBeside(context, at + 1); week.has_value())
    return DayPeriod(week->first + (weekday - 1), week->second);
  // "Monday two weeks from now", "Sunday three weeks after January 15th"
  if (!context.nested && (tokens.IsNumber(at + 1) || tokens.Is(at + 1, kIsCardinal))) {
    if (const auto day = ReadDistance(context, at + 1); day.has_value() && day->precision == v1::DAY)
      return DayPeriod(WeekdayInWeekOf(*day->start, weekday), day->end_token);
  }
  int32_t end = at + 1;
  if (tokens.Lower(end) == "after" && tokens.Lower(end + 1) == "next") {
    return DayPeriod(WeekdayAfter(WeekdayAfter(context.published, weekday), weekday), end + 2);
  }
  const int back = (IsoWeekday(context.published) - weekday + kDaysPerWeek) % kDaysPerWeek;
  Date day = context.published - back;
  if (back != 0 && context.LooksAhead(at, end)) day = day + kDaysPerWeek;
  TimePeriod period = DayPeriod(day, end);
  period.by_tense = true;
  return period;
}

// "last Tuesday" is that of last week; "past Tuesday" the latest; "next Friday" that of next week.
std::optional<TimePeriod> ReadRelativeWeekday(const TimeContext& context, int32_t at) {
  const TokenView& tokens = context.tokens;
  int32_t weekday_at = at + 1;
  if (!tokens.Is(at, kIsRelative)) return std::nullopt;
  if (tokens.Word(at).relative == 0 && tokens.Is(weekday_at, kIsRelative)) ++weekday_at;
  if (!tokens.Is(weekday_at, kIsWeekday)) return std::nullopt;
  if (const auto date = ReadDateBeside(context, weekday_at); date.has_value()) return date;
  const int weekday = tokens.Word(weekday_at).weekday;
  const std::string_view word = tokens.Lower(weekday_at - 1);
  const int32_t end = weekday_at + 1;
  const Date today = context.published;
  if (word == "past") {
    const int back = (IsoWeekday(today) - weekday + kDaysPerWeek - 1) % kDaysPerWeek + 1;
    return DayPeriod(today - back, end);
  }
  if (word == "coming" || word == "upcoming") return DayPeriod(WeekdayAfter(today, weekday), end);
  const int relative = tokens.Word(weekday_at - 1).relative;
  return DayPeriod(WeekStart(today) + kDaysPerWeek * relative + (weekday - 1), end);
}

}  // namespace tearsheet
