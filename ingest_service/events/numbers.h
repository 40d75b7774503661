// Binds each number of a sentence to the one assertion that it belongs to.
#pragma once

#include <vector>

#include "ingest_service/events/assertion.h"
#include "ingest_service/events/cues.h"

namespace tearsheet {

// The slot that a value of a kind of mention fills; unspecified for mentions without a value.
v1::SlotKind SlotOf(v1::MentionKind kind);

// Sets amount, percent and quantity of the candidates, the best fitting pairs first; a number goes to one
// candidate and a slot takes one number. Also sets term and time, which candidates may share.
void BindNumbers(const Document& document, const ChunkedWindow& window, const Cues& cues,
                 std::vector<Candidate>& candidates);

}  // namespace tearsheet
