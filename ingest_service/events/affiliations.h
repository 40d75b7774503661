// Whose officer a person is by what the article says anywhere: "Quellmark's chief executive, Wrenna Holt".
#pragma once

#include <vector>

#include "ingest_service/document.h"
#include "ingest_service/mentions/catalogue.h"

namespace tearsheet {

// For every entity of `document`, by index, the entity index of the organisation that a person works for; -1
// where neither article nor catalogue tells, and for what is no person. The first that the article tells
// holds. Linear in its mentions.
std::vector<int> FindAffiliations(const Document& document, const Catalogue& catalogue);

}  // namespace tearsheet
