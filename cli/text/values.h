// Values as people write them. Exact: nothing is rounded, no number passes through a double.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "google/protobuf/timestamp.pb.h"
#include "tearsheet/v1/value.pb.h"

namespace tearsheet {

// "$10bn", "≈ $10bn", "at least $500bn", "up to C$1.25bn", "$8bn–$10bn"; empty when there is no bound.
std::string FormatAmount(const v1::Amount& amount);

// "27%", "at least 27%", "-5%".
std::string FormatPercent(const v1::Percent& percent);

// "500,000 chips", "1 GW", "up to 4.4x".
std::string FormatQuantity(const v1::Quantity& quantity);

// "7 years", "18 months".
std::string FormatTerm(const v1::Term& term);

// "3 Nov 2025", "Nov 2025", "Q4 2025", "H1 2026", "2026", "from 3 Nov 2025"; empty when both ends are open.
std::string FormatTimeSpan(const v1::TimeSpan& span);

// The day in UTC, "17 Dec 2025"; empty for an unset time.
std::string FormatDate(const google::protobuf::Timestamp& time);

// Day and time in UTC, "17 Dec 2025 09:05"; empty for an unset time.
std::string FormatMinute(const google::protobuf::Timestamp& time);

// "1 article", "1,234 articles".
std::string FormatCount(int64_t count, std::string_view one, std::string_view many);

// A decimal string with its digits in groups of three: "1234567.5" is "1,234,567.5". Other strings are
// unchanged.
std::string GroupDigits(std::string_view decimal);

}  // namespace tearsheet
