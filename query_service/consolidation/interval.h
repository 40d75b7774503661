// Closed intervals over decimals, either bound of which may be open.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "common/decimal.h"

namespace tearsheet {

// Times are compared by the day, as days since 1970.
inline constexpr int64_t kNanosPerDay = int64_t{24} * 60 * 60 * 1'000'000'000;

// All numbers from `low` to `high`, both included. No bound: open to that side.
struct Interval {
  std::optional<Decimal> low;
  std::optional<Decimal> high;

  bool empty() const { return low && high && *high < *low; }
  friend bool operator==(const Interval&, const Interval&) = default;
};

// What both contain; may be empty.
Interval Intersect(const Interval& a, const Interval& b);

bool Overlap(const Interval& a, const Interval& b);

// What an approximate value stands for in a comparison: each bound moved outwards by 5 % of itself.
Interval Widened(const Interval& interval);

// A value of a slot: an interval of one unit. The unit is a currency, a unit of quantity, "%", "months",
// "days" or, for word slots, the word itself, with an open interval.
struct Value {
  std::string unit;
  Interval interval;
  bool approximate = false;

  // What it stands for in a comparison.
  Interval compared() const { return approximate ? Widened(interval) : interval; }
  // Equal texts mean equal values.
  std::string Key() const;
};

}  // namespace tearsheet
