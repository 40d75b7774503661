// The events of one deal, made into the deal.
#pragma once

#include <vector>

#include "common/ontology.h"
#include "tearsheet/state/v1/event_fact.pb.h"
#include "tearsheet/v1/deal.pb.h"

namespace tearsheet {

// The deal that `events` (at least one, of one type) tell of, without name and links. Does not depend on
// their order.
v1::Deal BuildDeal(const Ontology& ontology, std::vector<const state::v1::EventFact*> events);

// Without claims, links and lists of articles.
v1::Deal BasicView(v1::Deal deal);

}  // namespace tearsheet
