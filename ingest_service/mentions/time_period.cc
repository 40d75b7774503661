#include "ingest_service/mentions/time_period.h"

#include <algorithm>
#include <array>

namespace tearsheet {

namespace {

constexpr int kDaysPerWeek = 7;
constexpr int kMonthsPerQuarter = 3;
constexpr int kMonthsPerHalf = 6;
// How far back the word that tells of the future may stand.
constexpr int32_t kAheadWindow = 12;

}  // namespace

TimePeriod SpanPeriod(Date start, Date end, v1::TimePrecision precision, int32_t end_token) {
  TimePeriod period;
  period.start = start;
  period.end = end;
  period.precision = precision;
  period.end_token = end_token;
  return period;
}

TimePeriod DayPeriod(Date date, int32_t end_token) { return SpanPeriod(date, date + 1, v1::DAY, end_token); }

TimePeriod WeekPeriod(Date date, int32_t end_token) {
  return SpanPeriod(WeekStart(date), WeekStart(date) + kDaysPerWeek, v1::WEEK, end_token);
}

TimePeriod MonthPeriod(Date date, int32_t end_token) {
  return SpanPeriod(MonthStart(date), AddMonths(MonthStart(date), 1), v1::MONTH, end_token);
}

TimePeriod QuarterPeriod(Date date, int32_t end_token) {
  return SpanPeriod(QuarterStart(date), AddMonths(QuarterStart(date), kMonthsPerQuarter), v1::QUARTER,
                    end_token);
}

TimePeriod HalfPeriod(Date date, int32_t end_token) {
  return SpanPeriod(HalfStart(date), AddMonths(HalfStart(date), kMonthsPerHalf), v1::HALF, end_token);
}

TimePeriod YearPeriod(int year, int32_t end_token) {
  return SpanPeriod(Date(year, 1, 1), Date(year + 1, 1, 1), v1::YEAR, end_token);
}

bool TimeContext::LooksAhead(int32_t at) const {
  static constexpr std::array kAhead = std::to_array<std::string_view>(
      {"will",     "'ll",       "wo",      "by",     "until",   "till",     "next",    "scheduled",
       "due",      "expected",  "expects", "expect", "plans",   "plan",     "planned", "planning",
       "aims",     "aim",       "intends", "set",    "starts",  "start",    "begins",  "opens",
       "succeeds", "retires",   "joins",   "ends",   "expires", "upcoming", "coming",  "before",
       "slated",   "targeting", "hopes",   "would",  "deadline"});
  for (int32_t i = at - 1; i >= at - kAheadWindow && tokens.Has(i); --i) {
    const std::string_view word = tokens.Lower(i);
    if (std::find(kAhead.begin(), kAhead.end(), word) != kAhead.end()) return true;
    // What was said, not what will be.
    if (word == "said" || word == "announced" || word == "reported" || word == "told") return false;
  }
  return false;
}

std::optional<int> ReadYear(const TokenView& tokens, int32_t at) {
  if (!tokens.IsNumber(at)) return std::nullopt;
  const std::string_view text = tokens.At(at).text;
  if (text.size() != 4 || (text.substr(0, 2) != "19" && text.substr(0, 2) != "20")) return std::nullopt;
  int year = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return std::nullopt;
    year = year * 10 + (c - '0');
  }
  return year;
}

}  // namespace tearsheet
