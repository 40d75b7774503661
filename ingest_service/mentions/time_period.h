// A stretch of days that some words of a sentence name.
#pragma once

#include <cstdint>
#include <optional>

#include "ingest_service/mentions/calendar.h"
#include "ingest_service/mentions/token_view.h"
#include "tearsheet/v1/vocabulary.pb.h"

namespace tearsheet {

struct TimePeriod {
  // Half-open; without a value: open.
  std::optional<Date> start;
  std::optional<Date> end;
  v1::TimePrecision precision = v1::TIME_PRECISION_UNSPECIFIED;
  // One past the last token.
  int32_t end_token = 0;
  // The words give no year: the period is the one nearest to publication.
  bool year_guessed = false;
  // The words name its end ("the end of 2026"): as the end of a range it is included.
  bool names_end = false;
};

// The whole day, week, month, quarter, half or year of `date`; the words that name it end before `end_token`.
TimePeriod DayPeriod(Date date, int32_t end_token);
TimePeriod WeekPeriod(Date date, int32_t end_token);
TimePeriod MonthPeriod(Date date, int32_t end_token);
TimePeriod QuarterPeriod(Date date, int32_t end_token);
TimePeriod HalfPeriod(Date date, int32_t end_token);
TimePeriod YearPeriod(int year, int32_t end_token);
TimePeriod SpanPeriod(Date start, Date end, v1::TimePrecision precision, int32_t end_token);

// What the readers of times know.
struct TimeContext {
  const TokenView& tokens;
  Date published;

  // The words before `at` tell of the future ("will", "by", "scheduled").
  bool LooksAhead(int32_t at) const;
};

// A year in digits at `at` (1900 to 2099), or nothing.
std::optional<int> ReadYear(const TokenView& tokens, int32_t at);

// Dates and parts of the calendar by name: "5 December 2025", "2025-12-05", "Friday", "March", "Q3 2025",
// "fiscal 2026".
std::optional<TimePeriod> ReadCalendarTime(const TimeContext& context, int32_t at);

// Times that count from publication: "yesterday", "last month", "two years ago", "the next five years".
std::optional<TimePeriod> ReadRelativeTime(const TimeContext& context, int32_t at);

}  // namespace tearsheet
