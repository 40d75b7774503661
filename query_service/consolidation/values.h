// The values of an event's slots as intervals, and back.
#pragma once

#include <optional>
#include <string>

#include "absl/status/status.h"
#include "query_service/consolidation/interval.h"
#include "tearsheet/v1/event.pb.h"
#include "tearsheet/v1/value.pb.h"

namespace tearsheet {

// INVALID_ARGUMENT when a number or date of `event` cannot be read or a range ends before it starts.
absl::Status CheckValues(const v1::Event& event);

// The value, or nothing when the message gives no bound (or is not what CheckValues accepts).
std::optional<Value> ToValue(const v1::Amount& amount);
std::optional<Value> ToValue(const v1::Percent& percent);
std::optional<Value> ToValue(const v1::Quantity& quantity);
std::optional<Value> ToValue(const v1::Term& term);
// In days since 1970; the interval holds the first and the last day.
std::optional<Value> ToValue(const v1::TimeSpan& time);

// For people: "10000000000 USD", "at least 5 %", "2025-11-01 to 2025-11-30" where the unit is days.
std::string Describe(const Value& value);

// ISO 8601; `day` counts from 1970.
std::string DayText(int64_t day);

void FromValue(const Value& value, v1::Amount& amount);
void FromValue(const Value& value, v1::Percent& percent);
void FromValue(const Value& value, v1::Quantity& quantity);
void FromValue(const Value& value, v1::Term& term);
// The precision is the finest of a day, week, month, quarter, half and year that the span is not longer than.
void FromValue(const Value& value, v1::TimeSpan& time);

}  // namespace tearsheet
