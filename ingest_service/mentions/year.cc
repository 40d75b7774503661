#include "ingest_service/mentions/calendar.h"
#include "ingest_service/mentions/time_readers.h"
#include "ingest_service/mentions/time_words.h"

namespace tearsheet {

namespace {

constexpr int kDecade = 10;
// Business years that run over two calendar years begin in April, as those of India and Japan.
constexpr int kFirstFiscalMonth = 4;

TimePeriod Years(int first, int count, int32_t end) {
  return SpanPeriod(Date(first, 1, 1), Date(first + count, 1, 1), v1::YEAR, end);
}

// "FY26", "FY2026" in one token.
std::optional<TimePeriod> ReadFiscalWord(const TimeContext& context, int32_t at) {
  const std::string_view word = context.tokens.Lower(at);
  if (word.size() != 4 && word.size() != 6) return std::nullopt;
  if (word.substr(0, 2) != "fy" && word.substr(0, 2) != "cy") return std::nullopt;
  int year = 0;
  for (const char c : word.substr(2)) {
    if (c < '0' || c > '9') return std::nullopt;
    year = year * 10 + (c - '0');
  }
  return YearPeriod(word.size() == 4 ? FullYear(context, year) : year, at + 1);
}

// "the 21st century", "the twentieth century"
std::optional<TimePeriod> ReadCentury(const TimeContext& context, int32_t at) {
  const TokenView& tokens = context.tokens;
  const auto number = ReadDayOfMonth(tokens, at);
  if (!number.has_value() || tokens.Lower(number->second) != "century") return std::nullopt;
  if (number->first < 15 || number->first > 22) return std::nullopt;
  return Years((number->first - 1) * kCentury, kCentury, number->second + 1);
}

// "the 90s", "the '90s", "the nineties"
std::optional<TimePeriod> ReadShortDecade(const TimeContext& context, int32_t at) {
  const TokenView& tokens = context.tokens;
  const bool apostrophe = tokens.Lower(at) == "'";
  const int32_t digits_at = apostrophe ? at + 1 : at;
  const std::optional<int> two = ReadDigits(tokens, digits_at, 2);
  if (!two.has_value() || *two % kDecade != 0 || tokens.At(digits_at).text.size() != 2) return std::nullopt;
  if (tokens.Lower(digits_at + 1) != "s") return std::nullopt;
  const bool dated = apostrophe || tokens.Lower(at - 1) == "the" || tokens.Lower(at - 1) == "in" ||
                     tokens.Is(at - 1, kIsPart) || (tokens.IsDash(at - 1) && tokens.Is(at - 2, kIsPart));
  if (!dated) return std::nullopt;
  return Years(FullYear(context, *two), kDecade, digits_at + 2);
}

}  // namespace

std::optional<TimePeriod> ReadYearOrDecade(const TimeContext& context, int32_t at) {
  const TokenView& tokens = context.tokens;
  int32_t year_at = at;
  const bool fiscal = SkipFiscal(tokens, year_at);
  if (tokens.Lower(year_at) == "year") {
    if (ReadYear(tokens, year_at + 1).has_value()) {
      ++year_at;
    } else if (tokens.Lower(year_at + 1) == "of" && ReadYear(tokens, year_at + 2).has_value()) {
      year_at += 2;
    }
  }
  if (fiscal) {
    if (const std::optional<int> two = ReadDigits(tokens, year_at, 2);
        two.has_value() && tokens.At(year_at).text.size() == 2) {
      return YearPeriod(FullYear(context, *two), year_at + 1);
    }
  }
  const std::optional<int> year = ReadYear(tokens, year_at);
  if (!year.has_value()) {
    if (auto period = ReadCentury(context, at); period.has_value()) return period;
    if (auto period = ReadShortDecade(context, at); period.has_value()) return period;
    // "in nineteen ninety six"
    if (tokens.Is(at, kIsCardinal) && (tokens.Lower(at - 1) == "in" || tokens.Lower(at - 1) == "since" ||
                                       tokens.Lower(at - 1) == "of" || tokens.Lower(at - 1) == "by")) {
      const auto words = ReadYearInAnyForm(tokens, at);
      const bool counts = words.has_value() && tokens.Is(words->second, kStartsUnit | kIsTimeUnit | kIsScale);
      if (words.has_value() && words->second > at + 1 && !counts && words->first != 2000)
        return YearPeriod(words->first, words->second);
    }
    return ReadFiscalWord(context, at);
  }
  const int32_t end = year_at + 1;
  if (tokens.Lower(end) == "s" && tokens.Glued(end) && *year % kDecade == 0)
    return Years(*year, kDecade, end + 1);
  // "2025-26"
  if ((tokens.IsDash(end) || tokens.Lower(end) == "/") && tokens.Glued(end + 1)) {
    const std::optional<int> two = ReadDigits(tokens, end + 1, 2);
    if (two.has_value() && tokens.At(end + 1).text.size() == 2 && *two == (*year + 1) % kCentury) {
      return SpanPeriod(Date(*year, kFirstFiscalMonth, 1), Date(*year + 1, kFirstFiscalMonth, 1), v1::YEAR,
                        end + 2);
    }
  }
  return YearPeriod(*year, end);
}

}  // namespace tearsheet
