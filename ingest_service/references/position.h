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

// Whether tokens [first, end) hold the start of another clause: "that", ";", ", and it". A mention before and
// one after them do not share a verb.
bool HasClauseBoundary(const Document& document, int first, int end);

}  // namespace tearsheet
