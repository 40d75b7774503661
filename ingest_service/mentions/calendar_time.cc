#include <algorithm>
#include <array>

#include "ingest_service/mentions/number_reader.h"
#include "ingest_service/mentions/time_period.h"

namespace tearsheet {

namespace {

constexpr int kMonthsPerYear = 12;
constexpr int kMonthsPerQuarter = 3;
constexpr int kMonthsPerHalf = 6;
constexpr int kDaysPerWeek = 7;
constexpr int kCentury = 100;

// A period without a year: in the year of publication, or the one before or after it.
TimePeriod NearestYear(const TimeContext& context, int32_t at, TimePeriod (*make)(Date, int32_t), int month,
                       int day, int32_t end_token) {
  const bool ahead = context.LooksAhead(at);
  Date date(context.published.year(), month, std::min(day, 28));
  if (day > 28)
    date = IsDate(static_cast<int>(date.year()), month, day) ? Date(date.year(), month, day) : date;
  TimePeriod period = make(date, end_token);
  const int shift =
      ahead && *period.end <= context.published ? 1 : (!ahead && *period.start > context.published ? -1 : 0);
  if (shift != 0) period = make(Date(date.year() + shift, month, date.day()), end_token);
  period.year_guessed = true;
  return period;
}

class CalendarReader {
 public:
  explicit CalendarReader(const TimeContext& context) : context_(context), tokens_(context.tokens) {}

  std::optional<TimePeriod> Read(int32_t at) const {
    if (tokens_.Lower(at) == "the") ++at;
    if (auto period = ReadWeekOf(at); period.has_value()) return period;
    if (auto period = ReadNumericDate(at); period.has_value()) return period;
    if (auto period = ReadDayOfMonth(at); period.has_value()) return period;
    if (auto period = ReadMonth(at); period.has_value()) return period;
    if (auto period = ReadWeekday(at); period.has_value()) return period;
    if (auto period = ReadQuarterOrHalf(at); period.has_value()) return period;
    if (auto period = ReadHoliday(at); period.has_value()) return period;
    return ReadYearOrDecade(at);
  }

 private:
  // A whole number of digits that is at most two (or four) long.
  std::optional<int> Digits(int32_t at, size_t most) const {
    if (!tokens_.IsNumber(at) || tokens_.At(at).text.size() > most) return std::nullopt;
    int value = 0;
    for (const char c : tokens_.At(at).text) {
      if (c < '0' || c > '9') return std::nullopt;
      value = value * 10 + (c - '0');
    }
    return value;
  }

  // A day of the month: "5", "5th", "fifth", "twenty-fifth", "twenty five"; and one past it.
  std::optional<std::pair<int, int32_t>> Day(int32_t at) const {
    if (const std::optional<int> digits = Digits(at, 2); digits.has_value()) {
      if (*digits < 1 || *digits > 31) return std::nullopt;
      const std::string_view next = tokens_.Lower(at + 1);
      const bool suffix =
          tokens_.Glued(at + 1) && (next == "st" || next == "nd" || next == "rd" || next == "th");
      return std::make_pair(*digits, at + (suffix ? 2 : 1));
    }
    int value = 0;
    int32_t end = at;
    if (tokens_.Is(end, kIsCardinal) && tokens_.Word(end).cardinal >= 20 &&
        tokens_.Word(end).cardinal <= 30) {
      value = tokens_.Word(end).cardinal;
      ++end;
      if (tokens_.IsDash(end)) ++end;
      if (tokens_.Is(end, kIsCardinal) && tokens_.Word(end).cardinal < 10) {
        return std::make_pair(value + tokens_.Word(end).cardinal, end + 1);
      }
      if (!tokens_.Is(end, kIsOrdinal)) return std::make_pair(value, end);
    }
    if (!tokens_.Is(end, kIsOrdinal)) return std::nullopt;
    value += tokens_.Word(end).ordinal;
    if (value > 31) return std::nullopt;
    return std::make_pair(value, end + 1);
  }

  int FullYear(int year, size_t digits) const {
    if (digits > 2) return year;
    const int century = static_cast<int>(context_.published.year()) / kCentury * kCentury;
    const int candidate = century + year;
    return candidate > context_.published.year() + 20 ? candidate - kCentury : candidate;
  }

