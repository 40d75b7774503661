// The third station: pronouns and descriptions get the entities that they stand for, within the article.
#pragma once

#include "ingest_service/document.h"

namespace tearsheet {

// Fills `entities` of the mentions marked as references, as far as they can be told. The nearest organisation
// that fits counts, subjects first; "both companies" and "the two" take the last two. Linear in the number of
// mentions.
void ResolveReferences(Document& document);

}  // namespace tearsheet
