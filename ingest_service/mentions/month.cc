#include "ingest_service/mentions/calendar.h"
#include "ingest_service/mentions/time_readers.h"
#include "ingest_service/mentions/time_words.h"

namespace tearsheet {

namespace {

// The same month of the year in which it comes next after `date`.
TimePeriod MonthAfter(Date date, int month, int32_t end) {
  const int year = static_cast<int>(date.year()) + (month < date.month() ? 1 : 0);
  return MonthPeriod(Date(year, month, 1), end);
}

}  // namespace

std::optional<TimePeriod> ReadMonth(const TimeContext& context, int32_t at) {
  const TokenView& tokens = context.tokens;
  const std::optional<int> leading_year = ReadYear(tokens, at);
  int32_t month_at = at;
  if (leading_year.has_value()) {
    ++month_at;
    if (tokens.IsDash(month_at) || tokens.Lower(month_at) == "/") ++month_at;
  }
  const std::optional<int> month = ReadMonthName(tokens, month_at);
  if (!month.has_value()) return std::nullopt;
  int32_t end = month_at + 1;
  if (leading_year.has_value()) return MonthPeriod(Date(*leading_year, *month, 1), end);
  const bool quarter = tokens.Lower(end) == "quarter" || tokens.Lower(end) == "qtr";
  if (quarter) {
    // A quarter is called by its last month.
    ++end;
    const auto of = [&](int year, int32_t end_token) {
      const Date last(year, *month, 1);
      return SpanPeriod(AddMonths(last, 1 - kMonthsPerQuarter), AddMonths(last, 1), v1::QUARTER, end_token);
    };
    if (const auto year = ReadYearBehind(context, end); year.has_value())
      return of(year->first, year->second);
    TimePeriod period = NearestPeriod(context, at, [&](int year) { return of(year, end); });
    // A quarter alone heads a result: it is not one to come.
    period.by_tense = false;
    return period;
  }
  if (const auto year = ReadYearBehind(context, end); year.has_value())
    return MonthPeriod(Date(year->first, *month, 1), year->second);
  if (tokens.Lower(end) == "after" && tokens.Lower(end + 1) == "next") {
    const TimePeriod next = MonthAfter(AddMonths(context.published, 1), *month, end);
    return MonthPeriod(AddMonths(*next.start, 12), end + 2);
  }
  // "March in one year", "March two years ago"
  if (const auto day = ReadDayFromNow(context, end); day.has_value() && day->unit == TimeUnit::kYear)
    return MonthAfter(day->date, *month, day->end);
  return NearestPeriod(context, at, [&](int year) { return MonthPeriod(Date(year, *month, 1), end); });
}

}  // namespace tearsheet
