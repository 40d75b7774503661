// Names for parts of a company that are sold without a name of their own.
#pragma once

#include <string>

#include "ingest_service/document.h"

namespace tearsheet {

// The phrase of tokens [first, end) as whose it is and what: "its Swiss cement division" of Acme is "Acme's
// Swiss cement division", "Birch's 60 garden centres" are "Birch's garden centres". Empty where the phrase
// does not start with an organisation that owns the rest, or the rest is a name, a list or long.
std::string NameOfPart(const Document& document, int first, int end);

}  // namespace tearsheet
