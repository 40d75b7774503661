// Which events tell of one deal.
//
// comparison.h says what keeps two of them apart; here they are grouped.
#pragma once

#include <vector>

#include "query_service/consolidation/traits.h"

namespace tearsheet {

// Groups of indices into `events`, which lie in one bucket, one group per deal. Takes them in order of
// publication (then URI, article and event id), whole ones first; each joins the group that it agrees with
// best, the earliest on a tie. Then the events that lack a core participant: each joins the only group that
// it agrees with, else those of its own kind. The result depends on the set of events only, not on its order.
std::vector<std::vector<int>> GroupEvents(const std::vector<const Traits*>& events);

// Indices of those of `events` that would be one deal with the first one of `gone` if all of these were among
// them.
std::vector<int> GroupWith(std::vector<const Traits*> events, const std::vector<const Traits*>& gone);

// The order in which events are taken.
bool ToldBefore(const state::v1::EventFact& a, const state::v1::EventFact& b);

}  // namespace tearsheet
