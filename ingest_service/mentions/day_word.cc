#include "ingest_service/mentions/time_readers.h"

namespace tearsheet {

std::optional<TimePeriod> ReadDayWord(const TimeContext& context, int32_t at) {
  const TokenView& tokens = context.tokens;
  const Date today = context.published;
  const bool the = tokens.Lower(at) == "the";
  const int32_t word_at = the ? at + 1 : at;
  if (tokens.Lower(word_at) == "day") {
    const std::string_view joint = tokens.Lower(word_at + 1);
    const int step = joint == "before" ? -1 : (joint == "after" ? 1 : 0);
    if (step == 0) return std::nullopt;
    if (tokens.Is(word_at + 2, kIsDay))
      return DayPeriod(today + tokens.Word(word_at + 2).day + step, word_at + 3);
    // "what happened the day before": nothing says before what, so before publication. A clause behind it
    // would ("the day before it opened").
    const int32_t end = word_at + 2;
    const bool ends = end >= tokens.end() || tokens.At(end).kind == Token::kPunctuation;
    if (!the || !ends) return std::nullopt;
    return DayPeriod(context.anchor.value_or(today) + step, end);
  }
  if (the || !tokens.Is(at, kIsDay) || tokens.Lower(at) == "now") return std::nullopt;
  // "today's 41 percent drop" is still today.
  return DayPeriod(today + tokens.Word(at).day, at + 1);
}

}  // namespace tearsheet
