#include <algorithm>
#include <array>

#include "ingest_service/mentions/calendar.h"
#include "ingest_service/mentions/time_readers.h"
#include "ingest_service/mentions/time_words.h"

namespace tearsheet {

namespace {

constexpr int kLastDay = 31;
constexpr size_t kCompactDate = 8;

// A day and a month in the order in which the article writes them; in the other where that is no date.
std::optional<Date> DayAndMonth(int a, int b, int year, bool day_first) {
  const bool ab = IsDate(year, a, b);
  const bool ba = IsDate(year, b, a);
  if (ab && !(day_first && ba)) return Date(year, a, b);
  if (ba) return Date(year, b, a);
  return std::nullopt;
}

std::optional<TimePeriod> DayOf(const std::optional<Date>& date, int32_t end) {
  if (!date.has_value()) return std::nullopt;
  return DayPeriod(*date, end);
}

// A year in two or four digits at `at`.
std::optional<int> YearOfDate(const TimeContext& context, int32_t at) {
  const std::optional<int> digits = ReadDigits(context.tokens, at, 4);
  if (!digits.has_value()) return std::nullopt;
  const size_t size = context.tokens.At(at).text.size();
  if (size == 2) return FullYear(context, *digits);
  return size == 4 ? digits : std::nullopt;
}

// "31.10.1974"
std::optional<TimePeriod> ReadDottedDate(const TimeContext& context, int32_t at) {
  std::array<int, 3> parts{};
  std::array<size_t, 3> sizes{};
  size_t part = 0;
  for (const char c : context.tokens.At(at).text) {
    if (c == '.') {
      if (++part == parts.size()) return std::nullopt;
      continue;
    }
    if (c < '0' || c > '9' || ++sizes[part] > 4) return std::nullopt;
    parts[part] = parts[part] * 10 + (c - '0');
  }
  if (part != 2 || sizes[0] > 2 || sizes[1] > 2 || (sizes[2] != 2 && sizes[2] != 4)) return std::nullopt;
  const int year = sizes[2] == 2 ? FullYear(context, parts[2]) : parts[2];
  // Full stops are how the day is written before the month.
  return DayOf(DayAndMonth(parts[0], parts[1], year, /*day_first=*/true), at + 1);
}

// "20161016"
std::optional<TimePeriod> ReadCompactDate(const TimeContext& context, int32_t at) {
  const std::optional<int> digits = ReadDigits(context.tokens, at, kCompactDate);
  if (!digits.has_value()) return std::nullopt;
  const int year = *digits / 10000;
  const int month = *digits / 100 % 100;
  const int day = *digits % 100;
  if (year < 1900 || year > 2099 || !IsDate(year, month, day)) return std::nullopt;
  return DayPeriod(Date(year, month, day), at + 1);
}

// "2016 10 16", "10 31 1974": three numbers of two and four digits with nothing but spaces between.
std::optional<TimePeriod> ReadSpacedDate(const TimeContext& context, int32_t at) {
  const TokenView& tokens = context.tokens;
  const std::optional<int> a = ReadDigits(tokens, at, 4);
  const std::optional<int> b = ReadDigits(tokens, at + 1, 2);
  const std::optional<int> c = ReadDigits(tokens, at + 2, 4);
  if (!a.has_value() || !b.has_value() || !c.has_value()) return std::nullopt;
  if (ReadYear(tokens, at).has_value() && tokens.At(at + 2).text.size() <= 2 && IsDate(*a, *b, *c))
    return DayPeriod(Date(*a, *b, *c), at + 3);
  if (ReadYear(tokens, at + 2).has_value() && *a <= kLastDay)
    return DayOf(DayAndMonth(*a, *b, *c, context.day_first), at + 3);
  return std::nullopt;
}

// Nothing but a date can be meant by "12/5": it is the whole sentence or stands where a date does.
bool StandsAlone(const TokenView& tokens, int32_t first, int32_t end) {
  static constexpr std::array kBefore =
      std::to_array<std::string_view>({"on", "by", "since", "until", "dated", "this", "next"});
  if (tokens.Is(first - 1, kIsWeekday)) return true;
  if (std::find(kBefore.begin(), kBefore.end(), tokens.Lower(first - 1)) != kBefore.end()) return true;
  const bool from_start = first == tokens.first() || tokens.Lower(first - 1) == "from";
  // "2/29-3/1"
  const bool range = tokens.IsDash(end) && tokens.IsNumber(end + 1) && tokens.Lower(end + 2) == "/";
  return range || (from_start && end == tokens.end());
}

}  // namespace

std::optional<TimePeriod> ReadNumericDate(const TimeContext& context, int32_t at) {
  const TokenView& tokens = context.tokens;
  if (!tokens.IsNumber(at)) return std::nullopt;
  const std::string_view text = tokens.At(at).text;
  if (text.find('.') != text.npos) return ReadDottedDate(context, at);
  if (text.size() == kCompactDate) return ReadCompactDate(context, at);
  if (tokens.IsNumber(at + 1)) return ReadSpacedDate(context, at);
  const std::string_view separator = tokens.Lower(at + 1);
  if (separator != "-" && separator != "/") return std::nullopt;
  const std::optional<int> a = ReadDigits(tokens, at, 4);
  const std::optional<int> b = ReadDigits(tokens, at + 2, 4);
  if (!a.has_value() || !b.has_value()) return std::nullopt;
  if (tokens.Lower(at + 3) == separator) {
    const std::optional<int> c = ReadDigits(tokens, at + 4, 4);
    if (c.has_value() && text.size() == 4 && IsDate(*a, *b, *c)) return DayPeriod(Date(*a, *b, *c), at + 5);
    if (const std::optional<int> year = YearOfDate(context, at + 4); year.has_value())
      return DayOf(DayAndMonth(*a, *b, *year, context.day_first), at + 5);
    return std::nullopt;
  }
  if (ReadYear(tokens, at).has_value() && *b >= 1 && *b <= kMonthsPerYear &&
      tokens.At(at + 2).text.size() == 2 && tokens.Glued(at + 2)) {
    // "2025-26" is no month, "2025-12" is one.
    return MonthPeriod(Date(*a, *b, 1), at + 3);
  }
  if (ReadYear(tokens, at + 2).has_value() && *a >= 1 && *a <= kMonthsPerYear)
    return MonthPeriod(Date(*b, *a, 1), at + 3);
  if (!StandsAlone(tokens, at, at + 3) || *a > kLastDay || *b > kLastDay) return std::nullopt;
  const int leap = 2024;
  if (!DayAndMonth(*a, *b, leap, context.day_first).has_value()) return std::nullopt;
  return NearestPeriod(context, at, [&](int year) {
    // 29 February is looked for in the nearest year that has it.
    std::optional<Date> date = DayAndMonth(*a, *b, year, context.day_first);
    for (int back = 1; !date.has_value(); ++back) date = DayAndMonth(*a, *b, year - back, context.day_first);
    return DayPeriod(*date, at + 3);
  });
}

}  // namespace tearsheet
