// Sums of money.
#pragma once

#include <cstdint>
#include <optional>

#include "ingest_service/document.h"
#include "ingest_service/mentions/token_view.h"

namespace tearsheet {

// The sum whose number or currency starts at `at`, as an AMOUNT mention whose tokens include the words that
// bound it ("at least $10bn"), or nothing. "billions" without a number is none.
std::optional<DocumentMention> ReadAmount(const TokenView& tokens, int32_t at);

}  // namespace tearsheet