  // A month by name at `at`; "may" and "march" need a capital or a number beside them.
  std::optional<int> MonthName(int32_t at) const {
    if (!tokens_.Is(at, kIsMonth)) return std::nullopt;
    const Token& token = tokens_.At(at);
    if (!token.capitalised && (token.lower == "may" || token.lower == "march" || token.lower == "mar" ||
                               token.lower == "sep" || token.lower == "dec" || token.lower == "jan")) {
      const bool number = tokens_.IsNumber(at + 1) || tokens_.IsNumber(at - 1) ||
                          tokens_.Lower(at - 1) == "in" || tokens_.Is(at + 1, kIsOrdinal) ||
                          tokens_.Is(at - 1, kIsOrdinal) || tokens_.Lower(at - 1) == "of" ||
                          tokens_.Glued(at + 1);
      if (!number) return std::nullopt;
    }
    return tokens_.Word(at).month;
  }

  // A year behind a month or day: "2025", ", 2025", "of 2025", "in 2025", "/2025", "last year".
  std::optional<std::pair<int, int32_t>> YearBehind(int32_t at) const {
    int32_t year = at;
    const std::string_view joint = tokens_.Lower(year);
    if (joint == "," || joint == "of" || joint == "in" || joint == "/" || joint == "-") ++year;
    if (tokens_.Lower(year) == "the" && tokens_.Lower(year + 1) == "year") year += 2;
    if (const std::optional<int> digits = ReadYear(tokens_, year); digits.has_value()) {
      return std::make_pair(*digits, year + 1);
    }
    if (tokens_.Is(year, kIsRelative) && tokens_.Lower(year + 1) == "year") {
      return std::make_pair(static_cast<int>(context_.published.year()) + tokens_.Word(year).relative,
                            year + 2);
    }
    return std::nullopt;
  }

  TimePeriod DayOf(int32_t at, int month, int day, int32_t end) const {
    if (const auto year = YearBehind(end); year.has_value() && IsDate(year->first, month, day)) {
      return DayPeriod(Date(year->first, month, day), year->second);
    }
    return NearestYear(context_, at, DayPeriod, month, day, end);
  }

  // "5 December", "5th of December 2025", "December 5, 2025", "the 5th"
  std::optional<TimePeriod> ReadDayOfMonth(int32_t at) const {
    if (const std::optional<int> month = MonthName(at); month.has_value()) {
      int32_t day_at = at + 1;
      if (tokens_.Lower(day_at) == "," || tokens_.Lower(day_at) == "the" || tokens_.IsDash(day_at)) ++day_at;
      const auto day = Day(day_at);
      // "May 10 percent" is no date; neither is "March 2025".
      if (day.has_value() && IsDate(2024, *month, day->first) && !tokens_.Is(day->second, kIsPercent) &&
          (day_at == at + 1 || tokens_.Lower(at + 1) != "," || day->second > day_at + 1 ||
           ReadYear(tokens_, day->second + 1).has_value() || day->second == tokens_.end())) {
        return DayOf(at, *month, day->first, day->second);
      }
      return std::nullopt;
    }
    const auto day = Day(at);
    if (!day.has_value()) return std::nullopt;
    int32_t month_at = day->second;
    if (tokens_.Lower(month_at) == "day") ++month_at;
    if (tokens_.Lower(month_at) == "of" || tokens_.IsDash(month_at) || tokens_.Lower(month_at) == "/")
      ++month_at;
    if (const std::optional<int> month = MonthName(month_at);
        month.has_value() && IsDate(2024, *month, day->first)) {
      return DayOf(at, *month, day->first, month_at + 1);
    }
    // "the 15th day of next month"
    if (tokens_.Is(month_at, kIsRelative) && tokens_.Lower(month_at + 1) == "month") {
      const Date month = AddMonths(MonthStart(context_.published), tokens_.Word(month_at).relative);
      if (IsDate(static_cast<int>(month.year()), month.month(), day->first)) {
        return DayPeriod(Date(month.year(), month.month(), day->first), month_at + 2);
      }
    }
    return std::nullopt;
  }

