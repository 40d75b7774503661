// Makes log records into state.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/ontology.h"
#include "event_log/event_log.h"
#include "query_service/state/bucket_cache.h"
#include "query_service/state/state_store.h"

namespace tearsheet {

// What a batch did.
struct Applied {
  // Last sequence that the state now holds.
  int64_t sequence = 0;
  // Number of deals that changed.
  int64_t changes = 0;
  // Number of records that were set aside.
  int64_t set_aside = 0;
  // Of the record of `sequence`; empty when it belongs to no trace.
  std::string traceparent = {};
};

// Applies batch after batch to a store, and keeps in memory what the next one is likely to need. Used by one
// thread; borrows both.
class Applier {
 public:
  // Of the events that were consolidated last, about 3 kB each.
  static constexpr int64_t kCachedBytes = int64_t{256} << 20;

  Applier(const Ontology& ontology, StateStore& store, int64_t cached_bytes = kCachedBytes)
      : ontology_(ontology), store_(store), buckets_(ontology, cached_bytes) {}

  // See ApplyRecords.
  absl::StatusOr<Applied> Apply(const std::vector<SequencedRecord>& records);

 private:
  absl::StatusOr<Applied> TryApply(const std::vector<SequencedRecord>& records);

  const Ontology& ontology_;
  StateStore& store_;
  BucketCache buckets_;
  // Where the store stood when the cache was right; -1: the cache is empty.
  int64_t position_ = -1;
};

// Applies `records`, which follow on the position of the store without gaps (those that it already holds are
// skipped), in one transaction: every record takes effect exactly once, and each deal that they touch is
// computed once. A record that cannot be applied is set aside with the reason and does not stop the others.
// Errors: DATA_LOSS when a record is missing before the first one, and those of the store; nothing is changed
// then.
absl::StatusOr<Applied> ApplyRecords(const Ontology& ontology, StateStore& store,
                                     const std::vector<SequencedRecord>& records);

}  // namespace tearsheet
