#include "ingest_service/mentions/time_words.h"

#include "ingest_service/mentions/calendar.h"

namespace tearsheet {

namespace {

constexpr int kLastDay = 31;
// Years in two digits that lie further ahead belong to the century before.
constexpr int kFarthestAhead = 20;

int Cardinal(const TokenView& tokens, int32_t at) {
  return tokens.Is(at, kIsCardinal) ? tokens.Word(at).cardinal : -1;
}

// "six", "fifteen", "ninety six", "ninety-six": 0 to 99.
std::optional<NumberAndEnd> ReadTwoDigitWords(const TokenView& tokens, int32_t at) {
  const int first = Cardinal(tokens, at);
  if (first < 0 || tokens.Lower(at) == "dozen") return std::nullopt;
  int32_t next = at + 1;
  if (tokens.IsDash(next) && tokens.Glued(next)) ++next;
  const int second = Cardinal(tokens, next);
  if (first >= 20 && second > 0 && second < 10) return NumberAndEnd(first + second, next + 1);
  return NumberAndEnd(first, at + 1);
}

// "nineteen ninety six", "nineteen hundred ninety three", "twenty fifteen", "two thousand and fifteen"
std::optional<NumberAndEnd> ReadYearWords(const TokenView& tokens, int32_t at) {
  const int first = Cardinal(tokens, at);
  if (first == 2 && tokens.Lower(at + 1) == "thousand") {
    int32_t next = at + 2;
    if (tokens.Lower(next) == "and") ++next;
    const auto rest = ReadTwoDigitWords(tokens, next);
    if (!rest.has_value()) return NumberAndEnd(2000, at + 2);
    return NumberAndEnd(2000 + rest->first, rest->second);
  }
  if (first != 19 && first != 20) return std::nullopt;
  int32_t next = at + 1;
  if (tokens.IsDash(next) || tokens.Lower(next) == "hundred") ++next;
  if (tokens.Lower(next) == "and") ++next;
  const auto rest = ReadTwoDigitWords(tokens, next);
  if (!rest.has_value() || rest->first < 10) return std::nullopt;
  return NumberAndEnd(first * kCentury + rest->first, rest->second);
}

// Month names that are also other words.
bool IsDoubtfulMonth(std::string_view word) {
  return word == "may" || word == "march" || word == "mar" || word == "sep" || word == "dec" || word == "jan";
}

}  // namespace

std::optional<int> ReadDigits(const TokenView& tokens, int32_t at, size_t most) {
  if (!tokens.IsNumber(at) || tokens.At(at).text.size() > most) return std::nullopt;
  int value = 0;
  for (const char c : tokens.At(at).text) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + (c - '0');
  }
  return value;
}

bool IsOrdinalSuffix(const TokenView& tokens, int32_t at) {
  if (!tokens.Glued(at)) return false;
  const std::string_view word = tokens.Lower(at);
  return word == "st" || word == "nd" || word == "rd" || word == "th";
}

std::optional<NumberAndEnd> ReadDayOfMonth(const TokenView& tokens, int32_t at) {
  if (const std::optional<int> digits = ReadDigits(tokens, at, 2); digits.has_value()) {
    if (*digits < 1 || *digits > kLastDay) return std::nullopt;
    return NumberAndEnd(*digits, IsOrdinalSuffix(tokens, at + 1) ? at + 2 : at + 1);
  }
  int value = 0;
  int32_t end = at;
  if (const int cardinal = Cardinal(tokens, at); cardinal > 0) {
    const auto words = ReadTwoDigitWords(tokens, at);
    value = cardinal;
    ++end;
    if (tokens.IsDash(end) && tokens.Glued(end)) ++end;
    // "twenty-fifth"
    if (cardinal < 20 || !tokens.Is(end, kIsOrdinal)) {
      if (!words.has_value() || words->first > kLastDay) return std::nullopt;
      return words;
    }
  }
  if (!tokens.Is(end, kIsOrdinal)) return std::nullopt;
  value += tokens.Word(end).ordinal;
  if (value > kLastDay) return std::nullopt;
  return NumberAndEnd(value, end + 1);
}

