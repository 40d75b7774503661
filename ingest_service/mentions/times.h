// Dates and periods, resolved against the time of publication.
#pragma once

#include <cstdint>
#include <optional>

#include "ingest_service/document.h"
#include "ingest_service/mentions/time_period.h"

namespace tearsheet {

// Whether a time may start at `at`: cheap, and true for some places where none does.
bool StartsTime(const TokenView& tokens, int32_t at);

// The time that starts at `at`, as a TIME mention, or nothing. A month or day without a year is the latest
// one that is not after publication, or the next one where the sentence looks ahead or is nothing but the
// time.
std::optional<DocumentMention> ReadTime(const TimeContext& context, int32_t at);

}  // namespace tearsheet
