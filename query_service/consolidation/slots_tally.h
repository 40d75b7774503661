// What is said in all slots of a deal.
#pragma once

#include <array>
#include <map>
#include <string>
#include <vector>

#include "common/ontology.h"
#include "query_service/consolidation/slot.h"
#include "tearsheet/state/v1/event_fact.pb.h"
#include "tearsheet/v1/deal.pb.h"

namespace tearsheet {

// Takes events with their origins in the order in which they were told; the last one can be taken out again.
// Borrows all. Not thread-safe.
class SlotsTally {
 public:
  // Of a deal of `type`.
  SlotsTally(const Ontology& ontology, const v1::EventType& type);

  void Push(const state::v1::EventFact& fact, const Origin& origin);
  void Pop();
  void Fill(const ListLimits& limits, v1::Deal& deal) const;

 private:
  struct Told {
    const state::v1::EventFact* fact = nullptr;
    const Origin* origin = nullptr;
  };

  // Calls `take(tally, key, value)` for each value that the event gives.
  template <typename Take>
  void ForEach(const v1::Event& event, Take take);
  // The words of this slot are those that the ontology lists.
  bool IsListed(const std::string& slot) const;
  int RankOf(const v1::Event& event) const;

  const Ontology& ontology_;
  const v1::EventType& type_;
  std::vector<std::string> word_slots_;
  std::vector<Told> told_;
  // Amount, percent, quantity, term, time.
  std::array<SlotTally, 5> values_;
  std::map<std::string, SlotTally> words_;  // by slot
};

}  // namespace tearsheet
