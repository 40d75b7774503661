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
#include "query_service/consolidation/event_bucket.h"
#include "tearsheet/state/v1/event_fact.pb.h"
#include "tearsheet/v1/deal.pb.h"

namespace tearsheet {

// Changes whenever the same events give other deals, or stores keep them in another form, so that stores made
// by another one are rebuilt.
inline constexpr char kConsolidationVersion[] = "8";

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
  // Entities that it concerns. Borrowed from the events.
  std::vector<DealCompany> companies;
};

// Where an event of a loose bucket belongs: the deal of a bucket; null: none but those of its own kind.
struct Joined {
  std::string bucket;
  LiveDeal* deal = nullptr;
};

// A group of whole events that a loose event may join.
struct Candidate {
  std::string key;
  EventBucket* bucket = nullptr;
  size_t group = 0;
};

// Consolidates buckets. Keeps what it found of loose buckets: a change of their events, or of those that
// these may join, asks for a new Consolidator. Not thread-safe; borrows the ontology.
class Consolidator {
 public:
  explicit Consolidator(BucketSource source) : source_(std::move(source)) {}

  // The loose buckets whose events may join other deals than before when the buckets `changed` have changed.
  absl::StatusOr<std::set<std::string>> AffectedLoose(const std::set<std::string>& changed);

  // For each event of a loose bucket, in the order of the bucket, where it belongs. It is there then.
  absl::StatusOr<const std::vector<Joined>*> Joins(const std::string& loose);

  // Brings the deals of one bucket in line with the events.
  absl::StatusOr<EventBucket*> Settle(const std::string& bucket);
  // The deals of one bucket.
  absl::StatusOr<std::vector<ConsolidatedDeal>> Deals(const std::string& bucket);

 private:
  // Groups of whole events that `example`, which stands for all events of `loose`, shares a party with.
  absl::StatusOr<std::vector<Candidate>> CandidatesFor(const std::string& loose, const BucketEvent& example);

  const BucketSource source_;
  std::map<std::string, std::vector<Joined>> joins_;
};

// "deals/{event id}" for the deal that this event founds.
std::string DealName(const std::string& founding_event_id);

}  // namespace tearsheet
