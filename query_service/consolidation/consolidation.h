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
#include "query_service/consolidation/traits.h"
#include "tearsheet/state/v1/event_fact.pb.h"
#include "tearsheet/v1/deal.pb.h"

namespace tearsheet {

// Changes whenever the same events give other deals, so that stores made by another one are rebuilt.
inline constexpr char kConsolidationVersion[] = "4";

// Where the visible events lie.
struct BucketSource {
  // The visible events of a bucket, in any order.
  std::function<absl::StatusOr<std::vector<state::v1::EventFact>>(const std::string& bucket)> events;
  // The loose buckets that events of a bucket name, and the inverse. May name too many, never too few.
  std::function<absl::StatusOr<std::vector<std::string>>(const std::string& bucket)> loose_of;
  std::function<absl::StatusOr<std::vector<std::string>>(const std::string& loose)> whole_of;
};

// A deal and the events that tell of it.
struct ConsolidatedDeal {
  // Named after its founding event; its links are empty.
  v1::Deal deal;
  // Owned by the Consolidator.
  std::vector<const state::v1::EventFact*> events;
};

// Reads each bucket once. Not thread-safe; borrows the ontology. Errors are those of the source.
class Consolidator {
 public:
  Consolidator(const Ontology& ontology, BucketSource source)
      : ontology_(ontology), source_(std::move(source)) {}

  // `changed` and every bucket whose deals may change with them.
  absl::StatusOr<std::set<std::string>> Affected(const std::set<std::string>& changed);

  // The deals of one bucket.
  absl::StatusOr<std::vector<ConsolidatedDeal>> Deals(const std::string& bucket);

  // Number of events read.
  int64_t events_read() const { return events_read_; }

 private:
  // The events of a bucket, grouped by themselves.
  struct Bucket {
    std::vector<state::v1::EventFact> facts;
    std::vector<Traits> traits;
    std::vector<std::vector<int>> groups;
  };
  // A group of a bucket; index -1: none.
  struct Place {
    std::string bucket;
    int group = -1;
  };

  absl::StatusOr<const Bucket*> Read(const std::string& key);
  // For each event of a loose bucket, the group that it joins.
  absl::StatusOr<const std::vector<Place>*> Joins(const std::string& loose);
  ConsolidatedDeal Make(std::vector<const state::v1::EventFact*> events) const;

  const Ontology& ontology_;
  const BucketSource source_;
  std::map<std::string, std::unique_ptr<Bucket>> buckets_;
  std::map<std::string, std::vector<Place>> joins_;
  int64_t events_read_ = 0;
};

// "deals/{event id}" for the deal that this event founds.
std::string DealName(const std::string& founding_event_id);

}  // namespace tearsheet
