#include "query_service/consolidation/interval.h"

#include <algorithm>

namespace tearsheet {
namespace {

constexpr int kApproximatePercent = 5;

}  // namespace

Interval Intersect(const Interval& a, const Interval& b) {
  Interval both;
  both.low = a.low && b.low ? std::max(a.low, b.low) : (a.low ? a.low : b.low);
  both.high = a.high && b.high ? std::min(a.high, b.high) : (a.high ? a.high : b.high);
  return both;
}

bool Overlap(const Interval& a, const Interval& b) { return !Intersect(a, b).empty(); }

Interval Widened(const Interval& interval) {
  Interval wide;
  if (interval.low) wide.low = interval.low->ChangedBy(-kApproximatePercent);
  if (interval.high) wide.high = interval.high->ChangedBy(kApproximatePercent);
  return wide;
}

std::string Value::Key() const {
  std::string key = unit;
  key += '|';
  if (interval.low) key += interval.low->ToString();
  key += '|';
  if (interval.high) key += interval.high->ToString();
  if (approximate) key += "|~";
  return key;
}

}  // namespace tearsheet