  // "week of April 10th", "first week of January 2015", "last week of 2016"
  std::optional<TimePeriod> ReadWeekOf(int32_t at) const {
    const bool last = tokens_.Lower(at) == "last";
    const bool ordinal = tokens_.Is(at, kIsOrdinal);
    const int32_t week = at + (last || ordinal ? 1 : 0);
    if (tokens_.Lower(week) != "week" || tokens_.Lower(week + 1) != "of") return std::nullopt;
    const int32_t of = week + 2;
    if (week == at) {
      std::optional<TimePeriod> day = ReadDayOfMonth(of);
      if (!day.has_value()) return std::nullopt;
      return WeekPeriod(*day->start, day->end_token);
    }
    std::optional<TimePeriod> period = ReadMonth(of);
    if (const std::optional<int> year = ReadYear(tokens_, of); year.has_value() && !period.has_value()) {
      period = YearPeriod(*year, of + 1);
    }
    if (!period.has_value() || (period->precision != v1::MONTH && period->precision != v1::YEAR))
      return std::nullopt;
    if (last) return WeekPeriod(*period->end - 1, period->end_token);
    // Weeks belong to the period that has their Thursday.
    Date first = WeekStart(*period->start);
    if (first + 3 < *period->start) first += kDaysPerWeek;
    return WeekPeriod(first + kDaysPerWeek * (tokens_.Word(at).ordinal - 1), period->end_token);
  }

  // "March", "March 2025", "Mar/2025", "2025 March", "March quarter"
  std::optional<TimePeriod> ReadMonth(int32_t at) const {
    const std::optional<int> leading_year = ReadYear(tokens_, at);
    int32_t month_at = at;
    if (leading_year.has_value()) {
      ++month_at;
      if (tokens_.IsDash(month_at) || tokens_.Lower(month_at) == "/") ++month_at;
    }
    const std::optional<int> month = MonthName(month_at);
    if (!month.has_value()) return std::nullopt;
    int32_t end = month_at + 1;
    if (leading_year.has_value()) {
      int32_t day_at = end;
      if (tokens_.IsDash(day_at) || tokens_.Lower(day_at) == "/") ++day_at;
      if (const auto day = Day(day_at); day.has_value() && IsDate(*leading_year, *month, day->first)) {
        return DayPeriod(Date(*leading_year, *month, day->first), day->second);
      }
      return MonthPeriod(Date(*leading_year, *month, 1), end);
    }
    if (tokens_.Lower(end) == "quarter") {
      // A quarter is called by its last month.
      TimePeriod period = NearestYear(context_, at, MonthPeriod, *month, 1, end + 1);
      const auto year = YearBehind(end + 1);
      const Date last = year.has_value() ? Date(year->first, *month, 1) : *period.start;
      return SpanPeriod(AddMonths(last, 1 - kMonthsPerQuarter), AddMonths(last, 1), v1::QUARTER,
                        year.has_value() ? year->second : end + 1);
    }
    if (const auto year = YearBehind(end); year.has_value()) {
      return MonthPeriod(Date(year->first, *month, 1), year->second);
    }
    // "March '25"
    if (tokens_.Lower(end) == "'" && Digits(end + 1, 2).has_value() && tokens_.Glued(end + 1)) {
      return MonthPeriod(Date(FullYear(*Digits(end + 1, 2), 2), *month, 1), end + 2);
    }
    return NearestYear(context_, at, MonthPeriod, *month, 1, end);
  }

  // "Friday", "Friday, 5 December", "Friday last week"
  std::optional<TimePeriod> ReadWeekday(int32_t at) const {
    if (!tokens_.Is(at, kIsWeekday)) return std::nullopt;
    const Token& token = tokens_.At(at);
    if (token.lower == "sun" || token.lower == "sat" || token.lower == "wed" || token.lower == "mon" ||
        token.lower == "fri") {
      if (!token.capitalised && at != tokens_.first()) return std::nullopt;
    }
    int32_t next = at + 1;
    const std::string_view joint = tokens_.Lower(next);
    if (joint == "," || joint == "-" || joint == "(" || joint == "the") ++next;
    if (joint == "the" && !Day(next).has_value()) return std::nullopt;
    std::optional<TimePeriod> date = ReadNumericDate(next);
    if (!date.has_value()) date = ReadDayOfMonth(next);
    if (date.has_value() && date->precision == v1::DAY) {
      TimePeriod period = *date;
      if (joint == "(" && tokens_.Lower(period.end_token) == ")") ++period.end_token;
      return period;
    }
    const int weekday = tokens_.Word(at).weekday;
    const int32_t relative = tokens_.Lower(at + 1) == "of" ? at + 2 : at + 1;
    if (tokens_.Is(relative, kIsRelative) && tokens_.Lower(relative + 1) == "week") {
      const Date week = WeekStart(context_.published) + kDaysPerWeek * tokens_.Word(relative).relative;
      return DayPeriod(week + (weekday - 1), relative + 2);
    }
    const int today = IsoWeekday(context_.published);
    const int back = (today - weekday + kDaysPerWeek) % kDaysPerWeek;
    Date day = context_.published - back;
    if (context_.LooksAhead(at) && back != 0) day = day + kDaysPerWeek;
    return DayPeriod(day, at + 1);
  }

