// The state as it stood at a time, computed from the events that were visible then.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/ontology.h"
#include "query_service/consolidation/consolidation.h"
#include "query_service/state/state_store.h"
#include "tearsheet/v1/explanation.pb.h"

namespace tearsheet {

// More events than this are not read for one question about the past.
inline constexpr int64_t kMaxEventsOfPast = 50'000;

// Answers what StateReader answers of the present, of a read point that lies in the past. The same pure
// function runs over the events that were visible then, bucket by bucket as far as the question goes. Not
// thread-safe; borrows both. Errors: those of the reader, and RESOURCE_EXHAUSTED (kMaxEventsOfPast) that says
// what to narrow.
class PastState {
 public:
  PastState(const Ontology& ontology, StateReader& reader, const AsOf& as_of);

  // The deal that `deal_id` led to then.
  absl::StatusOr<std::optional<v1::Deal>> Deal(const std::string& deal_id);
  // Why that deal is one, and what keeps similar ones apart.
  absl::StatusOr<std::optional<v1::DealExplanation>> Explain(const std::string& deal_id);
  absl::StatusOr<DealPage> ListDeals(const DealQuery& query);
  // Events that counted then, each with the id of its deal then.
  absl::StatusOr<EventPage> ListEvents(const EventQuery& query);
  // Id of the deal of an event; empty when it did not count then or makes none.
  absl::StatusOr<std::string> DealOfEvent(const std::string& event_id);

 private:
  struct Place {
    std::string bucket;
    size_t index = 0;
  };

  absl::StatusOr<bool> IsVisible(const StoredEvent& event);
  // The visible events of a bucket, read once.
  absl::StatusOr<EventBucket*> VisibleEvents(const std::string& bucket);
  absl::StatusOr<std::vector<state::v1::EventFact>> VisibleOfUri(const std::string& uri);
  // The deals of a bucket, computed once.
  absl::StatusOr<std::vector<ConsolidatedDeal>*> Deals(const std::string& bucket);
  // An event of a bucket with all that the store has of it.
  absl::StatusOr<StoredEvent> Whole(const BucketEvent& event, const std::string& deal_id);
  // Where the deal of a visible event is; nothing when the event was not visible or makes none.
  absl::StatusOr<std::optional<Place>> Find(const std::string& event_id);
  // The deal that a name once given led to then.
  absl::StatusOr<std::optional<Place>> Resolve(const std::string& deal_id);

  const Ontology& ontology_;
  StateReader& reader_;
  const AsOf as_of_;
  std::map<std::string, std::optional<VisibleExtraction>> visible_;  // by URI
  std::map<std::string, std::unique_ptr<EventBucket>> buckets_;
  std::map<std::string, std::vector<ConsolidatedDeal>> deals_;
  int64_t events_read_ = 0;
  Consolidator consolidator_;
};

}  // namespace tearsheet
