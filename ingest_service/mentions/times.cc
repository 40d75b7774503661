#include "ingest_service/mentions/times.h"

#include <utility>

#include "ingest_service/mentions/time_readers.h"

namespace tearsheet {

namespace {

constexpr uint32_t kStartsTimeFlags = kIsMonth | kIsWeekday | kIsDay | kIsRelative | kIsPart | kIsSeason |
                                      kIsOrdinal | kIsCardinal | kStartsHoliday | kIsTimeUnit | kStartsTime;
// More words than a line that is nothing but a time has.
constexpr int32_t kLongestAlone = 16;

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

// Whether the sentence has nothing but the words [at, end), a preposition before them and punctuation behind.
bool IsWholeSentence(const TokenView& tokens, int32_t at, int32_t end) {
  if (tokens.end() - tokens.first() > kLongestAlone) return false;
  for (int32_t i = tokens.first(); i < at; ++i) {
    const std::string_view word = tokens.Lower(i);
    if (word != "on" && word != "in" && word != "at" && word != "the" && word != "from" && word != "for" &&
        word != "between" && word != "by" && word != "during") {
      return false;
    }
  }
  for (int32_t i = end; i < tokens.end(); ++i) {
    if (tokens.At(i).kind != Token::kPunctuation) return false;
  }
  return true;
}

}  // namespace

bool StartsTime(const TokenView& tokens, int32_t at) {
  const Token& token = tokens.At(at);
  if (token.kind == Token::kNumber || tokens.Is(at, kStartsTimeFlags)) return true;
  const std::string_view word = token.lower;
  if (word.size() == 2) return word[0] == 'q' || word[0] == 'h';
  if (word.size() == 6 && word.substr(2, 2) == "fy") return true;
  return (word.size() == 4 || word.size() == 6) && (word[0] == 'f' || word[0] == 'c') && word[1] == 'y';
}

std::optional<DocumentMention> ReadTime(const TimeContext& context, int32_t at) {
  const TokenView& tokens = context.tokens;
  std::optional<TimePeriod> period = ReadTimeRange(context, at);
  if (!period.has_value()) return std::nullopt;
  if (IsBareYear(tokens, at, *period) && CountsSomething(tokens, at)) return std::nullopt;
  if (period->by_tense && IsWholeSentence(tokens, at, period->end_token)) {
    TimeContext alone = context;
    alone.alone = true;
    if (std::optional<TimePeriod> ahead = ReadTimeRange(alone, at); ahead.has_value()) period = ahead;
  }
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
