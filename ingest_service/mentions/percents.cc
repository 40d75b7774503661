#include "ingest_service/mentions/percents.h"

#include "ingest_service/mentions/bounds.h"
#include "ingest_service/mentions/number_reader.h"

namespace tearsheet {

namespace {

// How far from the figure the word may stand that says which way it went.
constexpr int32_t kChangeWindow = 4;

// "percent", "%", "per cent", "percentage points", "-percent": one past it, or `at` when there is none.
int32_t PercentWordEnd(const TokenView& tokens, int32_t at) {
  int32_t word = at;
  if (tokens.IsDash(word) && tokens.Glued(word) && tokens.Glued(word + 1)) ++word;
  if (tokens.Lower(word) == "per" && tokens.Lower(word + 1) == "cent") return word + 2;
  if (!tokens.Is(word, kIsPercent)) return at;
  if (tokens.Lower(word) != "percents") {
    const std::string_view next = tokens.Lower(word + 1);
    if (next == "point" || next == "points") return word + 2;
  }
  return word + 1;
}

DocumentMention MakeMention(const TokenView& tokens, int32_t first, int32_t end, const NumberRange& range) {
  DocumentMention mention;
  mention.kind = v1::PERCENT;
  const Bounds bounds = ReadBounds(tokens, first, end);
  mention.first_token = bounds.first;
  mention.end_token = bounds.end;
  SetBounds(range, bounds, *mention.value.mutable_percent());
  return mention;
}

// "a third of", "two-thirds of the", "half of its": a fraction that somebody has or does something with.
std::optional<DocumentMention> ReadFraction(const TokenView& tokens, int32_t at) {
  int32_t fraction = at;
  int64_t numerator = 1;
  if (tokens.Is(at, kIsCardinal) && tokens.Word(at).cardinal > 0 && tokens.Word(at).cardinal < 10) {
    numerator = tokens.Word(at).cardinal;
    ++fraction;
    if (tokens.IsDash(fraction)) ++fraction;
  } else if (tokens.Lower(at) == "a") {
    ++fraction;
  } else if (tokens.Lower(at) != "half") {
    return std::nullopt;
  }
  if (!tokens.Is(fraction, kIsFraction)) return std::nullopt;
  const int32_t end = fraction + 1;
  const std::string_view next = tokens.Lower(end);
  const bool of_something =
      next == "of" || next == "stake" || next == "interest" || next == "share" ||
      (tokens.Lower(fraction) == "half" && (next == "its" || next == "the" || next == "their"));
  if (!of_something || tokens.Is(end + 1, kIsTimeUnit) || tokens.Is(end + 2, kIsTimeUnit | kIsMonth) ||
      tokens.IsNumber(end + 1)) {
    return std::nullopt;
  }
  // "a quarter of a million" is a number.
  if (tokens.Is(end + 1, kIsScale) || tokens.Is(end + 2, kIsScale)) return std::nullopt;
  const int64_t millionths = tokens.Word(fraction).fraction * numerator;
  if (millionths >= 1000000) return std::nullopt;
  NumberRange range;
  // In hundredths of a percent, rounded: a third is 33.33.
  range.low = range.high = Decimal::FromScaled((millionths + 50) / 100, 2);
  return MakeMention(tokens, at, end, range);
}

// "one in five of its staff", "nine in 10 customers"
std::optional<DocumentMention> ReadOneIn(const TokenView& tokens, int32_t at) {
  if (!tokens.Is(at, kIsCardinal) || tokens.Lower(at + 1) != "in") return std::nullopt;
  const int64_t part = tokens.Word(at).cardinal;
  const std::optional<NumberMatch> whole = ReadNumber(tokens, at + 2, ShortScale::kNever);
  if (!whole.has_value() || whole->scaled) return std::nullopt;
  const std::optional<int64_t> of = whole->value.ToInteger();
  if (part < 1 || !of.has_value() || *of > 100 || *of < 3 || part >= *of) return std::nullopt;
  const bool counted = tokens.Lower(whole->end) == "of" || tokens.Is(whole->end, kStartsUnit);
  if (!counted || tokens.Is(whole->end, kIsTimeUnit)) return std::nullopt;
  NumberRange range;
  range.low = range.high = Decimal::FromScaled((part * 100000 / *of + 5) / 10, 2);
  return MakeMention(tokens, at, whole->end, range);
}

// "percent of twenty-two": the number behind the word.
std::optional<DocumentMention> ReadPercentOf(const TokenView& tokens, int32_t at) {
  const int32_t word_end = PercentWordEnd(tokens, at);
  if (word_end == at || at != tokens.first() || tokens.Lower(word_end) != "of") return std::nullopt;
  const std::optional<NumberRange> range = ReadNumberRange(tokens, word_end + 1, ShortScale::kNever, 0);
  if (!range.has_value()) return std::nullopt;
  const bool ends = range->end >= tokens.end() || tokens.At(range->end).kind == Token::kPunctuation;
  if (!ends) return std::nullopt;
  return MakeMention(tokens, at, range->end, *range);
}

// "from 4 to 6 percent": what results is the second.
bool IsFromTo(const TokenView& tokens, int32_t at, const NumberRange& range) {
  return range.is_range && tokens.Lower(at - 1) == "from" && FollowsChange(tokens, at - 1);
}

}  // namespace

std::optional<DocumentMention> ReadPercent(const TokenView& tokens, int32_t at) {
  std::optional<NumberRange> range = ReadNumberRange(tokens, at, ShortScale::kNever, kIsPercent);
  if (range.has_value()) {
    int32_t end = PercentWordEnd(tokens, range->end);
    if (end > range->end) {
      // "5% to 8%"
      const std::string_view joint = tokens.Lower(end);
      if (!range->is_range &&
          (joint == "to" || joint == "-" || (joint == "and" && tokens.Lower(at - 1) == "between"))) {
        const std::optional<NumberRange> second = ReadNumberRange(tokens, end + 1, ShortScale::kNever, 0);
        const bool falls = second.has_value() && second->low < range->low && tokens.Lower(at - 1) == "from" &&
                           joint == "to" && FollowsChange(tokens, at - 1);
        if (second.has_value() && !second->is_range && (range->low < second->low || falls)) {
          const int32_t second_end = PercentWordEnd(tokens, second->end);
          if (second_end > second->end) {
            range->high = second->high;
            range->is_range = true;
            end = second_end;
          }
        }
      }
      if (IsFromTo(tokens, at, *range)) {
        range->low = range->high;
        range->is_range = false;
      }
      int32_t first = at;
      const bool minus = tokens.IsDash(at - 1) && tokens.At(at - 1).space_before && tokens.Glued(at);
      if (!range->is_range &&
          (minus || tokens.Lower(at - 1) == "minus" || tokens.Lower(at - 1) == "negative")) {
        range->low = range->low.Negated();
        range->high = range->high.Negated();
        first = at - 1;
      }
      return MakeMention(tokens, first, end, *range);
    }
  }
  if (std::optional<DocumentMention> fraction = ReadFraction(tokens, at); fraction.has_value())
    return fraction;
  if (std::optional<DocumentMention> ratio = ReadOneIn(tokens, at); ratio.has_value()) return ratio;
  return ReadPercentOf(tokens, at);
}

int ChangeSign(const TokenView& tokens, const DocumentMention& percent) {
  for (int32_t i = percent.first_token - 1; i >= percent.first_token - kChangeWindow; --i) {
    if (tokens.Is(i, kIsFall) && !tokens.Is(i, kIsRise)) return -1;
    if (tokens.Is(i, kIsRise) || (tokens.Has(i) && tokens.At(i).text == ",")) return 1;
  }
  for (int32_t i = percent.end_token; i < percent.end_token + 2; ++i) {
    if (tokens.Is(i, kIsFall)) return -1;
    if (tokens.Is(i, kIsRise)) return 1;
  }
  return 1;
}

}  // namespace tearsheet
