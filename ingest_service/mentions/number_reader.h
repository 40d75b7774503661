// Numbers in digits and words.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "common/decimal.h"
#include "ingest_service/mentions/token_view.h"

namespace tearsheet {

// A number that starts at the position it was read from.
struct NumberMatch {
  Decimal value;
  // One past its last token.
  int32_t end = 0;
  // It has a scale word ("billion") or letter.
  bool scaled = false;
  // Power of ten of that scale.
  int scale = 0;
  // Digits only, without scale, grouping or decimals: may be a year.
  bool plain_digits = false;
  // A "+" stands before the scale: "500+ billion".
  bool at_least = false;
};

// Reads digits with grouping and a decimal sign: "10", "2.5", "1,78,59,776", "1.234.567,89", "1'000". A
// single comma is a decimal sign when other than three digits follow it. Nothing for more than 18 digits.
std::optional<Decimal> ReadGroupedDigits(std::string_view text);

// When a letter after digits is a scale: "10m" is ten million dollars, but may be ten metres.
enum class ShortScale { kNever, kGlued, kAlways };

// Reads "10", "2.5 lakh crore", "10bn", "10-billion", "2½", "one hundred and twenty-five thousand", "half a
// billion", "a quarter of a million", "two and a half billion", "a hundred". Nothing when no number starts at
// `at`.
std::optional<NumberMatch> ReadNumber(const TokenView& tokens, int32_t at, ShortScale short_scale);

// One number or a range of two.
struct NumberRange {
  Decimal low;
  Decimal high;
  int32_t end = 0;
  bool is_range = false;
  bool scaled = false;
  bool plain_digits = false;
  bool at_least = false;
};

// Reads a number, or two with a dash, "to", "or" or (after "between") "and" between them. A scale of the
// second one alone holds for both ("8-10 billion"). `tokens` may repeat one token of flags `repeated` before
// the second ("$8-$10").
std::optional<NumberRange> ReadNumberRange(const TokenView& tokens, int32_t at, ShortScale short_scale,
                                           uint32_t repeated);

}  // namespace tearsheet
