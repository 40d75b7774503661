// What a "$" without a country is worth: the dollar of the company's home.
#pragma once

#include <deque>

#include "common/ontology.h"
#include "ingest_service/document.h"
#include "ingest_service/events/assertion.h"
#include "ingest_service/mentions/catalogue.h"

namespace tearsheet {

// Sets the currency of amounts that the article writes with a bare "$" (Assertion::bare_dollar):
//   - the dollar of the home of the parties in core roles, where all whose home is known share one;
//   - else that of the country of the publisher's domain, unless a party in a core role is at home elsewhere;
//   - else, and wherever the article itself marks its sums as those other dollars ("A$30 billion"), the US
//     dollar, as it was read.
// Linear in the mentions and assertions of the article.
void ResolveBareDollars(const Ontology& ontology, const Catalogue& catalogue, const Document& document,
                        std::deque<Assertion>& assertions);

}  // namespace tearsheet
