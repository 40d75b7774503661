// Finds sums, percentages, quantities, durations and times in a sentence.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "ingest_service/document.h"
#include "ingest_service/mentions/calendar.h"
#include "ingest_service/mentions/token_view.h"

namespace tearsheet {

// What times and dates of an article are read by.
struct ArticleTime {
  Date published;
  // It writes the day before the month in dates of digits ("3/4/25" is in April).
  bool day_first = false;
};

// Whether a publisher at this domain writes so: one whose domain is of a country other than the US.
bool WritesDayFirst(std::string_view domain);

// Appends the mentions of the sentence `sentence`, whose tokens `tokens` are, in order of their first token.
void FindValues(const TokenView& tokens, int32_t sentence, const ArticleTime& time,
                std::vector<DocumentMention>& mentions);

}  // namespace tearsheet
