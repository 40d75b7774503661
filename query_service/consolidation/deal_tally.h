// A deal that grows event by event.
#pragma once

#include <map>
#include <optional>
#include <vector>

#include "common/ontology.h"
#include "query_service/consolidation/origin.h"
#include "query_service/consolidation/party_tally.h"
#include "query_service/consolidation/slots_tally.h"
#include "query_service/consolidation/source_tally.h"
#include "query_service/consolidation/status_story.h"
#include "tearsheet/state/v1/event_fact.pb.h"
#include "tearsheet/v1/deal.pb.h"

namespace tearsheet {

// Takes the events of one deal, all of one type, in the order in which they were told. A stack: the last one
// can be taken out again, so that one that was told before it finds its place. What is known of the deal
// depends on the events in it only. Neither an event more nor the deal itself costs more as it grows. Borrows
// ontology and facts. Not thread-safe.
class DealTally {
 public:
  explicit DealTally(const Ontology& ontology) : ontology_(ontology) {}
  DealTally(const DealTally&) = delete;
  DealTally& operator=(const DealTally&) = delete;

  void Push(const state::v1::EventFact& fact);
  void Pop();
  size_t size() const { return told_.size(); }

  // The deal without name and links; at least one event is there.
  v1::Deal ToDeal() const;
  std::vector<DealCompany> Companies() const { return parties_.Companies(); }

 private:
  const Ontology& ontology_;
  std::vector<const state::v1::EventFact*> told_;
  Origins origins_;
  StatusTeller status_;
  std::map<v1::Certainty, int> certainties_;  // how often
  SourceTally sources_;
  PartyTally parties_;
  // Of a type that the ontology has, once there is an event.
  const v1::EventType* type_ = nullptr;
  std::optional<SlotsTally> slots_;
};

}  // namespace tearsheet
