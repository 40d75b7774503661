// The dependencies between the tokens of a window, as the parser finds them.
#pragma once

#include <vector>

#include "ingest_service/document.h"
#include "ingest_service/events/tagger.h"
#include "ingest_service/syntax/sentence_parser.h"
#include "ingest_service/syntax/tags.h"

namespace tearsheet {

struct Dependency {
  // Index in the window of the first token of the head; -1 for a root.
  int head = -1;
  Relation relation = Relation::kRoot;
};

// One per token of the window. A name or value is one word to the parser; its tokens share what was found of
// the whole. Linear.
std::vector<Dependency> ParseWindow(const Document& document, const TaggedWindow& window,
                                    SentenceParser& parser);

}  // namespace tearsheet
