// Percentages.
#pragma once

#include <cstdint>
#include <optional>

#include "ingest_service/document.h"
#include "ingest_service/mentions/token_view.h"

namespace tearsheet {

// The percentage whose number or fraction starts at `at`, as a PERCENT mention with the words that bound it,
// or nothing. Its value has the sign that the text writes; whether a change is a fall is for ChangeSign to
// say.
std::optional<DocumentMention> ReadPercent(const TokenView& tokens, int32_t at);

// -1 when the words beside the mention say that a figure fell ("fell 5 percent", "a 5 percent decline"),
// else 1.
int ChangeSign(const TokenView& tokens, const DocumentMention& percent);

}  // namespace tearsheet
