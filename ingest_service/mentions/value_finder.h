// Finds sums, percentages, quantities, durations and times in a sentence.
#pragma once

#include <cstdint>
#include <vector>

#include "ingest_service/document.h"
#include "ingest_service/mentions/calendar.h"
#include "ingest_service/mentions/token_view.h"

namespace tearsheet {

// Appends the mentions of the sentence `sentence`, whose tokens `tokens` are, in order of their first token.
void FindValues(const TokenView& tokens, int32_t sentence, const Date& published,
                std::vector<DocumentMention>& mentions);

}  // namespace tearsheet
