// Finds the names in a document and links them to entities: the catalogue first, then shape and context for
// names that it does not know, then short forms of both.
#pragma once

#include <vector>

#include "ingest_service/document.h"
#include "ingest_service/mentions/catalogue.h"
#include "ingest_service/mentions/lexicon.h"
#include "ingest_service/mentions/vocabulary.h"

namespace tearsheet {

// Appends ENTITY and SOURCE mentions and fills document.entities. `words` has the number of each token.
// Mentions are unordered. Linear in the number of tokens.
void FindNames(const Catalogue& catalogue, const Lexicon& lexicon, const std::vector<WordId>& words,
               Document& document);

}  // namespace tearsheet
