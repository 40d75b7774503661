// Events to deals: the pure core of the query service.
//
// The deals of a bucket depend on the visible events of that bucket and, for the few types that can do with
// one of several roles, of the buckets that a loose event might join (bucket.h). Nothing else has influence:
// no clock, no arrival order beyond the names of deals, no randomness. So a change of a few events is a
// change of a few buckets, and a read of the past is the same computation over the events that were visible
// then.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/ontology.h"
#include "query_service/consolidation/event_bucket.h"
#include "tearsheet/state/v1/event_fact.pb.h"
#include "tearsheet/v1/deal.pb.h"

namespace tearsheet {

// Changes whenever the same events give other deals, so that stores made by another one are rebuilt.
inline constexpr char kConsolidationVersion[] = "6";

// Where the visible events lie.
struct BucketSource {
  // A bucket of visible events. Owned by the source; stays as it is while a Consolidator borrows it.
  std::function<absl::StatusOr<EventBucket*>(const std::string& bucket)> bucket;
  // The loose buckets that events of a bucket name, and the inverse. May name too many, never too few.
  std::function<absl::StatusOr<std::vector<std::string>>(const std::string& bucket)> loose_of;
  std::function<absl::StatusOr<std::vector<std::string>>(const std::string& loose)> whole_of;
};

// A deal and the events that tell of it.
struct ConsolidatedDeal {
  // Named after its founding event; its links are empty.
  v1::Deal deal;
  // They lie in the buckets of the source.
  std::vector<BucketEvent*> events;
};

// A group of a bucket; index -1: none.
struct GroupPlace {
  std::string bucket;
  int group = -1;
};

// Not thread-safe; borrows the ontology. Errors are those of the source.
class Consolidator {
 public:
  Consolidator(const Ontology& ontology, BucketSource source)
      : ontology_(ontology), source_(std::move(source)) {}

  // The loose buckets whose events may join other deals than before when the buckets `changed` have changed.
  absl::StatusOr<std::set<std::string>> AffectedLoose(const std::set<std::string>& changed);

  // For each event of a loose bucket, the group that it joins.
  absl::StatusOr<const std::vector<GroupPlace>*> Joins(const std::string& loose);

  // The deals of one bucket.
  absl::StatusOr<std::vector<ConsolidatedDeal>> Deals(const std::string& bucket);

 private:
  ConsolidatedDeal Make(std::vector<BucketEvent*> events) const;

  const Ontology& ontology_;
  const BucketSource source_;
  std::map<std::string, std::vector<GroupPlace>> joins_;
};

// "deals/{event id}" for the deal that this event founds.
std::string DealName(const std::string& founding_event_id);

}  // namespace tearsheet
