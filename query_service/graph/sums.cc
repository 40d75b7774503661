#include "query_service/graph/sums.h"

#include <algorithm>

#include "query_service/consolidation/values.h"

namespace tearsheet {

std::optional<Value> Span(const v1::AmountSlot& slot) {
  if (slot.has_consensus()) return ToValue(slot.consensus());
  std::optional<Value> span;
  for (const v1::Claim& claim : slot.claims()) {
    const std::optional<Value> value = claim.superseded() ? std::nullopt : ToValue(claim.amount());
    if (!value || (span && value->unit != span->unit)) continue;
    if (!span) {
      span = value;
      continue;
    }
    auto& [low, high] = span->interval;
    low = low && value->interval.low ? std::min(low, value->interval.low) : std::nullopt;
    high = high && value->interval.high ? std::max(high, value->interval.high) : std::nullopt;
    span->approximate = span->approximate || value->approximate;
  }
  return span;
}

void AddTo(Value& sum, const Value& value) {
  auto& [low, high] = sum.interval;
  low = low && value.interval.low ? low->Plus(*value.interval.low) : std::nullopt;
  high = high && value.interval.high ? high->Plus(*value.interval.high) : std::nullopt;
  sum.approximate = sum.approximate || value.approximate;
}

}  // namespace tearsheet
