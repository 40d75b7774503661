#include "ingest_service/mentions/feasts.h"

#include <array>
#include <charconv>
#include <utility>

namespace tearsheet {

namespace {

// The Sunday after the first full moon of spring, by the anonymous Gregorian rule.
Date Easter(int year) {
  const int a = year % 19;
  const int b = year / 100;
  const int c = year % 100;
  const int d = (19 * a + b - b / 4 - (b - (b + 8) / 25 + 1) / 3 + 15) % 30;
  const int e = (32 + 2 * (b % 4) + 2 * (c / 4) - d - c % 4) % 7;
  const int f = d + e - 7 * ((a + 11 * d + 22 * e) / 451) + 114;
  return Date(year, f / 31, f % 31 + 1);
}

// By Meeus's rule for the Julian calendar, which is 13 days behind from 1900 to 2099.
Date OrthodoxEaster(int year) {
  const int d = (19 * (year % 19) + 15) % 30;
  const int e = (2 * (year % 4) + 4 * (year % 7) - d + 34) % 7;
  const int f = d + e + 114;
  return Date(year, f / 31, f % 31 + 1) + 13;
}

// 1 Tishri that falls in a Gregorian year: the mean new moon with the four postponements, in parts of an hour
// (1080 to the hour).
Date RoshHashanah(int year) {
  const int64_t hebrew = year + 3761;
  const int64_t months = (235 * hebrew - 234) / 19;
  const int64_t parts = 12084 + 13753 * months;
  int64_t day = 29 * months + parts / 25920;
  if (3 * (day + 1) % 7 < 3) ++day;
  // The molad postponements: no year may be of 356 or 382 days.
  const auto elapsed = [](int64_t y) {
    const int64_t m = (235 * y - 234) / 19;
    const int64_t p = 12084 + 13753 * m;
    const int64_t d = 29 * m + p / 25920;
    return 3 * (d + 1) % 7 < 3 ? d + 1 : d;
  };
  if (elapsed(hebrew + 1) - day == 356) day += 2;
  if (day - elapsed(hebrew - 1) == 382) day += 1;
  // Day 0 of this count is 7 September of 3761 BC in the Gregorian calendar; 1 Tishri 5761 is 30 September
  // 2000.
  static const Date kKnown(2000, 9, 30);
  const int64_t known = elapsed(5761);
  return kKnown + (day - known);
}

// Passover is 163 days before the new year that follows it.
Date Passover(int year) { return RoshHashanah(year) - 163; }

// 25 Kislev: the month before it has a day more in years of 355 and 385 days.
Date Hanukkah(int year) {
  const Date start = RoshHashanah(year);
  const int64_t length = RoshHashanah(year + 1) - start;
  return start + (length % 10 == 5 ? 84 : 83);
}

// Days of a date of the tabular Islamic calendar from its epoch, 19 July 622.
std::optional<Date> Islamic(int month, int day, int year) {
  static const Date kEpoch(622, 7, 19);
  // The first Islamic year that can reach into the Gregorian one.
  const int64_t first = (int64_t{year} - 622) * 33 / 32 - 1;
  for (int64_t y = first; y < first + 4; ++y) {
    const int64_t days = 354 * (y - 1) + (3 + 11 * y) / 30 + 29 * (month - 1) + month / 2 + day - 1;
    const Date date = kEpoch + days;
    if (date.year() == year) return date;
  }
  return std::nullopt;
}

std::optional<int> ReadInt(std::string_view& text) {
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc()) return std::nullopt;
  text.remove_prefix(static_cast<size_t>(end - text.data()));
  return value;
}

bool Take(std::string_view& text, std::string_view prefix) {
  if (text.substr(0, prefix.size()) != prefix) return false;
  text.remove_prefix(prefix.size());
  return true;
}

// "-12-25" after "islamic", "12-25", "11-4-4", "05-1-last"
bool ReadMonthAndDay(std::string_view& text, Holiday& holiday) {
  const std::optional<int> month = ReadInt(text);
  if (!month.has_value() || *month < 1 || *month > 12 || !Take(text, "-")) return false;
  const std::optional<int> day = ReadInt(text);
  if (!day.has_value() || *day < 1 || *day > 31) return false;
  holiday.month = static_cast<int8_t>(*month);
  holiday.day = static_cast<int8_t>(*day);
  if (holiday.rule == Holiday::kIslamic || text.size() < 2 || text[0] != '-') return true;
  text.remove_prefix(1);
  const std::optional<int> which = Take(text, "last") ? std::optional<int>(5) : ReadInt(text);
  if (!which.has_value() || *which < 1 || *which > 5 || *day > 7) return false;
  holiday.rule = Holiday::kNthWeekday;
  holiday.weekday = holiday.day;
  holiday.which = static_cast<int8_t>(*which);
  return true;
}

constexpr std::array<std::pair<std::string_view, Holiday::Rule>, 5> kRules = {
    {{"easter", Holiday::kEaster},
     {"orthodox", Holiday::kOrthodoxEaster},
     {"rosh-hashanah", Holiday::kRoshHashanah},
     {"passover", Holiday::kPassover},
     {"hanukkah", Holiday::kHanukkah}}};

}  // namespace

