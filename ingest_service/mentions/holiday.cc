#include "ingest_service/mentions/feasts.h"
#include "ingest_service/mentions/time_readers.h"
#include "ingest_service/mentions/time_words.h"

namespace tearsheet {

namespace {

constexpr int kFriday = 5;
constexpr int kThursday = 4;
constexpr int kMonday = 1;

TimePeriod PeriodOf(const Holiday& holiday, Date first, int32_t end) {
  return SpanPeriod(first, first + holiday.days, v1::DAY, end);
}

// The weekend that a feast makes long.
TimePeriod WeekendOf(Date day, int32_t end) {
  const Date saturday = WeekStart(day) + (kFriday);
  switch (IsoWeekday(day)) {
    case kMonday:
      return SpanPeriod(day - 2, day + 1, v1::DAY, end);
    case kThursday:
    case kFriday:
      return SpanPeriod(day, saturday + 2, v1::DAY, end);
    default:
      return SpanPeriod(saturday, saturday + 2, v1::DAY, end);
  }
}

// The first time from `date` on.
std::optional<TimePeriod> After(const Holiday& holiday, const std::vector<FeastDays>& lists, Date date,
                                int32_t end) {
  const int year = static_cast<int>(date.year());
  for (const int y : {year, year + 1}) {
    const std::optional<Date> day = FirstDay(holiday, y, lists);
    if (day.has_value() && *day >= date) return PeriodOf(holiday, *day, end);
  }
  return std::nullopt;
}

// The last time before `date`.
std::optional<TimePeriod> Before(const Holiday& holiday, const std::vector<FeastDays>& lists, Date date,
                                 int32_t end) {
  const int year = static_cast<int>(date.year());
  for (const int y : {year, year - 1}) {
    const std::optional<Date> day = FirstDay(holiday, y, lists);
    if (day.has_value() && *day < date) return PeriodOf(holiday, *day, end);
  }
  return std::nullopt;
}

}  // namespace

std::optional<TimePeriod> ReadHoliday(const TimeContext& context, int32_t at) {
  const TokenView& tokens = context.tokens;
  // "the weekend of Halloween"
  bool weekend = false;
  const int32_t first = at;
  if (tokens.Lower(at) == "weekend" && tokens.Lower(at + 1) == "of") {
    weekend = true;
    at += 2;
  }
  int relative = 0;
  if (tokens.Is(at, kIsRelative)) relative = tokens.Word(at++).relative;
  if (!tokens.Is(at, kStartsHoliday)) return std::nullopt;
  const PhraseTable::Match match = tokens.Longest(tokens.lexicon().holiday_phrases(), at);
  if (match.length == 0) return std::nullopt;
  const Holiday& holiday = tokens.lexicon().holidays()[match.value];
  const std::vector<FeastDays>& lists = tokens.lexicon().feast_days();
  int32_t end = at + match.length;
  if (tokens.Lower(end) == "weekend") {
    weekend = true;
    ++end;
  }
  std::optional<TimePeriod> period;
  bool by_tense = false;
  if (const auto year = ReadYearBehind(context, end); year.has_value()) {
    const std::optional<Date> day = FirstDay(holiday, year->first, lists);
    if (day.has_value()) period = PeriodOf(holiday, *day, year->second);
  } else if (const auto now = ReadDayFromNow(context, end); now.has_value()) {
    period = After(holiday, lists, now->date, now->end);
  } else {
    if (at == first && tokens.Is(at - 1, kIsRelative)) relative = tokens.Word(at - 1).relative;
    by_tense = relative == 0;
    const bool ahead = relative > 0 || (relative == 0 && context.LooksAhead(first, end));
    // A feast of today is neither the last nor a coming one.
    period = ahead ? After(holiday, lists, context.published + (relative > 0 ? 1 : 0), end)
                   : Before(holiday, lists, context.published + (relative < 0 ? 0 : 1), end);
  }
  if (!period.has_value()) return std::nullopt;
  if (tokens.Lower(period->end_token) == "weekend") {
    weekend = true;
    ++period->end_token;
  }
  if (weekend) period = WeekendOf(*period->start, period->end_token);
  period->by_tense = by_tense;
  return period;
}

}  // namespace tearsheet
