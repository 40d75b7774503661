#include "ingest_service/mentions/number_reader.h"

#include <algorithm>
#include <string>

namespace tearsheet {

namespace {

// Nobody writes a longer number in words.
constexpr int kLongestNumber = 16;
constexpr int64_t kHundred = 100;
// Groups of three digits with spaces between.
constexpr int32_t kMostGroups = 6;
// With its decimal sign; longer ones are codes, not counts.
constexpr size_t kMostDigits = 19;

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

// Digits in groups of three with spaces between ("10 000 000"): the token after them.
int32_t SpacedGroupsEnd(const TokenView& tokens, int32_t at) {
  if (tokens.At(at).text.size() > 3) return at + 1;
  int32_t end = at + 1;
  bool zeros = false;
  while (end < at + kMostGroups && tokens.IsNumber(end) && tokens.At(end).text.size() == 3 &&
         tokens.At(end).space_before) {
    zeros = zeros || tokens.At(end).text == "000";
    ++end;
  }
  return zeros ? end : at + 1;
}

// Applies scale words and letters from `match.end` on.
void ReadScales(const TokenView& tokens, ShortScale short_scale, NumberMatch& match) {
  for (int scales = 0; scales < 2; ++scales) {
    int32_t at = match.end;
    // "10-billion"
    if (tokens.IsDash(at) && tokens.Glued(at) && tokens.Glued(at + 1) && tokens.Is(at + 1, kIsScale)) ++at;
    // "500+ billion"
    const bool plus = tokens.Lower(at) == "+" && tokens.Glued(at) && tokens.Is(at + 1, kIsScale);
    if (plus) ++at;
    const WordInfo& word = tokens.Word(at);
    int scale = 0;
    if (word.Is(kIsScale)) {
      scale = word.scale;
    } else if (word.Is(kIsShortScale) && scales == 0 && short_scale != ShortScale::kNever &&
               !tokens.IsDash(at) && (tokens.Glued(at) || short_scale == ShortScale::kAlways) &&
               tokens.IsNumber(at - 1)) {
      scale = word.short_scale;
    } else {
      return;
    }
    const std::optional<Decimal> value = match.value.Shifted(scale);
    if (!value.has_value()) return;
    match.value = *value;
    match.scale += scale;
    match.scaled = true;
    match.at_least = match.at_least || plus;
    match.end = at + 1;
  }
}

// "a", "of a", "of an": what may stand between a fraction and its scale.
int32_t SkipOfA(const TokenView& tokens, int32_t at) {
  if (tokens.Lower(at) == "of") ++at;
  if (tokens.Lower(at) == "a" || tokens.Lower(at) == "an" || tokens.Lower(at) == "one") ++at;
  return at;
}

// "half a billion", "a quarter of a million", "three quarters billion": a fraction that starts at `at` with a
// scale behind it.
std::optional<NumberMatch> ReadFractionOfScale(const TokenView& tokens, int32_t at) {
  int64_t numerator = 1;
  if (tokens.Lower(at) == "a" || tokens.Lower(at) == "one") {
    ++at;
  } else if (tokens.Is(at, kIsCardinal) && tokens.Is(at + 1, kIsFraction)) {
    numerator = tokens.Word(at).cardinal;
    ++at;
  }
  if (!tokens.Is(at, kIsFraction)) return std::nullopt;
  const int32_t scale = SkipOfA(tokens, at + 1);
  if (!tokens.Is(scale, kIsScale)) return std::nullopt;
  NumberMatch match;
  match.value = Decimal::FromScaled(tokens.Word(at).fraction * numerator, 6);
  match.end = scale;
  ReadScales(tokens, ShortScale::kNever, match);
  return match;
}

// "and a half", "-and-a-half", "½" after a whole number.
std::optional<int32_t> ReadAndHalf(const TokenView& tokens, int32_t at, Decimal& value) {
  int32_t half = at;
  if (tokens.At(at - 1).kind == Token::kNumber && tokens.Glued(at) && tokens.At(at).kind == Token::kSymbol &&
      tokens.Is(at, kIsFraction)) {
    half = at;
  } else {
    const int32_t step = tokens.IsDash(at) ? 2 : 1;
    const int32_t conjunction = tokens.IsDash(at) ? at + 1 : at;
    if (tokens.Lower(conjunction) != "and" || tokens.Lower(conjunction + step) != "a") return std::nullopt;
    half = conjunction + 2 * step;
    if (tokens.Lower(half) != "half" && tokens.Lower(half) != "quarter") return std::nullopt;
  }
  const std::optional<Decimal> sum = value.Plus(Decimal::FromScaled(tokens.Word(half).fraction, 6));
  if (!sum.has_value()) return std::nullopt;
  value = *sum;
  return half + 1;
}

// The whole number at `at` when it is below 100.
std::optional<int> SmallWhole(const TokenView& tokens, int32_t at) {
  if (!tokens.IsNumber(at) || tokens.At(at).text.size() > 2) return std::nullopt;
  int value = 0;
  for (const char c : tokens.At(at).text) {
    if (!IsDigit(c)) return std::nullopt;
    value = value * 10 + (c - '0');
  }
  return value;
}

// "3/8" at `at`, in millionths. Only halves, thirds, quarters and their like: "9/11" is none.
std::optional<int64_t> SlashFraction(const TokenView& tokens, int32_t at) {
  if (tokens.Lower(at + 1) != "/") return std::nullopt;
  const std::optional<int> part = SmallWhole(tokens, at);
  const std::optional<int> whole = SmallWhole(tokens, at + 2);
  if (!part.has_value() || !whole.has_value() || !tokens.Glued(at + 1) || !tokens.Glued(at + 2) ||
      tokens.Lower(at + 3) == "/") {
    return std::nullopt;
  }
  const bool common = *whole == 2 || *whole == 3 || *whole == 4 || *whole == 5 || *whole == 8 ||
                      *whole == 16 || *whole == 32 || *whole == 64;
  if (!common || *part < 1 || *part >= *whole) return std::nullopt;
  return (int64_t{*part} * 2000000 / *whole + 1) / 2;
}

// "10-3/8", "10 3/8" and "1/2", whose first number ends before `end`: adds or sets the fraction.
std::optional<int32_t> ReadSlashFraction(const TokenView& tokens, int32_t at, int32_t end, Decimal& value) {
  if (const std::optional<int64_t> fraction = SlashFraction(tokens, at); fraction.has_value()) {
    value = Decimal::FromScaled(*fraction, 6);
    return at + 3;
  }
  if (end != at + 1) return std::nullopt;
  const int32_t second = tokens.IsDash(end) && tokens.Glued(end) ? end + 1 : end;
  const std::optional<int64_t> fraction = SlashFraction(tokens, second);
  if (!fraction.has_value() || !value.ToInteger().has_value()) return std::nullopt;
  const std::optional<Decimal> sum = value.Plus(Decimal::FromScaled(*fraction, 6));
  if (!sum.has_value()) return std::nullopt;
  value = *sum;
  return second + 3;
}

std::optional<NumberMatch> ReadDigits(const TokenView& tokens, int32_t at, ShortScale short_scale) {
  NumberMatch match;
  match.end = SpacedGroupsEnd(tokens, at);
  std::string digits(tokens.At(at).text);
  for (int32_t i = at + 1; i < match.end; ++i) digits.append(tokens.At(i).text);
  const std::optional<Decimal> value = ReadGroupedDigits(digits);
  if (!value.has_value()) return std::nullopt;
  match.value = *value;
  match.plain_digits = match.end == at + 1 && digits.find_first_not_of("0123456789") == digits.npos;
  if (const std::optional<int32_t> end = ReadSlashFraction(tokens, at, match.end, match.value);
      end.has_value()) {
    match.end = *end;
    match.plain_digits = false;
    ReadScales(tokens, short_scale, match);
    return match;
  }
  if (const std::optional<int32_t> end = ReadAndHalf(tokens, match.end, match.value); end.has_value()) {
    match.end = *end;
    match.plain_digits = false;
  }
  ReadScales(tokens, short_scale, match);
  if (match.scaled) match.plain_digits = false;
  return match;
}

// Cardinal words; `at` is one, or "a"/"an" before a scale.
std::optional<NumberMatch> ReadWords(const TokenView& tokens, int32_t at) {
  std::optional<Decimal> total = Decimal();
  std::optional<Decimal> part;  // below the next scale
  int32_t end = at;
  int last_scale = 100;
  NumberMatch match;
  if (tokens.Lower(at) == "a" || tokens.Lower(at) == "an") {
    if (tokens.Lower(at + 1) != "dozen" && !tokens.Is(at + 1, kIsScale)) return std::nullopt;
    part = Decimal::FromInt(1);
    end = at + 1;
    if (tokens.Lower(end) == "dozen") part.reset();
  }
  bool joined = true;  // nothing but "and" or a hyphen stands since the last number word
  for (int words = 0; words < kLongestNumber && total.has_value(); ++words) {
    const WordInfo& word = tokens.Word(end);
    if (word.Is(kIsScale) && part.has_value()) {
      if (word.scale == 2) {
        part = part->Times(kHundred);
        if (!part.has_value()) return std::nullopt;
      } else {
        if (word.scale >= last_scale) {
          // "two lakh crore"
          part = total->Plus(*part);
          if (!part.has_value()) return std::nullopt;
          total = Decimal();
        }
        part = part->Shifted(word.scale);
        if (!part.has_value()) return std::nullopt;
        total = total->Plus(*part);
        part.reset();
        match.scale = last_scale = word.scale;
        match.scaled = true;
      }
      ++end;
    } else if (word.Is(kIsCardinal) && joined) {
      if (!part.has_value()) {
        part = Decimal::FromInt(word.cardinal);
      } else {
        part = part->Plus(Decimal::FromInt(word.cardinal));
        if (!part.has_value()) return std::nullopt;
      }
      ++end;
    } else {
      break;
    }
    // What may join the next number word: "twenty-five", "hundred and five".
    const bool unit_follows = word.Is(kIsCardinal) && word.cardinal >= 20 && tokens.Is(end, kIsCardinal) &&
                              tokens.Word(end).cardinal > 0 && tokens.Word(end).cardinal < 10;
    if (tokens.IsDash(end) && tokens.Glued(end) && tokens.Glued(end + 1) &&
        ((tokens.Is(end + 1, kIsCardinal) && word.cardinal >= 20 && tokens.Word(end + 1).cardinal < 10) ||
         tokens.Is(end + 1, kIsScale))) {
      ++end;
      joined = true;
    } else if (tokens.Lower(end) == "and" && word.Is(kIsScale) && tokens.Is(end + 1, kIsCardinal)) {
      ++end;
      joined = true;
    } else {
      joined = unit_follows || word.Is(kIsScale);
    }
    if (part.has_value()) {
      if (const std::optional<int32_t> half = ReadAndHalf(tokens, end, *part); half.has_value()) end = *half;
    }
  }
  if (end == at || !total.has_value()) return std::nullopt;
  if (part.has_value()) total = total->Plus(*part);
  if (!total.has_value()) return std::nullopt;
  match.value = *total;
  match.end = end;
  return match;
}

// "two point five": the decimals behind a whole number in words.
void ReadPoint(const TokenView& tokens, NumberMatch& match) {
  if (tokens.Lower(match.end) != "point" || !tokens.Is(match.end + 1, kIsCardinal)) return;
  const int8_t digit = tokens.Word(match.end + 1).cardinal;
  if (digit > 9 || match.scaled) return;
  const std::optional<Decimal> sum = match.value.Plus(Decimal::FromScaled(digit, 1));
  if (!sum.has_value()) return;
  match.value = *sum;
  match.end += 2;
  ReadScales(tokens, ShortScale::kNever, match);
}

// Where the fraction of `text` starts to be, or npos: the place of its decimal sign.
size_t DecimalSign(std::string_view text) {
  const size_t dot = text.rfind('.');
  const size_t comma = text.rfind(',');
  if (dot != text.npos && comma != text.npos) {
    const size_t last = std::max(dot, comma);
    // The sign that groups cannot be the one that stands last and once.
    return text.find(text[last]) == last ? last : text.npos;
  }
  if (dot != text.npos) return text.find('.') == dot ? dot : text.npos;
  if (comma != text.npos) {
    return text.find(',') == comma && text.size() - comma - 1 != 3 ? comma : text.npos;
  }
  return text.npos;
}

}  // namespace

std::optional<Decimal> ReadGroupedDigits(std::string_view text) {
  const size_t sign = DecimalSign(text);
  std::string plain;
  for (size_t i = 0; i < text.size(); ++i) {
    if (i == sign) {
      plain.push_back('.');
    } else if (IsDigit(text[i])) {
      plain.push_back(text[i]);
    }
  }
  if (plain.size() > kMostDigits) return std::nullopt;
  return Decimal::Parse(plain);
}

std::optional<NumberMatch> ReadNumber(const TokenView& tokens, int32_t at, ShortScale short_scale) {
  if (!tokens.Has(at)) return std::nullopt;
  if (tokens.IsNumber(at)) return ReadDigits(tokens, at, short_scale);
  const WordInfo& word = tokens.Word(at);
  const bool article = tokens.Lower(at) == "a" || tokens.Lower(at) == "an";
  if (!article && !word.Is(kIsCardinal | kIsFraction)) return std::nullopt;
  if (std::optional<NumberMatch> match = ReadFractionOfScale(tokens, at); match.has_value()) return match;
  if (!article && !word.Is(kIsCardinal)) return std::nullopt;
  std::optional<NumberMatch> match = ReadWords(tokens, at);
  if (match.has_value()) ReadPoint(tokens, *match);
  return match;
}

std::optional<NumberRange> ReadNumberRange(const TokenView& tokens, int32_t at, ShortScale short_scale,
                                           uint32_t repeated) {
  const std::optional<NumberMatch> first = ReadNumber(tokens, at, short_scale);
  if (!first.has_value()) return std::nullopt;
  NumberRange range;
  range.low = range.high = first->value;
  range.end = first->end;
  range.scaled = first->scaled;
  range.plain_digits = first->plain_digits;
  range.at_least = first->at_least;

  int32_t second_at = first->end;
  const std::string_view joint = tokens.Lower(second_at);
  const bool between = tokens.Lower(at - 1) == "between" || tokens.Lower(at - 2) == "between";
  if (!(joint == "-" || joint == "to" || joint == "or" || (joint == "and" && between))) return range;
  ++second_at;
  if (repeated != 0 && tokens.Is(second_at, repeated)) ++second_at;
  const std::optional<NumberMatch> second = ReadNumber(tokens, second_at, short_scale);
  if (!second.has_value()) return range;
  std::optional<Decimal> low = first->value;
  if (second->scaled && !first->scaled) low = low->Shifted(second->scale);
  if (!low.has_value() || *low >= second->value) return range;
  // "one or two", but not "5 or 200".
  if (joint == "or" && second->value >= low->Shifted(1)) return range;
  range.low = *low;
  range.high = second->value;
  range.end = second->end;
  range.is_range = true;
  range.scaled = range.scaled || second->scaled;
  range.plain_digits = false;
  return range;
}

}  // namespace tearsheet