std::optional<Holiday> ParseHoliday(std::string_view text, const std::vector<std::string>& listed) {
  constexpr int kMostDays = 60;
  Holiday holiday;
  bool named = false;
  for (const auto& [name, rule] : kRules) {
    if (!named && Take(text, name)) {
      holiday.rule = rule;
      named = true;
    }
  }
  for (size_t i = 0; i < listed.size() && !named; ++i) {
    if (text.substr(0, 1) != "@" || text.substr(1, listed[i].size()) != listed[i]) continue;
    text.remove_prefix(1 + listed[i].size());
    holiday.rule = Holiday::kListed;
    holiday.list = static_cast<int8_t>(i);
    named = true;
  }
  if (!named) {
    if (Take(text, "islamic-")) holiday.rule = Holiday::kIslamic;
    if (!ReadMonthAndDay(text, holiday)) return std::nullopt;
  }
  if (!text.empty() && (text[0] == '+' || text[0] == '-')) {
    const int sign = text[0] == '-' ? -1 : 1;
    text.remove_prefix(1);
    const std::optional<int> shift = ReadInt(text);
    if (!shift.has_value() || *shift < 0 || *shift > 200) return std::nullopt;
    holiday.shift = static_cast<int16_t>(sign * *shift);
  }
  if (Take(text, "x")) {
    const std::optional<int> days = ReadInt(text);
    if (!days.has_value() || *days < 1 || *days > kMostDays) return std::nullopt;
    holiday.days = static_cast<int8_t>(*days);
  }
  return text.empty() ? std::optional(holiday) : std::nullopt;
}

std::optional<Date> FirstDay(const Holiday& holiday, int year, const std::vector<FeastDays>& lists) {
  std::optional<Date> day;
  switch (holiday.rule) {
    case Holiday::kFixed:
      if (IsDate(year, holiday.month, holiday.day)) day = Date(year, holiday.month, holiday.day);
      break;
    case Holiday::kNthWeekday:
      day = NthWeekday(year, holiday.month, holiday.weekday, holiday.which);
      break;
    case Holiday::kEaster:
      day = Easter(year);
      break;
    case Holiday::kOrthodoxEaster:
      day = OrthodoxEaster(year);
      break;
    case Holiday::kRoshHashanah:
      day = RoshHashanah(year);
      break;
    case Holiday::kPassover:
      day = Passover(year);
      break;
    case Holiday::kHanukkah:
      day = Hanukkah(year);
      break;
    case Holiday::kIslamic:
      day = Islamic(holiday.month, holiday.day, year);
      break;
    case Holiday::kListed:
      for (const Date date : lists[holiday.list]) {
        if (date.year() == year) day = date;
      }
      break;
  }
  if (!day.has_value()) return std::nullopt;
  return *day + holiday.shift;
}

}  // namespace tearsheet
