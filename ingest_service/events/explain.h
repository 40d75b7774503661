// Reasons in words: what an explanation quotes from the article and says of values. Only called where an
// explanation is wanted.
#pragma once

#include <string>
#include <string_view>

#include "ingest_service/document.h"
#include "ingest_service/events/assertion.h"
#include "ingest_service/events/chunks.h"
#include "ingest_service/events/status.h"

namespace tearsheet {

// Document tokens [first, end) as received, in quotation marks.
std::string Quote(const Document& document, int first, int end);

// The frame, the words of its trigger, and the verbs above them.
void ExplainTrigger(const Document& document, const ChunkedWindow& window, const TriggerPlace& place,
                    const Governors& governors, Assertion& assertion);

// Status and certainty, with the words that told them.
void ExplainStage(const Document& document, const ChunkedWindow& window, const Stage& stage,
                  Assertion& assertion);

// "“It” as subject stands for Northgate Foods (org/northgate), bytes 10-12". `m` is the mention, or -1 where
// the entity comes from elsewhere; `place` is the rule's word for where it stands.
std::string RoleReason(const Document& document, const v1::Participant& participant, std::string_view place,
                       int m);

// For each number, term and time of the assertion: the words that gave it and what bounds they make.
void ExplainValues(const Document& document, const ChunkedWindow& window, Assertion& assertion);

}  // namespace tearsheet
