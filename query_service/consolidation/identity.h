// Which events tell of one deal.
//
// Two events of one type can be one deal unless something tells them apart:
//   - a role that both fill with other parties (units and parents, products and their families agree);
//   - a telling word (round, metric, period, stage ...): listed words must be equal, free words must be able
//   to mean the
//     same, unless both give the very same exact number;
//   - numbers that cannot be one thing together with a reason why: both signed at clearly different times,
//   one of them
//     only conditional and the other one done, or units that do not compare (chips and petaflops);
//   - the same stage, signed or further, at clearly different times;
//   - one article that tells both from one origin: the extraction has folded what is one assertion.
// A missing slot, a missing participant of an optional role, another stage, a rounded or converted amount and
// a conflicting amount alone tell nothing apart.
#pragma once

#include <vector>

#include "query_service/consolidation/traits.h"

namespace tearsheet {

// How well two events go together: nothing when something tells them apart, else a score; a negative one
// means that their numbers conflict.
std::optional<int> Agreement(const Traits& a, const Traits& b);

// Groups of indices into `events`, which lie in one bucket, one group per deal. Takes them in order of
// publication (then URI, article and event id), whole ones first; each joins the group that it agrees with
// best, the earliest on a tie. Then the events that lack a core participant: each joins the only group that
// it agrees with, else those of its own kind. The result depends on the set of events only, not on its order.
std::vector<std::vector<int>> GroupEvents(const std::vector<const Traits*>& events);

// The group that `event`, which lacks a core participant, belongs to: the only one of `groups` that it agrees
// with. Groups whose number overlaps go before those that give none. -1: none, or several.
int OnlyGroup(const Traits& event, const std::vector<std::vector<const Traits*>>& groups);

// The order in which events are taken.
bool ToldBefore(const state::v1::EventFact& a, const state::v1::EventFact& b);

}  // namespace tearsheet
