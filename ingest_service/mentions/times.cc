#include "ingest_service/mentions/times.h"

#include <utility>

#include "ingest_service/mentions/time_period.h"

namespace tearsheet {

namespace {

constexpr uint32_t kStartsTimeFlags = kIsMonth | kIsWeekday | kIsDay | kIsRelative | kIsPart | kIsSeason |
                                      kIsOrdinal | kIsCardinal | kStartsHoliday;

std::optional<TimePeriod> ReadPeriod(const TimeContext& context, int32_t at) {
  if (std::optional<TimePeriod> period = ReadCalendarTime(context, at); period.has_value()) return period;
  return ReadRelativeTime(context, at);
}

// A number alone is a year only where something says so.
bool IsBareYear(const TokenView& tokens, int32_t at, const TimePeriod& period) {
  return period.precision == v1::YEAR && period.end_token == at + 1 && tokens.IsNumber(at);
}

bool CountsSomething(const TokenView& tokens, int32_t at) {
  static constexpr std::string_view kTimePrepositions[] = {"in",     "since", "by",  "of", "until",
                                                           "during", "from",  "for", "to"};
  for (const std::string_view preposition : kTimePrepositions) {
    if (tokens.Lower(at - 1) == preposition) return false;
  }
  if (!tokens.Is(at + 1, kStartsUnit)) return false;
  const PhraseTable::Match match = tokens.Longest(tokens.lexicon().unit_phrases(), at + 1);
  return match.length > 0;
}

// Joins two times: "from March to June", "between 2024 and 2026", "May to Oct 2020". The end of a range of
// days includes its last day; of longer periods, it is the start of the last one.
std::optional<TimePeriod> ReadRange(const TimeContext& context, const TimePeriod& first, int32_t at) {
  const TokenView& tokens = context.tokens;
  const std::string_view joint = tokens.Lower(first.end_token);
  const std::string_view before = tokens.Lower(at - 1);
  const bool between = before == "between";
  const bool from = before == "from";
  const bool joins = joint == "to" || joint == "through" || joint == "until" || joint == "till" ||
                     joint == "-" || joint == "~" || (joint == "and" && between);
  if (!joins || !first.start.has_value()) return std::nullopt;
  int32_t second_at = first.end_token + 1;
  if (tokens.Lower(second_at) == "the") ++second_at;
  const std::optional<TimePeriod> second = ReadPeriod(context, second_at);
  if (!second.has_value() || !second->start.has_value() || !second->end.has_value()) return std::nullopt;
  Date start = *first.start;
  // "May to Oct 2020": the year of the second holds for the first.
  if (first.year_guessed && !second->year_guessed) {
    start = Date(second->start->year(), start.month(), start.day());
    if (start > *second->start) start = AddMonths(start, -12);
  }
  TimePeriod range;
  range.start = start;
  Date last = *second->start;
  if (second->year_guessed && last < start) last = AddMonths(last, 12);
  const bool days = second->precision == v1::DAY;
  range.end = days ? last + 1 : (second->names_end ? *second->end : last);
  if (*range.end <= *range.start) return std::nullopt;
  if (!between && !from && joint != "-" && joint != "~" && joint != "through" && !first.year_guessed && !days)
    return std::nullopt;
  range.precision = second->precision;
  range.end_token = second->end_token;
  return range;
}

}  // namespace

bool StartsTime(const TokenView& tokens, int32_t at) {
  const Token& token = tokens.At(at);
  if (token.kind == Token::kNumber || tokens.Is(at, kStartsTimeFlags)) return true;
  const std::string_view word = token.lower;
  if (word.size() < 2) return word == "a";
  if (word[0] == 'q' || word[0] == 'h') return word.size() == 2;
  return word == "the" || word == "in" || word == "earlier" || word == "later" || word == "fiscal" ||
         word == "financial" || word == "an" || word == "year" || word == "calendar" ||
         word.substr(0, 2) == "fy" || word == "cy";
}

std::optional<DocumentMention> ReadTime(const TokenView& tokens, int32_t at, const Date& published) {
  const TimeContext context{tokens, published};
  std::optional<TimePeriod> period = ReadPeriod(context, at);
  if (!period.has_value()) return std::nullopt;
  if (IsBareYear(tokens, at, *period) && CountsSomething(tokens, at)) return std::nullopt;
  if (std::optional<TimePeriod> range = ReadRange(context, *period, at); range.has_value()) period = range;
  DocumentMention mention;
  mention.kind = v1::TIME;
  mention.first_token = at;
  mention.end_token = period->end_token;
  v1::TimeSpan& time = *mention.value.mutable_time();
  if (period->start.has_value()) time.set_start(ToIso(*period->start));
  if (period->end.has_value()) time.set_end(ToIso(*period->end));
  time.set_precision(period->precision);
  return mention;
}

}  // namespace tearsheet
