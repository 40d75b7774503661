#include "ingest_service/mentions/calendar.h"
#include "ingest_service/mentions/time_readers.h"
#include "ingest_service/mentions/time_words.h"

namespace tearsheet {

namespace {

// A quarter or half of a year that has no year yet.
struct PartOfYear {
  int number = 0;
  int months = 0;
  int32_t end = 0;

  TimePeriod In(int year, int32_t end_token) const {
    const Date start(year, (number - 1) * months + 1, 1);
    return months == kMonthsPerQuarter ? QuarterPeriod(start, end_token) : HalfPeriod(start, end_token);
  }
};

std::optional<PartOfYear> Checked(int number, int months, int32_t end) {
  if (number < 1 || number > kMonthsPerYear / months) return std::nullopt;
  return PartOfYear{number, months, end};
}

// "Q3", "3Q", "H1", "1H", "third quarter", "3rd quarter", "second fiscal quarter", "first half", "last
// quarter of" is none.
std::optional<PartOfYear> ReadPart(const TokenView& tokens, int32_t at) {
  const std::string_view word = tokens.Lower(at);
  if (word.size() == 2 && (word[0] == 'q' || word[0] == 'h') && word[1] >= '1' && word[1] <= '4')
    return Checked(word[1] - '0', word[0] == 'q' ? kMonthsPerQuarter : kMonthsPerHalf, at + 1);
  const std::string_view letter = tokens.Lower(at + 1);
  const std::optional<int> digit = ReadDigits(tokens, at, 1);
  if (digit.has_value() && tokens.Glued(at + 1) && (letter == "q" || letter == "h"))
    return Checked(*digit, letter == "q" ? kMonthsPerQuarter : kMonthsPerHalf, at + 2);
  int number = 0;
  int32_t unit = at + 1;
  if (tokens.Is(at, kIsOrdinal)) {
    number = tokens.Word(at).ordinal;
  } else if (word == "final" && tokens.Lower(at + 1) == "quarter") {
    number = 4;
  } else if (digit.has_value() && IsOrdinalSuffix(tokens, at + 1)) {
    number = *digit;
    ++unit;
  } else {
    return std::nullopt;
  }
  if (tokens.IsDash(unit)) ++unit;
  SkipFiscal(tokens, unit);
  if (!tokens.Is(unit, kIsTimeUnit)) return std::nullopt;
  const TimeUnit kind = tokens.Word(unit).unit;
  if (kind != TimeUnit::kQuarter && kind != TimeUnit::kHalf) return std::nullopt;
  return Checked(number, kind == TimeUnit::kQuarter ? kMonthsPerQuarter : kMonthsPerHalf, unit + 1);
}

// The year of a quarter: "2025", "of fiscal 2026", "of last year", "of FY26", "of its fiscal year", "'25".
// The second is one past it; a year of 0 is the one nearest to publication.
std::optional<NumberAndEnd> ReadYearOfPart(const TimeContext& context, int32_t end) {
  const TokenView& tokens = context.tokens;
  int32_t at = end;
  const std::string_view joint = tokens.Lower(at);
  if (joint == "of" || joint == "in" || joint == "," || joint == "-" || joint == "/") ++at;
  if (tokens.Lower(at) == "the" || tokens.Lower(at) == "its" || tokens.Lower(at) == "their") ++at;
  const bool fiscal = SkipFiscal(tokens, at);
  if (const std::optional<int> year = ReadYear(tokens, at); year.has_value()) {
    // "third quarter of 2025-26"
    return NumberAndEnd(*year, at + 1);
  }
  if (tokens.Is(at, kIsRelative)) {
    int32_t unit = at + 1;
    SkipFiscal(tokens, unit);
    const bool year = tokens.Lower(unit) == "year" || tokens.Lower(unit - 1) == "year";
    if (year) {
      const int relative = tokens.Word(at).relative;
      return NumberAndEnd(static_cast<int>(context.published.year()) + relative,
                          tokens.Lower(unit) == "year" ? unit + 1 : unit);
    }
  }
  const std::string_view word = tokens.Lower(at);
  if (word.size() == 4 && word.substr(0, 2) == "fy" && word[2] >= '0' && word[2] <= '9' && word[3] >= '0' &&
      word[3] <= '9') {
    return NumberAndEnd(FullYear(context, (word[2] - '0') * 10 + (word[3] - '0')), at + 1);
  }
  const bool apostrophe = word == "'";
  const std::optional<int> two = ReadDigits(tokens, apostrophe ? at + 1 : at, 2);
  if (two.has_value() && tokens.At(apostrophe ? at + 1 : at).text.size() == 2 &&
      (fiscal || apostrophe || (at == end && tokens.Glued(at)))) {
    return NumberAndEnd(FullYear(context, *two), apostrophe ? at + 2 : at + 1);
  }
  if (word == "year" && at > end) return NumberAndEnd(0, at + 1);
  if (fiscal) return NumberAndEnd(0, at);
  return std::nullopt;
}

int DigitAt(std::string_view word, size_t at) {
  return word[at] >= '0' && word[at] <= '9' ? word[at] - '0' : -1;
}

// "3Q25" and "1H26", which are two tokens, and "Q1FY26", which is one.
std::optional<TimePeriod> ReadShortForm(const TimeContext& context, int32_t at) {
  const TokenView& tokens = context.tokens;
  std::string_view word = tokens.Lower(at);
  int number = -1;
  int32_t end = at + 1;
  if (const std::optional<int> digit = ReadDigits(tokens, at, 1); digit.has_value() && tokens.Glued(at + 1)) {
    word = tokens.Lower(at + 1);
    if (word.size() != 3) return std::nullopt;
    number = *digit;
    ++end;
  } else if (word.size() == 6 && word.substr(2, 2) == "fy") {
    number = DigitAt(word, 1);
  } else {
    return std::nullopt;
  }
  const int tens = DigitAt(word, word.size() - 2);
  const int ones = DigitAt(word, word.size() - 1);
  if ((word[0] != 'q' && word[0] != 'h') || tens < 0 || ones < 0) return std::nullopt;
  const auto part = Checked(number, word[0] == 'q' ? kMonthsPerQuarter : kMonthsPerHalf, end);
  if (!part.has_value()) return std::nullopt;
  return part->In(FullYear(context, tens * 10 + ones), end);
}

}  // namespace

std::optional<TimePeriod> ReadQuarterOrHalf(const TimeContext& context, int32_t at) {
  const TokenView& tokens = context.tokens;
  if (auto period = ReadShortForm(context, at); period.has_value()) return period;
  // A year before it: "2025 Q3", "2025-H1", "fiscal 2026 first-quarter", "next year's first quarter".
  int32_t part_at = at;
  const bool fiscal = SkipFiscal(tokens, part_at);
  std::optional<int> year = ReadYear(tokens, part_at);
  if (year.has_value()) {
    ++part_at;
    if (tokens.IsDash(part_at)) ++part_at;
  } else if (tokens.Is(at, kIsRelative) && tokens.Lower(at + 1) == "year") {
    year = static_cast<int>(context.published.year()) + tokens.Word(at).relative;
    part_at = at + 2;
  } else if (!fiscal) {
    part_at = at;
  }
  if (year.has_value() && (tokens.Lower(part_at) == "'s" || tokens.Lower(part_at) == "'")) ++part_at;
  const std::optional<PartOfYear> part = ReadPart(tokens, part_at);
  if (!part.has_value()) return std::nullopt;
  if (year.has_value()) return part->In(*year, part->end);
  int32_t end = part->end;
  if (const auto stated = ReadYearOfPart(context, end); stated.has_value()) {
    end = stated->second;
    if (stated->first != 0) return part->In(stated->first, end);
  }
  TimePeriod period = NearestPeriod(context, at, [&](int y) { return part->In(y, end); });
  // A quarter alone heads a result: it is not one to come.
  period.by_tense = false;
  return period;
}

}  // namespace tearsheet
