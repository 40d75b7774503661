#include "ingest_service/mentions/time_readers.h"
#include "ingest_service/mentions/time_words.h"

namespace tearsheet {

namespace {

// "to", "-", "through", "until", "and" after "between".
bool JoinsDays(const TokenView& tokens, int32_t at, int32_t first) {
  const std::string_view joint = tokens.Lower(at);
  if (joint == "to" || joint == "-" || joint == "through" || joint == "thru" || joint == "until" ||
      joint == "till") {
    return true;
  }
  return joint == "and" && (tokens.Lower(first - 1) == "between" || tokens.Lower(first - 2) == "between");
}

// A month and the year that follows it, or is nearest.
TimePeriod DaysOf(const TimeContext& context, int32_t at, int month, int first, int last, int32_t end) {
  const auto make = [&](int year, int32_t end_token) {
    // 29 February is looked for in the nearest year that has it.
    while (!IsDate(year, month, last)) --year;
    const Date start(year, month, first);
    return SpanPeriod(start, Date(year, month, last) + 1, v1::DAY, end_token);
  };
  if (const auto year = ReadYearBehind(context, end); year.has_value() && IsDate(year->first, month, last))
    return make(year->first, year->second);
  return NearestPeriod(context, at, [&](int year) { return make(year, end); });
}

bool IsDayOf(int month, int day) { return IsDate(2024, month, day); }

// Whether the day behind a month is one: in "In May 10 people", "May 10 percent" and "June five firms" the
// number counts what follows.
bool IsDayBehindMonth(const TokenView& tokens, int32_t month_at, int32_t day_at, const NumberAndEnd& day) {
  const int32_t next = day.second;
  if (tokens.Is(next, kIsPercent | kIsScale)) return false;
  const bool at_end = next >= tokens.end() || tokens.At(next).kind == Token::kPunctuation ||
                      ReadYear(tokens, next).has_value();
  const bool plain = tokens.IsNumber(day_at) && next == day_at + 1;
  if (plain) return at_end || tokens.Lower(month_at - 1) != "in";
  // A cardinal in words.
  return tokens.IsNumber(day_at) || tokens.Is(next - 1, kIsOrdinal) || at_end ||
         ReadYearInAnyForm(tokens, next).has_value();
}

// "December 5", "December 5 to 7", "December the 5th", "Dec-5"
std::optional<TimePeriod> ReadMonthFirst(const TimeContext& context, int32_t at, int month) {
  const TokenView& tokens = context.tokens;
  int32_t day_at = at + 1;
  const bool comma = tokens.Lower(day_at) == ",";
  if (comma || tokens.Lower(day_at) == "the" || tokens.IsDash(day_at) || tokens.Lower(day_at) == "/")
    ++day_at;
  const auto day = ReadDayOfMonth(tokens, day_at);
  if (!day.has_value() || !IsDayOf(month, day->first) || !IsDayBehindMonth(tokens, at, day_at, *day))
    return std::nullopt;
  // "In October, 5 people" is no date; "October, 1st" and "October, 5, 2025" are.
  if (comma && day->second == day_at + 1 && tokens.IsNumber(day_at) && day->second < tokens.end() &&
      !ReadYear(tokens, day->second + 1).has_value()) {
    return std::nullopt;
  }
  if (JoinsDays(tokens, day->second, at)) {
    int32_t last_at = day->second + 1;
    if (tokens.Lower(last_at) == "the") ++last_at;
    const auto last = ReadDayOfMonth(tokens, last_at);
    const bool own_month =
        last.has_value() &&
        (ReadMonthName(tokens, last->second).has_value() ||
         (tokens.Lower(last->second) == "of" && ReadMonthName(tokens, last->second + 1).has_value()));
    const bool numeric = last.has_value() && (tokens.Lower(last->second) == "/" ||
                                              (tokens.Glued(last->second) && tokens.IsDash(last->second)));
    if (last.has_value() && !own_month && !numeric && IsDayOf(month, last->first)) {
      if (last->first > day->first) return DaysOf(context, at, month, day->first, last->first, last->second);
      // "from April twenty-seventh to the third": of the month after.
      if (!tokens.Lower(last->second - 1).empty() && last->second > last_at && !tokens.IsDash(day->second)) {
        TimePeriod days = DaysOf(context, at, month, day->first, day->first, last->second);
        const Date end = AddMonths(MonthStart(*days.start), 1) + last->first;
        days.end = end;
        return days;
      }
    }
  }
  return DaysOf(context, at, month, day->first, day->first, day->second);
}

// The month behind a day: "December", "of December", "-Dec", "day of December".
std::optional<NumberAndEnd> ReadMonthBehind(const TokenView& tokens, int32_t at) {
  if (tokens.Lower(at) == "day") ++at;
  if (tokens.Lower(at) == "of" || tokens.IsDash(at) || tokens.Lower(at) == "/") ++at;
  const std::optional<int> month = ReadMonthName(tokens, at);
  if (!month.has_value()) return std::nullopt;
  return NumberAndEnd(*month, at + 1);
}

// "of the next month", "day of last month": the first of that month and one past it.
std::optional<std::pair<Date, int32_t>> ReadMonthInWords(const TimeContext& context, int32_t at) {
  const TokenView& tokens = context.tokens;
  if (tokens.Lower(at) == "day") ++at;
  if (tokens.Lower(at) != "of") return std::nullopt;
  ++at;
  const bool the = tokens.Lower(at) == "the";
  if (the) ++at;
  const Date month = MonthStart(context.published);
  if (tokens.Is(at, kIsRelative) && tokens.Lower(at + 1) == "month")
    return std::make_pair(AddMonths(month, tokens.Word(at).relative), at + 2);
  if (the && tokens.Lower(at) == "month") return std::make_pair(month, at + 1);
  return std::nullopt;
}

// A day alone, "the 5th": the nearest such day, where the words before it are those of a date.
std::optional<TimePeriod> ReadBareDay(const TimeContext& context, int32_t at, const NumberAndEnd& day) {
  const TokenView& tokens = context.tokens;
  const std::string_view before = tokens.Lower(at - 2);
  const bool dated = tokens.Lower(at - 1) == "the" && IsOrdinalSuffix(tokens, day.second - 1) &&
                     (before == "on" || before == "by" || before == "until" || before == "since" ||
                      (at - 1 == tokens.first() && day.second == tokens.end()));
  // "the 5th anniversary", "by the 10th century"
  const bool ends = day.second >= tokens.end() || tokens.At(day.second).kind == Token::kPunctuation;
  if (!dated || !ends) return std::nullopt;
  const bool ahead = context.LooksAhead(at, day.second);
  Date month = MonthStart(context.published);
  for (int tries = 0; tries < 4; ++tries, month = AddMonths(month, ahead ? 1 : -1)) {
    if (!IsDate(static_cast<int>(month.year()), month.month(), day.first)) continue;
    const Date date = month + (day.first - 1);
    if (ahead ? date >= context.published : date <= context.published) return DayPeriod(date, day.second);
  }
  return std::nullopt;
}

// "5 December", "5th of December 2025", "13 to 15 July", "the 15th of next month"
std::optional<TimePeriod> ReadDayFirst(const TimeContext& context, int32_t at) {
  const TokenView& tokens = context.tokens;
  const auto day = ReadDayOfMonth(tokens, at);
  if (!day.has_value()) return std::nullopt;
  if (const auto month = ReadMonthBehind(tokens, day->second); month.has_value()) {
    if (!IsDayOf(month->first, day->first)) return std::nullopt;
    return DaysOf(context, at, month->first, day->first, day->first, month->second);
  }
  if (const auto month = ReadMonthInWords(context, day->second); month.has_value()) {
    const Date first = month->first;
    if (!IsDate(static_cast<int>(first.year()), first.month(), day->first)) return std::nullopt;
    return DayPeriod(first + (day->first - 1), month->second);
  }
  const bool listed = tokens.Lower(day->second) == "and" || tokens.Lower(day->second) == "or";
  if (JoinsDays(tokens, day->second, at) || listed) {
    int32_t last_at = day->second + 1;
    if (tokens.Lower(last_at) == "the") ++last_at;
    const auto last = ReadDayOfMonth(tokens, last_at);
    if (last.has_value()) {
      const auto month = ReadMonthBehind(tokens, last->second);
      if (month.has_value() && IsDayOf(month->first, day->first) && IsDayOf(month->first, last->first)) {
        // "18 and 19 June": two days, of which this is the first.
        if (listed && !JoinsDays(tokens, day->second, at)) {
          TimePeriod first = DaysOf(context, at, month->first, day->first, day->first, month->second);
          first.end_token = day->second;
          return first;
        }
        if (day->first < last->first)
          return DaysOf(context, at, month->first, day->first, last->first, month->second);
        // "from the 27th to the 3rd of April": of the month before.
        TimePeriod days = DaysOf(context, at, month->first, last->first, last->first, month->second);
        const Date start = AddMonths(MonthStart(*days.start), -1) + (day->first - 1);
        if (start < *days.end) days.start = start;
        return days;
      }
    }
  }
  return ReadBareDay(context, at, *day);
}

}  // namespace

std::optional<TimePeriod> ReadNamedDate(const TimeContext& context, int32_t at) {
  const TokenView& tokens = context.tokens;
  if (const std::optional<int> month = ReadMonthName(tokens, at); month.has_value())
    return ReadMonthFirst(context, at, *month);
  // "2025 Dec 5", "2025-Dec-05", "2019/aug/01"
  if (const std::optional<int> year = ReadYear(tokens, at); year.has_value()) {
    int32_t month_at = at + 1;
    if (tokens.IsDash(month_at) || tokens.Lower(month_at) == "/") ++month_at;
    const std::optional<int> month = ReadMonthName(tokens, month_at);
    if (!month.has_value()) return std::nullopt;
    int32_t day_at = month_at + 1;
    if (tokens.IsDash(day_at) || tokens.Lower(day_at) == "/") ++day_at;
    const auto day = ReadDayOfMonth(tokens, day_at);
    if (!day.has_value() || !IsDate(*year, *month, day->first)) return std::nullopt;
    return DayPeriod(Date(*year, *month, day->first), day->second);
  }
  return ReadDayFirst(context, at);
}

}  // namespace tearsheet
