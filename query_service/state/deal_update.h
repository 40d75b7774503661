// Brings the stored deals in line with the events that count.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/ontology.h"
#include "query_service/consolidation/consolidation.h"
#include "query_service/state/bucket_cache.h"
#include "query_service/state/state_store.h"

namespace tearsheet {

// One batch's change of the deals, in two steps: deals are computed before the batch's events are written,
// so that each event is written once, with its deal. Not thread-safe; borrows all.
class DealUpdate {
 public:
  DealUpdate(const Ontology& ontology, StateTransaction& transaction, BucketCache& buckets);

  // Computes the deals of the buckets whose counting events have `changed`, and of those that depend on
  // them.
  absl::Status Compute(std::set<std::string> changed);

  // The deal of an event that belongs to another one than before, or is new. Null: neither.
  const std::string* NewDealOf(const std::string& event_id) const;

  // Writes what differs, together with the changes. Returns the number of changes.
  absl::StatusOr<int64_t> Write(int64_t sequence, int64_t ingest_nanos);

 private:
  struct New {
    std::string bucket;
    LiveDeal* deal = nullptr;
  };

  // Buckets whose deals a loose event has joined or left.
  absl::StatusOr<std::set<std::string>> Rejoined(const std::set<std::string>& changed);
  absl::Status ComputeBucket(const std::string& bucket);
  // The deal is to be written as `id`, if it differs from what is stored.
  void AddNew(const std::string& bucket, LiveDeal& deal);
  // Of deals that are linked with an event which has changed its deal, the links are asked for anew.
  absl::Status UpdateLinks();
  absl::Status WriteDeal(const std::string& id, const New& entry, const FullDeal* old,
                         std::vector<StoredChange>& changes);

  const Ontology& ontology_;
  StateTransaction& transaction_;
  BucketCache& buckets_;
  Consolidator consolidator_;
  std::set<std::string> computed_;
  std::map<std::string, std::string> new_deal_of_;  // by event id
  std::vector<BucketEvent*> changed_;               // the same events
  std::map<std::string, New> new_;                  // by deal id
  // Ids under which something may be stored that is to be compared or removed.
  std::set<std::string> old_;
};

// Fills the links of a deal of these events.
absl::Status AddLinks(const std::vector<BucketEvent*>& events, const DealOfEvent& deal_of, v1::Deal& deal);

// What lists and filters ask for, with the bytes of both views. Equal deals give equal bytes.
StoredDeal ToStoredDeal(v1::Deal deal, const std::vector<DealCompany>& companies, const std::string& bucket);

}  // namespace tearsheet