  // "2025-12-05", "12/05/2025", "05.12.25", "2025/12"; two numbers only where nothing else can be meant.
  std::optional<TimePeriod> ReadNumericDate(int32_t at) const {
    if (!tokens_.IsNumber(at)) return std::nullopt;
    if (tokens_.At(at).text.find('.') != std::string_view::npos) return ReadDottedDate(at);
    const std::string_view separator = tokens_.Lower(at + 1);
    if (separator != "-" && separator != "/") return std::nullopt;
    const std::optional<int> a = Digits(at, 4);
    const std::optional<int> b = Digits(at + 2, 4);
    if (!a.has_value() || !b.has_value()) return std::nullopt;
    if (tokens_.Lower(at + 3) == separator) {
      const std::optional<int> c = Digits(at + 4, 4);
      if (c.has_value()) {
        if (tokens_.At(at).text.size() == 4 && IsDate(*a, *b, *c)) return DayPeriod(Date(*a, *b, *c), at + 5);
        return DayAndMonth(*a, *b, FullYear(*c, tokens_.At(at + 4).text.size()), at + 5);
      }
    }
    if (tokens_.At(at).text.size() == 4 && ReadYear(tokens_, at).has_value() && *b >= 1 &&
        *b <= kMonthsPerYear && tokens_.At(at + 2).text.size() == 2 && tokens_.Glued(at + 2)) {
      // "2025-26" is no month, "2025-12" is one.
      return MonthPeriod(Date(*a, *b, 1), at + 3);
    }
    if (ReadYear(tokens_, at + 2).has_value() && *a >= 1 && *a <= kMonthsPerYear) {
      return MonthPeriod(Date(*b, *a, 1), at + 3);
    }
    if (!StandsAlone(at, at + 3) || *a > 31 || *b > 31) return std::nullopt;
    const int year = static_cast<int>(context_.published.year());
    const std::optional<TimePeriod> date = DayAndMonth(*a, *b, year, at + 3);
    if (!date.has_value()) return std::nullopt;
    return NearestYear(context_, at, DayPeriod, date->start->month(), date->start->day(), at + 3);
  }

  // "31.10.1974"
  std::optional<TimePeriod> ReadDottedDate(int32_t at) const {
    const std::string_view text = tokens_.At(at).text;
    std::array<int, 3> parts{};
    std::array<size_t, 3> sizes{};
    size_t part = 0;
    for (const char c : text) {
      if (c == '.') {
        if (++part == parts.size()) return std::nullopt;
        continue;
      }
      if (c < '0' || c > '9' || ++sizes[part] > 4) return std::nullopt;
      parts[part] = parts[part] * 10 + (c - '0');
    }
    if (part != 2 || sizes[0] > 2 || sizes[1] > 2) return std::nullopt;
    return DayAndMonth(parts[0], parts[1], FullYear(parts[2], sizes[2]), at + 1);
  }

  // Month first where both are possible, as most English dates in digits.
  static std::optional<TimePeriod> DayAndMonth(int a, int b, int year, int32_t end) {
    if (IsDate(year, a, b)) return DayPeriod(Date(year, a, b), end);
    if (IsDate(year, b, a)) return DayPeriod(Date(year, b, a), end);
    return std::nullopt;
  }

  bool StandsAlone(int32_t first, int32_t end) const {
    if (first == tokens_.first() && end == tokens_.end()) return true;
    static constexpr std::array kBefore =
        std::to_array<std::string_view>({"on", "by", "since", "until", "dated", "this", "next"});
    return tokens_.Is(first - 1, kIsWeekday) ||
           std::find(kBefore.begin(), kBefore.end(), tokens_.Lower(first - 1)) != kBefore.end();
  }

