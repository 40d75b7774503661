// Where in its clause a mention stands, as far as the words beside it tell.
#pragma once

#include <vector>

#include "ingest_service/document.h"

namespace tearsheet {

enum class Position : uint8_t {
  kSubject,
  kObject,
  kOblique,
  kPossessor,
  kSubjectOwner,  // owns what the sentence begins with: "Acme's board has"
};

// `mention` is an index into document.mentions.
Position PositionOf(const Document& document, const DocumentMention& mention);

// Tokens of [first, end) where another clause starts, the last one first: "that", ";", ", and it". A mention
// before and one after them do not share a verb.
std::vector<int> ClauseBoundaries(const Document& document, int first, int end);

// Whether one of them lies behind a mention that ends at `end`, other than its own relative clause.
bool HasBoundaryAfter(const Document& document, const std::vector<int>& boundaries, int end);

}  // namespace tearsheet
