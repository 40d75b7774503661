// One slot of a deal: what everyone says of it, and what they have in common. See the rules in
// docs/life_of_a_deal.md.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "query_service/consolidation/interval.h"
#include "query_service/consolidation/origin.h"
#include "tearsheet/state/v1/event_fact.pb.h"
#include "tearsheet/v1/deal.pb.h"

namespace tearsheet {

// Longer lists of articles and events are cut in claims and deals; counts stay exact.
inline constexpr int kMaxListed = 1000;

// One event that gives a value. Borrows the fact and its origin among those of the deal.
struct Assertion {
  const state::v1::EventFact* fact = nullptr;
  // Borrowed.
  const Origin* origin = nullptr;
  Value value;
  // How far the deal is where it is said: a claim of a higher rank supersedes those of lower ones.
  int rank = 0;
};

// What units mean in a slot.
enum class Units {
  // Values of other units neither support nor contradict (dollars and pounds, chips and gigawatts, free
  // words).
  kNotCompared,
  // Another unit is another value (the listed words of a slot).
  kConflict,
};

// A claim without the form of its value, which differs from slot to slot.
struct SlotClaim {
  Value value;
  v1::Claim claim;
};

struct Slot {
  v1::SlotState state = v1::UNREPORTED;
  // What all live claims have in common; the only party's or filing's where there is one.
  std::optional<Value> consensus;
  // The best supported one first.
  std::vector<SlotClaim> claims;
};

// A pure function of the set of `assertions`.
Slot BuildSlot(const std::vector<Assertion>& assertions, Units units);

}  // namespace tearsheet
