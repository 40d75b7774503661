// Counted things, measures and durations.
#pragma once

#include <cstdint>
#include <optional>

#include "ingest_service/document.h"
#include "ingest_service/mentions/token_view.h"

namespace tearsheet {

// The quantity whose number starts at `at` ("five lakh chips", "362 FP8 petaflops", "1GW", "4.4 times",
// "twice"), as a QUANTITY mention with the words that bound it, or nothing. A number without a unit is none.
std::optional<DocumentMention> ReadQuantity(const TokenView& tokens, int32_t at);

// The duration that starts at `at` ("seven years", "18-month"), as a TERM mention, or nothing. "two years
// ago" is a time and none.
std::optional<DocumentMention> ReadTerm(const TokenView& tokens, int32_t at);

}  // namespace tearsheet
