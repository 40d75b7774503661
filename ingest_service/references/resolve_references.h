// The third station: pronouns and descriptions get the entities that they stand for, within the article.
//
// Candidates are the entities told of before (and, in an opening clause, right behind). Each gets points for
// nearness, place in its sentence, and how well it fits the words (salience.h); what grammar rules out ("Acme
// bought it": not Acme) is no candidate. A description that nobody fits stays without an entity.
#pragma once

#include "ingest_service/document.h"
#include "ingest_service/mentions/catalogue.h"
#include "ingest_service/mentions/descriptions.h"

namespace tearsheet {

// Fills `entities` of the mentions marked as references, as far as they can be told. Linear in the number of
// tokens and mentions.
void ResolveReferences(const Catalogue& catalogue, const Descriptions& descriptions, Document& document);

}  // namespace tearsheet