std::optional<int> ReadMonthName(const TokenView& tokens, int32_t at) {
  if (!tokens.Is(at, kIsMonth)) return std::nullopt;
  const Token& token = tokens.At(at);
  if (!token.capitalised && IsDoubtfulMonth(token.lower)) {
    const bool dated = tokens.IsNumber(at + 1) || tokens.IsNumber(at - 1) || tokens.Lower(at - 1) == "in" ||
                       tokens.Is(at + 1, kIsOrdinal) || tokens.Is(at - 1, kIsOrdinal) ||
                       tokens.Lower(at - 1) == "of" || tokens.Glued(at + 1) ||
                       IsOrdinalSuffix(tokens, at - 1);
    if (!dated) return std::nullopt;
  }
  // "$DEC" is the sign of a share.
  if (tokens.Lower(at - 1) == "$" && tokens.Glued(at)) return std::nullopt;
  return tokens.Word(at).month;
}

std::optional<int> ReadYear(const TokenView& tokens, int32_t at) {
  if (!tokens.IsNumber(at)) return std::nullopt;
  const std::string_view text = tokens.At(at).text;
  if (text.size() != 4 || (text.substr(0, 2) != "19" && text.substr(0, 2) != "20")) return std::nullopt;
  return ReadDigits(tokens, at, 4);
}

std::optional<NumberAndEnd> ReadYearInAnyForm(const TokenView& tokens, int32_t at) {
  if (const std::optional<int> digits = ReadYear(tokens, at); digits.has_value())
    return NumberAndEnd(*digits, at + 1);
  return ReadYearWords(tokens, at);
}

int FullYear(const TimeContext& context, int two_digits) {
  const int published = static_cast<int>(context.published.year());
  const int candidate = published / kCentury * kCentury + two_digits;
  return candidate > published + kFarthestAhead ? candidate - kCentury : candidate;
}

std::optional<NumberAndEnd> ReadYearBehind(const TimeContext& context, int32_t at) {
  const TokenView& tokens = context.tokens;
  int32_t year = at;
  const std::string_view joint = tokens.Lower(year);
  if (joint == "," || joint == "of" || joint == "in" || joint == "/" || joint == "-") ++year;
  if (tokens.Lower(year) == "the" && tokens.Lower(year + 1) == "year") year += 2;
  if (const auto stated = ReadYearInAnyForm(tokens, year); stated.has_value()) return stated;
  if (tokens.Is(year, kIsRelative) && tokens.Lower(year + 1) == "year") {
    return NumberAndEnd(static_cast<int>(context.published.year()) + tokens.Word(year).relative, year + 2);
  }
  // "March '25", "April of 87"
  const bool apostrophe = tokens.Lower(year) == "'" || tokens.Lower(year) == "’";
  const std::optional<int> two = ReadDigits(tokens, apostrophe ? year + 1 : year, 2);
  if (two.has_value() && tokens.At(apostrophe ? year + 1 : year).text.size() == 2 &&
      (apostrophe || (joint == "of" && *two > kLastDay))) {
    return NumberAndEnd(FullYear(context, *two), apostrophe ? year + 2 : year + 1);
  }
  return std::nullopt;
}

bool SkipFiscal(const TokenView& tokens, int32_t& at) {
  bool found = false;
  // "fiscal year", "the fiscal calendar year"
  for (int words = 0; words < 3; ++words, ++at, found = true) {
    const std::string_view word = tokens.Lower(at);
    if (word != "fiscal" && word != "financial" && word != "fy" && word != "calendar" && word != "cy" &&
        !(found && word == "year")) {
      break;
    }
  }
  return found;
}

}  // namespace tearsheet