  // "Q3 2025", "3Q25", "2025 Q3", "third quarter of 2025", "H1 2026", "first half"
  std::optional<TimePeriod> ReadQuarterOrHalf(int32_t at) const {
    std::optional<int> year = ReadYear(tokens_, at);
    int32_t period_at = at;
    if (year.has_value()) {
      ++period_at;
      if (tokens_.IsDash(period_at) || tokens_.Lower(period_at) == "'s") ++period_at;
    }
    int number = 0;
    int months = 0;
    int32_t end = period_at;
    if (!ReadQuarterWord(period_at, number, months, end)) return std::nullopt;
    if (!year.has_value()) {
      int32_t year_at = end;
      if (tokens_.Lower(year_at) == "of" || tokens_.Lower(year_at) == "in" || tokens_.Lower(year_at) == "," ||
          tokens_.IsDash(year_at)) {
        ++year_at;
      }
      if (tokens_.Lower(year_at) == "the" || tokens_.Lower(year_at) == "its") ++year_at;
      const bool fiscal = SkipFiscal(year_at);
      if (const std::optional<int> stated = ReadYear(tokens_, year_at); stated.has_value()) {
        year = stated;
        end = year_at + 1;
      } else if (tokens_.Is(year_at, kIsRelative) && tokens_.Lower(year_at + 1) == "year") {
        year = static_cast<int>(context_.published.year()) + tokens_.Word(year_at).relative;
        end = year_at + 2;
      } else if (tokens_.Lower(year_at) == "year" && year_at > end) {
        end = year_at + 1;
      } else if (fiscal && Digits(year_at, 2).has_value()) {
        year = FullYear(*Digits(year_at, 2), 2);
        end = year_at + 1;
      }
    }
    const auto make = months == kMonthsPerQuarter ? QuarterPeriod : HalfPeriod;
    const int month = (number - 1) * months + 1;
    if (year.has_value()) return make(Date(*year, month, 1), end);
    return NearestYear(context_, at, make, month, 1, end);
  }

  // Moves over "fiscal", "financial", "FY"; whether there was one.
  bool SkipFiscal(int32_t& at) const {
    bool found = false;
    while (tokens_.Lower(at) == "fiscal" || tokens_.Lower(at) == "financial" || tokens_.Lower(at) == "fy" ||
           tokens_.Lower(at) == "calendar" || (found && tokens_.Lower(at) == "year")) {
      ++at;
      found = true;
    }
    return found;
  }

  bool ReadQuarterWord(int32_t at, int& number, int& months, int32_t& end) const {
    const std::string_view word = tokens_.Lower(at);
    if (word.size() == 2 && (word[0] == 'q' || word[0] == 'h') && word[1] >= '1' && word[1] <= '4') {
      number = word[1] - '0';
      months = word[0] == 'q' ? kMonthsPerQuarter : kMonthsPerHalf;
      end = at + 1;
      return months == kMonthsPerQuarter || number <= 2;
    }
    // "3Q", "1H"
    const std::string_view letter = tokens_.Lower(at + 1);
    if (const std::optional<int> digit = Digits(at, 1);
        digit.has_value() && tokens_.Glued(at + 1) && (letter == "q" || letter == "h") && *digit >= 1) {
      number = *digit;
      months = letter == "q" ? kMonthsPerQuarter : kMonthsPerHalf;
      end = at + 2;
      return number <= kMonthsPerYear / months;
    }
    int32_t unit = at + 1;
    if (tokens_.Is(at, kIsOrdinal)) {
      number = tokens_.Word(at).ordinal;
    } else if (const std::optional<int> digit = Digits(at, 1);
               digit.has_value() && tokens_.Glued(at + 1) &&
               (letter == "st" || letter == "nd" || letter == "rd" || letter == "th")) {
      number = *digit;
      ++unit;
    } else {
      return false;
    }
    if (tokens_.IsDash(unit) || tokens_.Lower(unit) == "fiscal") ++unit;
    if (!tokens_.Is(unit, kIsTimeUnit)) return false;
    const TimeUnit kind = tokens_.Word(unit).unit;
    if (kind != TimeUnit::kQuarter && kind != TimeUnit::kHalf) return false;
    months = kind == TimeUnit::kQuarter ? kMonthsPerQuarter : kMonthsPerHalf;
    end = unit + 1;
    return number >= 1 && number <= kMonthsPerYear / months;
  }

