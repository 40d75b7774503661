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
  // The words give no year: the period is the one nearest to publication on the side that the tense says.
  bool year_guessed = false;
  // Another tense would give another period: true of guessed years and of bare weekdays.
  bool by_tense = false;
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
  // The article writes the day before the month in dates of digits ("3/4/25" is in April).
  bool day_first = false;
  // The start of the time that the sentence named last, which "a year later" counts from.
  std::optional<Date> anchor;
  // The time is one that another time counts from; so that none counts from a third.
  bool nested = false;
  // The words are all there is ("2/15" as a line of its own): an entry of a diary, which looks ahead.
  bool alone = false;

  // The sentence tells of the future around the tokens [first, end): "will open in March", "by March", "In
  // March the bank will".
  bool LooksAhead(int32_t first, int32_t end) const;

  // The words before `first` make the time a beginning: "from 1 January", "effective May 3".
  bool IsBeginning(int32_t first) const;
};

// Of the periods that `make` gives for a year, the latest that has begun at publication; the first that is
// not over where the sentence looks ahead. A day on which something begins is the nearest either way ("named
// chief executive from 1 January").
template <typename Make>
TimePeriod NearestPeriod(const TimeContext& context, int32_t at, Make make) {
  const int year = static_cast<int>(context.published.year());
  TimePeriod period = make(year);
  const bool ahead = context.LooksAhead(at, period.end_token);
  if (ahead && *period.end <= context.published) period = make(year + 1);
  if (!ahead && *period.start > context.published) {
    const TimePeriod before = make(year - 1);
    const bool nearer = *period.start - context.published < context.published - *before.start;
    if (!(nearer && period.precision == v1::DAY && context.IsBeginning(at))) period = before;
  } else if (!ahead && period.precision == v1::DAY && context.IsBeginning(at)) {
    const TimePeriod after = make(year + 1);
    if (*after.start - context.published < context.published - *period.start) period = after;
  }
  period.year_guessed = period.by_tense = true;
  return period;
}

}  // namespace tearsheet
