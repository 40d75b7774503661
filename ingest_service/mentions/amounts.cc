#include "ingest_service/mentions/amounts.h"

#include <algorithm>
#include <array>
#include <utility>

#include "ingest_service/mentions/bounds.h"
#include "ingest_service/mentions/number_reader.h"

namespace tearsheet {

namespace {

constexpr uint32_t kIsMoneySign = kIsCurrencySymbol | kIsCurrencyCode;
constexpr int kMinorPlaces = 2;

struct Currency {
  int32_t index = 0;
  // One past its last token.
  int32_t end = 0;
  // A "$" without the name of a country.
  bool bare_dollar = false;
  // Power of ten that the sign itself carries ("MSEK").
  int scale = 0;
};

// "MSEK", "EURm": capitals, but for the letters of scale behind a code.
bool IsWrittenAsCode(const Token& token) {
  if (token.all_caps) return true;
  if (token.text.size() < 4) return false;
  return std::all_of(token.text.begin(), token.text.begin() + 3, [](char c) { return c >= 'A' && c <= 'Z'; });
}

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
    const bool scaled = tokens.IsNumber(at + 1) && tokens.Is(at + 2, kIsScale | kIsShortScale);
    if (letters && !token.capitalised && !after_number && !scaled) return std::nullopt;
    return Currency{word.symbol, at + 1, token.text == "$"};
  }
  if (word.Is(kIsCurrencyCode)) {
    const bool written = IsWrittenAsCode(tokens.At(at));
    const bool plain = word.code_scale == 0 && (after_number || word.Is(kIsDollarPrefix));
    if (written || plain) return Currency{word.code, at + 1, false, word.code_scale};
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

// A hundredth of a currency at `at`: "cents", "50p", "99c". Single letters need to be glued to the number.
bool IsMinor(const TokenView& tokens, int32_t at) {
  if (!tokens.Is(at, kIsMinorCurrency)) return false;
  return tokens.Lower(at).size() > 1 || (tokens.Glued(at) && !tokens.At(at).capitalised);
}

// "50 cents" or "and 50 cents" behind a sum without scale, or two digits that end the phrase ("20 rupees
// 43"): adds them.
void ReadMinor(const TokenView& tokens, NumberRange& range, int32_t& end) {
  if (range.scaled || range.is_range) return;
  int32_t at = end;
  if (tokens.Lower(at) == "and") ++at;
  const std::optional<NumberMatch> cents = ReadNumber(tokens, at, ShortScale::kNever);
  if (!cents.has_value()) return;
  const bool ends = cents->end >= tokens.end() || tokens.At(cents->end).kind == Token::kPunctuation;
  const bool two_digits = tokens.IsNumber(at) && cents->plain_digits && tokens.At(at).text.size() == 2 &&
                          !tokens.IsDash(cents->end) && range.low.ToInteger().has_value();
  const bool minor = IsMinor(tokens, cents->end);
  if (!minor && !(ends && two_digits)) return;
  const std::optional<Decimal> fraction = cents->value.Shifted(-kMinorPlaces);
  const std::optional<Decimal> sum = fraction.has_value() ? range.low.Plus(*fraction) : std::nullopt;
  if (!sum.has_value()) return;
  range.low = range.high = *sum;
  end = cents->end + (minor ? 1 : 0);
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

// Of "raised its bid from $8bn to $10bn" the second sum is what results.
void KeepResult(const TokenView& tokens, int32_t at, NumberRange& range) {
  if (!range.is_range || tokens.Lower(at - 1) != "from" || !FollowsChange(tokens, at - 1)) return;
  range.low = range.high;
  range.is_range = false;
}

std::optional<DocumentMention> CoinsOf(const TokenView& tokens, int32_t first, int32_t at, NumberRange count);
std::optional<DocumentMention> ReadOneSum(const TokenView& tokens, int32_t at);

// "$10 billion", "US$8-10bn", "EUR 5"
std::optional<DocumentMention> ReadSignFirst(const TokenView& tokens, int32_t at) {
  const std::optional<Currency> currency = ReadSign(tokens, at, /*after_number=*/false);
  if (!currency.has_value()) return std::nullopt;
  std::optional<NumberRange> range =
      ReadNumberRange(tokens, currency->end, ShortScale::kAlways, kIsMoneySign);
  if (!range.has_value()) return std::nullopt;
  // "rose $2 to $45": by the first sum.
  if (range->is_range && tokens.Is(at - 1, kIsFall | kIsRise)) {
    const std::optional<NumberMatch> by = ReadNumber(tokens, currency->end, ShortScale::kAlways);
    if (by.has_value() && tokens.Lower(by->end) == "to") {
      range->low = range->high = by->value;
      range->end = by->end;
      range->is_range = false;
      range->scaled = by->scaled;
    }
  }
  KeepResult(tokens, at, *range);
  // "$5bn USD"
  int32_t end = range->end;
  Currency stated = *currency;
  if (stated.scale != 0 && !range->scaled) {
    if (!Shift(*range, stated.scale)) return std::nullopt;
    range->scaled = true;
  }
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
  if (IsMinor(tokens, range->end)) {
    if (range->scaled) return std::nullopt;
    const Currency currency{tokens.Word(range->end).minor, range->end + 1, false};
    if (!Shift(*range, -kMinorPlaces)) return std::nullopt;
    return MakeMention(tokens, at, currency.end, currency, *range);
  }
  if (tokens.Is(range->end, kIsCoin)) return CoinsOf(tokens, at, range->end, *range);
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
  if (currency->scale != 0 && !range->scaled) {
    if (!Shift(*range, currency->scale)) return std::nullopt;
    range->scaled = true;
  }
  ReadMinor(tokens, *range, end);
  return MakeMention(tokens, at, end, *currency, *range);
}

// "euros 5 million", "Rupees 500 crore": the word for the currency stands first. A number that counts
// something else may follow it too ("against the dollar 5 percent").
std::optional<DocumentMention> ReadWordFirst(const TokenView& tokens, int32_t at) {
  if (tokens.IsNumber(at - 1) || tokens.Is(at - 1, kIsCardinal | kIsScale) || tokens.Lower(at - 1) == "the")
    return std::nullopt;
  const PhraseTable::Match match = tokens.Longest(tokens.lexicon().currency_phrases(), at);
  if (match.length == 0 || !tokens.IsNumber(at + match.length)) return std::nullopt;
  const std::optional<NumberRange> range = ReadNumberRange(tokens, at + match.length, ShortScale::kAlways, 0);
  if (!range.has_value()) return std::nullopt;
  const bool ends = range->end >= tokens.end() || tokens.At(range->end).kind == Token::kPunctuation;
  if (!range->scaled && !(ends && at == tokens.first())) return std::nullopt;
  if (tokens.Is(range->end, kIsPercent | kStartsCurrency)) return std::nullopt;
  const std::string_view word = tokens.Lower(at);
  return MakeMention(tokens, at, range->end, {match.value, range->end, word == "dollar" || word == "dollars"},
                     *range);
}

// What a sum is for: nothing that "grand" or "nickel" describes follows ("a grand jury", "a nickel mine").
bool EndsSum(const TokenView& tokens, int32_t at) {
  static constexpr std::array kBehind = std::to_array<std::string_view>(
      {"a",  "an", "per", "each", "more", "less", "above", "below",  "ahead", "short", "better", "for",
       "in", "on", "to",  "from", "and",  "or",   "of",    "apiece", "by",    "at",    "every"});
  return at >= tokens.end() || tokens.At(at).kind == Token::kPunctuation ||
         std::find(kBehind.begin(), kBehind.end(), tokens.Lower(at)) != kBehind.end();
}

// `count` of the coin at `at`.
std::optional<DocumentMention> CoinsOf(const TokenView& tokens, int32_t first, int32_t at,
                                       NumberRange count) {
  const WordInfo& coin = tokens.Word(at);
  if (tokens.At(at).capitalised && at != tokens.first()) return std::nullopt;
  if (!EndsSum(tokens, at + 1)) return std::nullopt;
  const std::optional<Decimal> low = count.low.Times(coin.coin_value);
  const std::optional<Decimal> high = count.high.Times(coin.coin_value);
  if (!low.has_value() || !high.has_value()) return std::nullopt;
  count.low = *low;
  count.high = *high;
  if (!Shift(count, -kMinorPlaces)) return std::nullopt;
  const bool dollar = tokens.lexicon().currencies()[coin.coin] == "USD";
  return MakeMention(tokens, first, at + 1, {coin.coin, at + 1, dollar}, count);
}

// "a dime", "a grand"
std::optional<DocumentMention> ReadOneCoin(const TokenView& tokens, int32_t at) {
  NumberRange one;
  one.low = one.high = Decimal::FromInt(1);
  return CoinsOf(tokens, at, at + 1, one);
}

// "from 10 dollars to 20 dollars", "between 5 cents and 10 cents": the sum with the one behind it, when both
// are of one currency and make a range.
void JoinRange(const TokenView& tokens, int32_t at, DocumentMention& sum) {
  v1::Amount& amount = *sum.value.mutable_amount();
  if (amount.low().empty() || amount.low() != amount.high()) return;
  const std::string_view before = tokens.Lower(at - 1);
  const std::string_view joint = tokens.Lower(sum.end_token);
  const bool range = (before == "from" && (joint == "to" || joint == "-")) ||
                     (before == "between" && (joint == "and" || joint == "-"));
  if (!range) return;
  const int32_t second_at = sum.end_token + 1;
  const std::optional<DocumentMention> second = ReadOneSum(tokens, second_at);
  if (!second.has_value()) return;
  const v1::Amount& other = second->value.amount();
  if (other.currency() != amount.currency() || other.high().empty() || other.low() != other.high()) return;
  const std::optional<Decimal> low = Decimal::Parse(amount.low());
  const std::optional<Decimal> high = Decimal::Parse(other.high());
  if (!low.has_value() || !high.has_value() || *low >= *high) return;
  // "raised its bid from $8bn to $10bn": what results is the second.
  if (before == "from" && FollowsChange(tokens, at - 1)) amount.set_low(other.low());
  amount.set_high(other.high());
  sum.end_token = second->end_token;
}

std::optional<DocumentMention> ReadOneSum(const TokenView& tokens, int32_t at) {
  if (tokens.Is(at, kIsMoneySign | kIsDollarPrefix)) {
    if (std::optional<DocumentMention> mention = ReadSignFirst(tokens, at); mention.has_value())
      return mention;
  }
  if (tokens.Is(at, kStartsCurrency)) {
    if (std::optional<DocumentMention> mention = ReadWordFirst(tokens, at); mention.has_value())
      return mention;
  }
  if (tokens.Lower(at) == "a" && tokens.Is(at + 1, kIsCoin)) return ReadOneCoin(tokens, at);
  return ReadNumberFirst(tokens, at);
}

}  // namespace

std::optional<DocumentMention> ReadAmount(const TokenView& tokens, int32_t at) {
  std::optional<DocumentMention> sum = ReadOneSum(tokens, at);
  if (sum.has_value()) JoinRange(tokens, at, *sum);
  return sum;
}

}  // namespace tearsheet
