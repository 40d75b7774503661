#include "ingest_service/mentions/time_readers.h"
#include "ingest_service/mentions/time_unit.h"
#include "ingest_service/mentions/time_words.h"

namespace tearsheet {

namespace {

// The day that a distance is counted from: a date, day or holiday by name, or the start of a month or year.
std::optional<TimePeriod> ReadBase(const TimeContext& outer, int32_t at) {
  TimeContext context = outer;
  context.nested = true;
  if (auto day = ReadDayWord(context, at); day.has_value()) return day;
  if (auto day = ReadRelativeWeekday(context, at); day.has_value()) return day;
  if (context.tokens.Lower(at) == "now") return DayPeriod(context.published, at + 1);
  return ReadCalendarTime(context, at);
}

// "in two years the firm has doubled" looks back; only a plan, or words that end there, look ahead.
bool LooksAheadFrom(const TimeContext& context, int32_t at, int32_t end) {
  const TokenView& tokens = context.tokens;
  return at == tokens.first() || end >= tokens.end() || tokens.At(end).kind == Token::kPunctuation ||
         tokens.Lower(end) == "on" || context.LooksAhead(at, end);
}

// "' time", "'s time" behind a distance: one past it.
int32_t SkipTime(const TokenView& tokens, int32_t at) {
  const bool possessive = tokens.Lower(at) == "'" || tokens.Lower(at) == "'s" || tokens.Lower(at) == "’";
  return possessive && tokens.Lower(at + 1) == "time" ? at + 2 : at;
}

// A stretch that begins at a date: "two weeks starting on 20 May", "for 3 days from next Monday".
std::optional<TimePeriod> ReadStretch(const TimeContext& context, int32_t at, const TimeDistance& distance) {
  const TokenView& tokens = context.tokens;
  int32_t next = distance.end;
  if (tokens.Lower(next) == ",") ++next;
  const std::string_view joint = tokens.Lower(next);
  const bool starts = joint == "starting" || joint == "beginning" || joint == "commencing";
  const bool lasts = joint == "from" && tokens.Lower(at - 1) == "for";
  if (!starts && !lasts) return std::nullopt;
  ++next;
  if (tokens.Lower(next) == "on" || tokens.Lower(next) == "from" || tokens.Lower(next) == "in") ++next;
  const std::optional<TimePeriod> base = ReadBase(context, next);
  if (!base.has_value()) return std::nullopt;
  return SpanPeriod(*base->start, distance.After(*base->start), PrecisionOf(distance.unit), base->end_token);
}

}  // namespace

std::optional<DayFromNow> ReadDayFromNow(const TimeContext& context, int32_t at) {
  const TokenView& tokens = context.tokens;
  const bool in = tokens.Lower(at) == "in";
  if (!in && !tokens.IsNumber(at) && !tokens.Is(at, kIsCardinal) && tokens.Lower(at) != "a" &&
      tokens.Lower(at) != "an") {
    return std::nullopt;
  }
  int32_t number_at = in ? at + 1 : at;
  if (in && (tokens.Lower(number_at) == "about" || tokens.Lower(number_at) == "just")) ++number_at;
  const std::optional<TimeDistance> distance = ReadTimeDistance(tokens, number_at);
  if (!distance.has_value()) return std::nullopt;
  const Date today = context.published;
  int32_t end = distance->end;
  if (in) {
    end = SkipTime(tokens, end);
    if (!LooksAheadFrom(context, at, distance->end) && end == distance->end) return std::nullopt;
    return DayFromNow{distance->After(today), distance->unit, end};
  }
  const std::string_view joint = tokens.Lower(end);
  if (joint == "ago" || joint == "back") return DayFromNow{distance->Before(today), distance->unit, end + 1};
  if (joint == "hence") return DayFromNow{distance->After(today), distance->unit, end + 1};
  if (joint == "from" && tokens.Lower(end + 1) == "now")
    return DayFromNow{distance->After(today), distance->unit, end + 2};
  return std::nullopt;
}

std::optional<TimePeriod> ReadDistance(const TimeContext& context, int32_t at) {
  const TokenView& tokens = context.tokens;
  if (const auto day = ReadDayFromNow(context, at); day.has_value()) {
    // "in 3 days on Friday"
    if (tokens.Lower(day->end) == "on" && tokens.Is(day->end + 1, kIsWeekday) &&
        day->date > context.published) {
      return DayPeriod(WeekdayInWeekOf(day->date, tokens.Word(day->end + 1).weekday), day->end + 2);
    }
    return PeriodAround(day->date, day->unit, day->end);
  }
  if (tokens.Lower(at) == "in") ++at;
  if (!tokens.IsNumber(at) && !tokens.Is(at, kIsCardinal) && tokens.Lower(at) != "a" &&
      tokens.Lower(at) != "an")
    return std::nullopt;
  const std::optional<TimeDistance> distance = ReadTimeDistance(tokens, at);
  if (!distance.has_value()) return std::nullopt;
  if (auto stretch = ReadStretch(context, at, *distance); stretch.has_value()) return stretch;
  const std::string_view joint = tokens.Lower(distance->end);
  int32_t next = distance->end + 1;
  // "up from $2bn a year earlier"; "in 2021 ... a year later": from the time that the sentence named before.
  if (joint == "earlier" || joint == "previously" || (joint == "before" && next >= tokens.end()))
    return PeriodAround(distance->Before(context.anchor.value_or(context.published)), distance->unit, next);
  if (joint == "later" || joint == "on") {
    if (!context.anchor.has_value() || joint == "on") return std::nullopt;
    return PeriodAround(distance->After(*context.anchor), distance->unit, next);
  }
  if (joint != "from" && joint != "after" && joint != "before" && joint != "since") return std::nullopt;
  if (tokens.Lower(next) == "the" && joint == "since") ++next;
  const std::optional<TimePeriod> base = ReadBase(context, next);
  if (!base.has_value() || (base->precision != v1::DAY && joint != "since")) return std::nullopt;
  const Date from = *base->start;
  const Date date = joint == "before" ? distance->Before(from) : distance->After(from);
  int32_t end = base->end_token;
  Date day = date;
  if (tokens.Lower(end) == "on" && tokens.Is(end + 1, kIsWeekday)) {
    day = WeekdayInWeekOf(date, tokens.Word(end + 1).weekday);
    end += 2;
  }
  return DayPeriod(day, end);
}

}  // namespace tearsheet
