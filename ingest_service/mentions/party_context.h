// Words of business beside a name that tell of a party to it, and so of a company. Pure.
#pragma once

#include <cstdint>

#include "ingest_service/mentions/name_span.h"
#include "ingest_service/mentions/token_view.h"

namespace tearsheet {

// Whether what stands before the token `first` is followed by a party only: "acquired X", "merged with X",
// "an order from X".
bool IsPartyAt(const TokenView& tokens, int32_t first);

// "acquired X", "merged with X", "X acquired", "X raised": what people and products seldom do or undergo, so
// that "Kurt Geiger" and "TV5" are companies here.
bool HasDealBeside(const TokenView& tokens, const NameSpan& span);

// The word at `at`, which opens a sentence and is an ordinary one, does or undergoes what only companies do:
// "Inkling acquired", "HUB was acquired by". Several things and people are none ("Investors acquired").
bool ActsAsCompany(const TokenView& tokens, int32_t at);

}  // namespace tearsheet
