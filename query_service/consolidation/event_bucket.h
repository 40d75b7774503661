// The events of one bucket that count, in the order in which they were told, with what identity sees in them.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "common/ontology.h"
#include "query_service/consolidation/traits.h"
#include "tearsheet/state/v1/event_fact.pb.h"

namespace tearsheet {

// What the state knows of an event; consolidation only carries it.
struct EventMark {
  // Sequence of the record that brought its extraction.
  int64_t extraction = 0;
  // Id of its deal in the state; empty: none yet.
  std::string deal_id;
  // The store has it.
  bool stored = false;
  // Of an event in a loose bucket, the bucket of the deal that it has joined; empty: none. Absent: not known.
  std::optional<std::string> joined;
};

struct BucketEvent {
  state::v1::EventFact fact;
  // Borrows `fact`.
  Traits traits;
  EventMark mark;
};

// Keeps what consolidation looks at and leaves out the rest: evidence, rules and places in the text. Not
// thread-safe.
class EventBucket {
 public:
  void Add(const Ontology& ontology, state::v1::EventFact fact, EventMark mark);
  // Takes out the event with the id and place of `fact`. False when it is not there.
  bool Remove(const state::v1::EventFact& fact);

  // Where they lie stays the same until they are removed.
  const std::vector<std::unique_ptr<BucketEvent>>& events() const { return events_; }
  // The deals that they make by themselves: indices into events(). Computed anew after a change.
  const std::vector<std::vector<int>>& Groups();

 private:
  std::vector<std::unique_ptr<BucketEvent>> events_;
  std::optional<std::vector<std::vector<int>>> groups_;
};

}  // namespace tearsheet
