#include "ingest_service/mentions/amounts.h"

#include <utility>

#include "ingest_service/mentions/bounds.h"
#include "ingest_service/mentions/number_reader.h"

namespace tearsheet {

namespace {

constexpr uint32_t kIsMoneySign = kIsCurrencySymbol | kIsCurrencyCode;

struct Currency {
  int32_t index = 0;
  // One past its last token.
  int32_t end = 0;
  // A "$" without the name of a country.
  bool bare_dollar = false;
};

// A symbol or code at `at`, before or after a number. A code needs capitals, except right after a number.
std::optional<Currency> ReadSign(const TokenView& tokens, int32_t at, bool after_number) {
  const WordInfo& word = tokens.Word(at);
  if (!tokens.Has(at)) return std::nullopt;
  if (word.Is(kIsDollarPrefix) && tokens.Lower(at + 1) == "$" && !after_number) {
    return Currency{word.prefix, at + 2, false};
  }
  if (word.Is(kIsCurrencySymbol)) {
    const Token& token = tokens.At(at);
    // "Rs", "RM" and "kr" are words too.
    const bool letters = token.kind == Token::kWord;
    if (letters && !token.capitalised && !after_number) return std::nullopt;
    return Currency{word.symbol, at + 1, token.text == "$"};
  }
  if (word.Is(kIsCurrencyCode) && (tokens.At(at).all_caps || after_number || word.Is(kIsDollarPrefix))) {
    return Currency{word.code, at + 1, false};
  }
  return std::nullopt;
}

// A currency behind a number: "Swiss francs", "€", "USD", "-dollar".
std::optional<Currency> ReadTrailingCurrency(const TokenView& tokens, int32_t at) {
  int32_t start = at;
  if (tokens.IsDash(start) && tokens.Glued(start) && tokens.Glued(start + 1)) ++start;
  if (tokens.Is(start, kStartsCurrency)) {
    const PhraseTable::Match match = tokens.Longest(tokens.lexicon().currency_phrases(), start);
    if (match.length > 0) {
      const std::string_view word = tokens.Lower(start);
      return Currency{match.value, start + match.length, word == "dollar" || word == "dollars"};
    }
  }
  if (start != at) return std::nullopt;
  return ReadSign(tokens, at, /*after_number=*/true);
}

// "50 cents" or "and 50 cents" behind a sum without scale: adds them.
void ReadMinor(const TokenView& tokens, NumberRange& range, int32_t& end) {
  int32_t at = end;
  if (tokens.Lower(at) == "and") ++at;
  const std::optional<NumberMatch> cents = ReadNumber(tokens, at, ShortScale::kNever);
  if (!cents.has_value() || range.scaled || range.is_range || !tokens.Is(cents->end, kIsMinorCurrency))
    return;
  const std::optional<Decimal> fraction = cents->value.Shifted(-2);
  const std::optional<Decimal> sum = fraction.has_value() ? range.low.Plus(*fraction) : std::nullopt;
  if (!sum.has_value()) return;
  range.low = range.high = *sum;
  end = cents->end + 1;
}

// Moves the point of both bounds; false, and nothing changed, when a result does not fit.
bool Shift(NumberRange& range, int places) {
  const std::optional<Decimal> low = range.low.Shifted(places);
  const std::optional<Decimal> high = range.high.Shifted(places);
  if (!low.has_value() || !high.has_value()) return false;
  range.low = *low;
  range.high = *high;
  return true;
}

DocumentMention MakeMention(const TokenView& tokens, int32_t first, int32_t end, const Currency& currency,
                            const NumberRange& range) {
  DocumentMention mention;
  mention.kind = v1::AMOUNT;
  const Bounds bounds = ReadBounds(tokens, first, end);
  mention.first_token = bounds.first;
  mention.end_token = bounds.end;
  mention.bare_dollar = currency.bare_dollar;
  v1::Amount& amount = *mention.value.mutable_amount();
  amount.set_currency(tokens.lexicon().currencies()[currency.index]);
  SetBounds(range, bounds, amount);
  return mention;
}

// "$10 billion", "US$8-10bn", "EUR 5"
std::optional<DocumentMention> ReadSignFirst(const TokenView& tokens, int32_t at) {
  const std::optional<Currency> currency = ReadSign(tokens, at, /*after_number=*/false);
  if (!currency.has_value()) return std::nullopt;
  std::optional<NumberRange> range =
      ReadNumberRange(tokens, currency->end, ShortScale::kAlways, kIsMoneySign);
  if (!range.has_value()) return std::nullopt;
  // "$5bn USD"
  int32_t end = range->end;
  Currency stated = *currency;
  if (stated.bare_dollar && tokens.Is(end, kIsCurrencyCode) && tokens.At(end).all_caps) {
    stated = Currency{tokens.Word(end).code, end + 1, false};
    end = stated.end;
  } else if (tokens.IsDash(end) && tokens.Glued(end) && tokens.Is(end + 1, kStartsCurrency)) {
    end += 2;
  } else {
    ReadMinor(tokens, *range, end);
  }
  return MakeMention(tokens, at, end, stated, *range);
}

// "10 billion euros", "50 cents", "75 USD million"
std::optional<DocumentMention> ReadNumberFirst(const TokenView& tokens, int32_t at) {
  std::optional<NumberRange> range = ReadNumberRange(tokens, at, ShortScale::kGlued, 0);
  if (!range.has_value()) return std::nullopt;
  if (range->end >= tokens.end()) return std::nullopt;
  if (tokens.Is(range->end, kIsMinorCurrency)) {
    if (range->scaled) return std::nullopt;
    const Currency currency{tokens.Word(range->end).minor, range->end + 1, false};
    if (!Shift(*range, -2)) return std::nullopt;
    return MakeMention(tokens, at, currency.end, currency, *range);
  }
  const int32_t of = tokens.Lower(range->end) == "of" ? 1 : 0;
  std::optional<Currency> currency = ReadTrailingCurrency(tokens, range->end + of);
  if (!currency.has_value()) return std::nullopt;
  // In "10 $ 30" the sign belongs to the number behind it, unless sums are written that way from the start.
  if (tokens.Is(range->end, kIsMoneySign) && tokens.IsNumber(currency->end) && at > tokens.first()) {
    return std::nullopt;
  }
  int32_t end = currency->end;
  if (!range->scaled && tokens.Is(end, kIsScale)) {
    if (!Shift(*range, tokens.Word(end).scale)) return std::nullopt;
    range->scaled = true;
    ++end;
  }
  ReadMinor(tokens, *range, end);
  return MakeMention(tokens, at, end, *currency, *range);
}

}  // namespace

std::optional<DocumentMention> ReadAmount(const TokenView& tokens, int32_t at) {
  if (tokens.Is(at, kIsMoneySign | kIsDollarPrefix)) {
    if (std::optional<DocumentMention> mention = ReadSignFirst(tokens, at); mention.has_value())
      return mention;
  }
  return ReadNumberFirst(tokens, at);
}

}  // namespace tearsheet
