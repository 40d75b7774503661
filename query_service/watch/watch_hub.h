// From applied changes to everybody who watches.
#pragma once

#include <atomic>
#include <cstdint>
#include <deque>
#include <memory>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_set.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "common/ontology.h"
#include "common/rpc.h"
#include "common/worker_pool.h"
#include "query_service/state/state_store.h"
#include "tearsheet/v1/query_service.pb.h"

namespace tearsheet {

class WatchStream;

struct WatchHubOptions {
  int max_watchers = 10'000;
  // Changes kept in memory for those who follow closely; others read the store.
  size_t ring_size = 4096;
  // Bytes of them; deals of many articles are large.
  size_t ring_bytes = 64 << 20;
  // A watcher that was up to date and then falls behind by more changes than this is too slow.
  int64_t max_lag = 4096;
  // A watcher whose write makes no progress for so long is too slow.
  absl::Duration max_stall = absl::Seconds(30);
  // A watcher who does not read how its watch ended for so long is cancelled.
  absl::Duration max_unread_end = absl::Seconds(30);
  // A sign of life follows the last step after so long.
  absl::Duration heartbeat = absl::Seconds(10);
};

// How watching goes.
struct WatchFigures {
  int watchers = 0;
  // Watches that ended because their callers read too slowly, since the start.
  int64_t too_slow = 0;
};

// A change, read once for all watchers.
struct WatchedChange {
  int64_t number = 0;
  v1::DealChange change;
  // Of `change`, about.
  size_t bytes = 0;
  // Of the deal before and after.
  std::vector<StoredDeal::Company> companies;
};

// What a watcher wants. Empty fields: everything.
struct WatchFilter {
  std::string entity_id;
  bool include_units = false;
  std::set<std::string> types;
  std::set<v1::Status> statuses;

  bool Matches(const WatchedChange& watched) const;
};

// Thread-safe. One thread tells of signs of life and looks after slow watchers.
class WatchHub {
 public:
  // Borrows all but the options.
  WatchHub(const Ontology& ontology, StateStore& store, WorkerPool& pool, RpcRunner& runner,
           const WatchHubOptions& options);
  // No stream may be left.
  ~WatchHub();

  // Reads what was added to the store and wakes the watchers; changes of `sequence` belong to the trace of
  // `traceparent`. Called by the follower only.
  void Publish(int64_t sequence, const std::string& traceparent = "")
      ABSL_LOCKS_EXCLUDED(ring_mutex_, streams_mutex_);

  // Asks all streams to end, those that come later too.
  void Drain() ABSL_LOCKS_EXCLUDED(streams_mutex_);

  int watchers() const ABSL_LOCKS_EXCLUDED(streams_mutex_);

  WatchFigures figures() const ABSL_LOCKS_EXCLUDED(streams_mutex_);

  // For streams.

  // False when there are too many.
  [[nodiscard]] bool TryAdd(WatchStream* stream) ABSL_LOCKS_EXCLUDED(streams_mutex_);
  void Remove(WatchStream* stream) ABSL_LOCKS_EXCLUDED(streams_mutex_);

  // A stream ends because its caller reads too slowly. Called with the stream's lock held.
  void CountTooSlow() { too_slow_.fetch_add(1, std::memory_order_relaxed); }

  // The first change after `cursor` that matches; moves `cursor` to it, or past everything known when there
  // is none. OUT_OF_RANGE when the ring does not reach back to `cursor`: read the store.
  absl::StatusOr<std::shared_ptr<const WatchedChange>> Next(const WatchFilter& filter, int64_t& cursor)
      ABSL_LOCKS_EXCLUDED(ring_mutex_);

  // Number of the last change published, and the sequence applied then.
  std::pair<int64_t, int64_t> Last() const ABSL_LOCKS_EXCLUDED(ring_mutex_);

  const Ontology& ontology() const { return ontology_; }
  StateStore& store() { return store_; }
  WorkerPool& pool() { return pool_; }
  RpcRunner& runner() { return runner_; }
  const WatchHubOptions& options() const { return options_; }

 private:
  void Run() ABSL_LOCKS_EXCLUDED(streams_mutex_);
  void ClearRing() ABSL_EXCLUSIVE_LOCKS_REQUIRED(ring_mutex_);
  absl::Status Load(int64_t sequence, const std::string& traceparent) ABSL_LOCKS_EXCLUDED(ring_mutex_);

  const Ontology& ontology_;
  StateStore& store_;
  WorkerPool& pool_;
  RpcRunner& runner_;
  const WatchHubOptions options_;

  mutable absl::Mutex ring_mutex_;
  // Consecutive numbers, the last one is `last_`.
  std::deque<std::shared_ptr<const WatchedChange>> ring_ ABSL_GUARDED_BY(ring_mutex_);
  size_t ring_bytes_ ABSL_GUARDED_BY(ring_mutex_) = 0;
  int64_t last_ ABSL_GUARDED_BY(ring_mutex_) = 0;
  int64_t sequence_ ABSL_GUARDED_BY(ring_mutex_) = 0;

  // Taken before that of a stream, never after.
  mutable absl::Mutex streams_mutex_;
  absl::flat_hash_set<WatchStream*> streams_ ABSL_GUARDED_BY(streams_mutex_);
  bool draining_ ABSL_GUARDED_BY(streams_mutex_) = false;
  bool ending_ ABSL_GUARDED_BY(streams_mutex_) = false;
  std::atomic<int64_t> too_slow_ = 0;
  std::thread thread_;
};

}  // namespace tearsheet
