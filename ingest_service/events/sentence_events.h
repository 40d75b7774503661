// One window of a sentence becomes assertions.
#pragma once

#include <vector>

#include "common/ontology.h"
#include "ingest_service/document.h"
#include "ingest_service/events/assertion.h"
#include "ingest_service/events/cues.h"
#include "ingest_service/events/frames.h"
#include "ingest_service/events/roles.h"

namespace tearsheet {

// The loaded rules. Borrows the ontology and catalogue.
struct Rules {
  const Ontology& ontology;
  const Catalogue& catalogue;
  const Grammar& grammar;
  const Frames& frames;
  const Cues& cues;
  // Tell why each assertion is as it is.
  bool explain = false;
};

struct WindowResult {
  std::vector<Assertion> assertions;
  SourceChain sources;
};

// Reads one window. Its assertions have everything but attribution and id; `discourse` is what stands before
// it. `parser` is borrowed for the call.
WindowResult ReadWindow(const Rules& rules, const Document& document, const ChunkedWindow& window,
                        int sentence, const Discourse& discourse, SentenceParser& parser);

// Whether a token of the sentence can start a trigger or a source; the others need no analysis.
bool MayAssert(const Rules& rules, const Document& document, int first_token, int end_token);

}  // namespace tearsheet
