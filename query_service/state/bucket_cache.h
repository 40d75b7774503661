// The buckets that were consolidated last, kept in memory from one batch to the next, so that an article that
// tells of a deal costs no reading of all the articles before it.
#pragma once

#include <cstdint>
#include <list>
#include <optional>
#include <string>

#include "absl/container/node_hash_map.h"
#include "absl/status/statusor.h"
#include "common/ontology.h"
#include "query_service/consolidation/event_bucket.h"
#include "query_service/state/state_store.h"

namespace tearsheet {

// Holds what the store holds, plus what the running transaction has changed so far: who drops a transaction
// calls Clear. Not thread-safe; borrows the ontology.
class BucketCache {
 public:
  // Keeps about `max_bytes` between batches; the bucket that was used last stays even when it is larger,
  // since reading it again with every article would cost more with each.
  BucketCache(const Ontology& ontology, int64_t max_bytes) : ontology_(ontology), max_bytes_(max_bytes) {}

  // The events of a bucket that count; read from `reader` when it is not here. Stays where it is until Trim
  // or Clear.
  absl::StatusOr<EventBucket*> Get(StateReader& reader, const std::string& key);

  // Whether a bucket that is here has events. Nothing when it is not here.
  std::optional<bool> HasEvents(const std::string& key) const;

  // An event counts from now on, or no longer. `stored`: the store has its row.
  absl::Status Add(StateReader& reader, const state::v1::EventFact& fact, int64_t extraction, bool stored);
  absl::Status Remove(StateReader& reader, const state::v1::EventFact& fact);

  // Lets go of the buckets that were used longest ago, beyond the bound.
  void Trim();
  void Clear();

 private:
  struct Entry {
    explicit Entry(const Ontology& ontology) : bucket(ontology) {}

    EventBucket bucket;
    std::list<const std::string*>::iterator place;
    // What kept_bytes_ holds of it.
    int64_t bytes = 0;
    // It was used since the last Trim.
    bool used = false;
  };

  const Ontology& ontology_;
  const int64_t max_bytes_;
  int64_t kept_bytes_ = 0;
  absl::node_hash_map<std::string, Entry> buckets_;
  // Keys of buckets_, the one used last in front; those used since the last Trim lie before all others.
  std::list<const std::string*> order_;
};

}  // namespace tearsheet
