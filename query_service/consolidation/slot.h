// One slot of a deal: what everyone says of it, and what they have in common. See the rules in
// docs/life_of_a_deal.md.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/container/node_hash_map.h"
#include "query_service/consolidation/interval.h"
#include "query_service/consolidation/list_limits.h"
#include "query_service/consolidation/pile.h"
#include "tearsheet/v1/deal.pb.h"

namespace tearsheet {

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
  // The best supported one first; of many only these.
  std::vector<SlotClaim> claims;
  // Number of all of them.
  int claim_count = 0;
};

// The assertions of a slot, taken in the order in which they were told, so that the last one can be taken out
// again. Not thread-safe; borrows facts and origins.
class SlotTally {
 public:
  // `key` is equal for equal values: that of the value, or of a word however it is spelt. The value is the
  // one that was given first.
  void Push(const std::string& key, const Assertion& assertion);
  // Of the assertion that was pushed last.
  void Pop(const std::string& key);

  bool empty() const { return piles_.empty(); }
  // The first value of a key; null: nobody gives it.
  const Value* Find(const std::string& key) const;

  // A pure function of the set of assertions. `unless_other` is a unit that is left out where there is
  // another.
  Slot Build(Units units, const ListLimits& limits, std::string_view unless_other = {}) const;

 private:
  absl::node_hash_map<std::string, Pile> piles_;
};

// The slot of `assertions` in any order.
Slot BuildSlot(std::vector<Assertion> assertions, Units units);

}  // namespace tearsheet
