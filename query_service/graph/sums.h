// Sums of what deals say of money.
#pragma once

#include <optional>

#include "query_service/consolidation/interval.h"
#include "tearsheet/v1/deal.pb.h"

namespace tearsheet {

// What the live claims of a slot span: the consensus, or in a conflict everything from the least to the
// greatest. Nothing when nobody gives a value.
std::optional<Value> Span(const v1::AmountSlot& slot);

// Adds `value`, of the same unit, to `sum`. A side that one of them leaves open is open.
void AddTo(Value& sum, const Value& value);

}  // namespace tearsheet
