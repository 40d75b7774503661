// Words around a number that make it a bound or an approximation.
#pragma once

#include <cstdint>

#include "common/decimal.h"
#include "ingest_service/mentions/number_reader.h"
#include "ingest_service/mentions/token_view.h"

namespace tearsheet {

// What the words around a value say of it.
struct Bounds {
  // The first token of those words, or of the value.
  int32_t first = 0;
  // One past the last token of those words, or of the value.
  int32_t end = 0;
  bool approximate = false;
  // No lower bound ("up to"), no upper bound ("at least").
  bool open_below = false;
  bool open_above = false;
};

// Whether a word shortly before `at` tells of a change ("raised its stake from"): what stands behind `at` is
// then no range but a value before and after.
bool FollowsChange(const TokenView& tokens, int32_t at);

// Reads the bounds around the tokens [first, end) of a value.
Bounds ReadBounds(const TokenView& tokens, int32_t first, int32_t end);

// Writes low, high and approximate of an Amount, Percent or Quantity. A range keeps both its ends.
template <typename Value>
void SetBounds(const NumberRange& range, const Bounds& bounds, Value& value) {
  if (range.is_range || !bounds.open_below) value.set_low(range.low.ToString());
  if (range.is_range || !(bounds.open_above || range.at_least)) value.set_high(range.high.ToString());
  value.set_approximate(bounds.approximate);
}

}  // namespace tearsheet
