#include "ingest_service/mentions/quantities.h"

#include <algorithm>
#include <array>

#include "ingest_service/mentions/bounds.h"
#include "ingest_service/mentions/number_reader.h"

namespace tearsheet {

namespace {

// Words that may stand between a number and what it counts: "10,000 full-time jobs".
constexpr int32_t kMostModifiers = 4;
constexpr int kLongestTermMonths = 1200;

// Words that end the phrase of a number: what stands behind them is not counted by it.
bool EndsPhrase(const Token& token) {
  if (token.kind == Token::kNumber || token.kind == Token::kSymbol) return true;
  if (token.kind == Token::kPunctuation) return token.lower != "-";
  static constexpr std::array<std::string_view, 38> kWords = {
      "a",    "after", "and",  "are",  "as",   "at",    "before", "but", "by",  "for",
      "from", "had",   "has",  "have", "in",   "into",  "is",     "it",  "its", "on",
      "or",   "per",   "said", "that", "the",  "their", "this",   "to",  "was", "were",
      "when", "which", "who",  "will", "with", "would", "while",  "than"};
  return std::find(kWords.begin(), kWords.end(), token.lower) != kWords.end();
}

struct UnitMatch {
  int32_t unit = 0;
  int32_t end = 0;
};

// The unit of a number that ends before `at`: directly behind it, or a few modifiers on ("FP8 petaflops", "of
// its jobs").
std::optional<UnitMatch> ReadUnit(const TokenView& tokens, int32_t at, bool one) {
  std::optional<UnitMatch> counted;
  if (tokens.Lower(at) == "of" &&
      (tokens.Lower(at + 1) == "its" || tokens.Lower(at + 1) == "the" || tokens.Lower(at + 1) == "their")) {
    at += 2;
  }
  for (int32_t i = at; i <= at + kMostModifiers && tokens.Has(i); ++i) {
    if (tokens.Is(i, kStartsUnit)) {
      const PhraseTable::Match match = tokens.Longest(tokens.lexicon().unit_phrases(), i);
      if (match.length > 0) {
        const UnitInfo& unit = tokens.lexicon().units()[match.value];
        const bool direct = i == at || (i == at + 1 && tokens.IsDash(at));
        // "10 GW data centres": the measure stands first. Of nouns the last one counts: "500 AI server
        // racks".
        if (!unit.counted) {
          const bool long_word = tokens.Lower(i).size() > 4;
          if (direct || (long_word && !counted.has_value())) return UnitMatch{match.value, i + match.length};
        } else if (!one && unit.has_plural && !tokens.IsDash(at) &&
                   tokens.Lower(i + match.length - 1).back() != 's') {
          // A singular behind a plural number describes what is counted.
          i += match.length - 1;
          continue;
        } else {
          counted = UnitMatch{match.value, i + match.length};
          i += match.length - 1;
          continue;
        }
      }
    }
    if (EndsPhrase(tokens.At(i))) break;
    // A noun phrase of ordinary words ends with the counted noun.
    if (counted.has_value() && !tokens.IsDash(i)) break;
  }
  return counted;
}

DocumentMention MakeMention(const TokenView& tokens, int32_t first, int32_t end, const std::string& unit,
                            const NumberRange& range) {
  DocumentMention mention;
  mention.kind = v1::QUANTITY;
  const Bounds bounds = ReadBounds(tokens, first, end);
  mention.first_token = bounds.first;
  mention.end_token = bounds.end;
  v1::Quantity& quantity = *mention.value.mutable_quantity();
  quantity.set_unit(unit);
  SetBounds(range, bounds, quantity);
  return mention;
}

}  // namespace

std::optional<DocumentMention> ReadQuantity(const TokenView& tokens, int32_t at) {
  if (tokens.Is(at, kIsMultiple)) {
    NumberRange range;
    range.low = range.high = Decimal::FromInt(tokens.Word(at).multiple);
    return MakeMention(tokens, at, at + 1, "x", range);
  }
  // "5 m people" is five million, "5m" alone may be metres: the reading with a unit behind it wins.
  for (const ShortScale short_scale : {ShortScale::kGlued, ShortScale::kNever}) {
    const std::optional<NumberRange> range = ReadNumberRange(tokens, at, short_scale, 0);
    if (!range.has_value()) return std::nullopt;
    const std::optional<UnitMatch> unit = ReadUnit(tokens, range->end, range->low == Decimal::FromInt(1));
    if (!unit.has_value()) continue;
    const UnitInfo& info = tokens.lexicon().units()[unit->unit];
    // "in 2024 shares fell"
    const std::optional<int64_t> whole = range->low.ToInteger();
    if (info.counted && range->plain_digits && whole.has_value() && *whole >= 1900 && *whole < 2100)
      return std::nullopt;
    return MakeMention(tokens, at, unit->end, info.symbol, *range);
  }
  return std::nullopt;
}

std::optional<DocumentMention> ReadTerm(const TokenView& tokens, int32_t at) {
  // "a decade", "one-year"
  std::optional<NumberRange> range = ReadNumberRange(tokens, at, ShortScale::kNever, 0);
  if (!range.has_value() && tokens.Lower(at) == "a" && tokens.Is(at + 1, kIsTimeUnit)) {
    range.emplace();
    range->low = range->high = Decimal::FromInt(1);
    range->end = at + 1;
  }
  if (!range.has_value()) return std::nullopt;
  int32_t unit_at = range->end;
  if (tokens.IsDash(unit_at)) ++unit_at;
  if (!tokens.Is(unit_at, kIsTimeUnit)) return std::nullopt;
  int64_t months = 0;
  switch (tokens.Word(unit_at).unit) {
    case TimeUnit::kMonth:
      months = 1;
      break;
    case TimeUnit::kQuarter:
      months = 3;
      break;
    case TimeUnit::kYear:
      months = 12;
      break;
    case TimeUnit::kDecade:
      months = 120;
      break;
    default:
      return std::nullopt;
  }
  int32_t end = unit_at + 1;
  // "10 years and 6 months"
  int64_t more = 0;
  if (months == 12 && tokens.Lower(end) == "and") {
    const std::optional<NumberMatch> rest = ReadNumber(tokens, end + 1, ShortScale::kNever);
    if (rest.has_value() && tokens.Is(rest->end, kIsTimeUnit) &&
        tokens.Word(rest->end).unit == TimeUnit::kMonth && rest->value.ToInteger().has_value() &&
        *rest->value.ToInteger() < 12) {
      more = *rest->value.ToInteger();
      end = rest->end + 1;
    }
  }
  const std::string_view next = tokens.Lower(end);
  if (next == "ago" || next == "earlier" || next == "later" || next == "old" || next == "after" ||
      next == "before" || next == "since" || (tokens.IsDash(end) && tokens.Lower(end + 1) == "old")) {
    return std::nullopt;
  }
  if (tokens.Lower(at) == "a" && tokens.Lower(unit_at) != "decade") return std::nullopt;
  const std::optional<Decimal> product = range->high.Times(months);
  const std::optional<int64_t> whole = product.has_value() ? product->ToInteger() : std::nullopt;
  if (!whole.has_value() || *whole < 1 || *whole > kLongestTermMonths) return std::nullopt;
  DocumentMention mention;
  mention.kind = v1::TERM;
  mention.first_token = at;
  mention.end_token = end;
  mention.value.mutable_term()->set_months(static_cast<int32_t>(*whole + more));
  return mention;
}

}  // namespace tearsheet
