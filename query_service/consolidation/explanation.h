// Why a deal is what it is: the rules of identity.h, told for one deal.
#pragma once

#include <string>
#include <vector>

#include "common/ontology.h"
#include "tearsheet/state/v1/event_fact.pb.h"
#include "tearsheet/v1/explanation.pb.h"

namespace tearsheet {

// A deal and the events that tell of it, in any order; at least one. Borrows the facts.
struct DealEvents {
  std::string name;
  std::vector<const state::v1::EventFact*> events;
};

inline constexpr size_t kMaxExplainedEvents = 200;
inline constexpr size_t kMaxNearDeals = 50;

// How the events of `deal` came together, and what keeps `others` apart from it. The others are the deals
// that its events were compared with. Of each deal at most the first kMaxExplainedEvents events are looked
// at. Does not depend on the order of events and others.
v1::DealExplanation Explain(const Ontology& ontology, const DealEvents& deal,
                            const std::vector<DealEvents>& others);

}  // namespace tearsheet