  std::optional<TimePeriod> ReadHoliday(int32_t at) const {
    if (!tokens_.Is(at, kStartsHoliday)) return std::nullopt;
    const PhraseTable::Match match = tokens_.Longest(tokens_.lexicon().holiday_phrases(), at);
    if (match.length == 0) return std::nullopt;
    const Holiday& holiday = tokens_.lexicon().holidays()[match.value];
    const int32_t end = at + match.length;
    const auto year = YearBehind(end);
    if (year.has_value()) return DayPeriod(DateOf(holiday, year->first), year->second);
    const int this_year = static_cast<int>(context_.published.year());
    const Date day = DateOf(holiday, this_year);
    const bool back = tokens_.Is(at - 1, kIsRelative) && tokens_.Word(at - 1).relative < 0;
    if (back && day >= context_.published) return DayPeriod(DateOf(holiday, this_year - 1), end);
    if (!back && day < context_.published) return DayPeriod(DateOf(holiday, this_year + 1), end);
    return DayPeriod(day, end);
  }

  static Date DateOf(const Holiday& holiday, int year) {
    const Date day = holiday.day > 0 ? Date(year, holiday.month, holiday.day)
                                     : NthWeekday(year, holiday.month, holiday.weekday, holiday.which);
    return day + holiday.days_after;
  }

  // "2025", "fiscal 2026", "FY26", "the 1990s", "2025-26"
  std::optional<TimePeriod> ReadYearOrDecade(int32_t at) const {
    int32_t year_at = at;
    const bool fiscal = SkipFiscal(year_at);
    if (tokens_.Lower(year_at) == "year" && ReadYear(tokens_, year_at + 1).has_value()) ++year_at;
    if (tokens_.Lower(year_at) == "year" && tokens_.Lower(year_at + 1) == "of" &&
        ReadYear(tokens_, year_at + 2).has_value()) {
      year_at += 2;
    }
    if (fiscal) {
      if (const std::optional<int> two = Digits(year_at, 2);
          two.has_value() && tokens_.At(year_at).text.size() == 2) {
        return YearPeriod(FullYear(*two, 2), year_at + 1);
      }
    }
    const std::optional<int> year = ReadYear(tokens_, year_at);
    if (!year.has_value()) return ReadFiscalWord(at);
    int32_t end = year_at + 1;
    if (tokens_.Lower(end) == "s" && tokens_.Glued(end) && *year % 10 == 0) {
      return SpanPeriod(Date(*year, 1, 1), Date(*year + 10, 1, 1), v1::YEAR, end + 1);
    }
    // "2025-26": a business year over two calendar years.
    if ((tokens_.IsDash(end) || tokens_.Lower(end) == "/") && tokens_.Glued(end + 1)) {
      const std::optional<int> two = Digits(end + 1, 2);
      if (two.has_value() && tokens_.At(end + 1).text.size() == 2 && *two == (*year + 1) % kCentury) {
        return SpanPeriod(Date(*year, 4, 1), Date(*year + 1, 4, 1), v1::YEAR, end + 2);
      }
    }
    return YearPeriod(*year, end);
  }

  // "FY26", "FY2026" in one token.
  std::optional<TimePeriod> ReadFiscalWord(int32_t at) const {
    const std::string_view word = tokens_.Lower(at);
    if (word.size() != 4 && word.size() != 6) return std::nullopt;
    if (word.substr(0, 2) != "fy" && word.substr(0, 2) != "cy") return std::nullopt;
    int year = 0;
    for (const char c : word.substr(2)) {
      if (c < '0' || c > '9') return std::nullopt;
      year = year * 10 + (c - '0');
    }
    return YearPeriod(FullYear(year, word.size() - 2), at + 1);
  }

  const TimeContext& context_;
  const TokenView& tokens_;
};

}  // namespace

std::optional<TimePeriod> ReadCalendarTime(const TimeContext& context, int32_t at) {
  return CalendarReader(context).Read(at);
}

}  // namespace tearsheet
