// From applied changes to those who watch them.
#pragma once

#include <atomic>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "common/ontology.h"
#include "common/rpc.h"
#include "common/worker_pool.h"
#include "query_service/state/state_store.h"
#include "query_service/watch/change_ring.h"
#include "query_service/watch/watch_index.h"

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
  // Sequence of which everybody was told what concerns them.
  int64_t announced = 0;
};

// A point up to which all watchers were told what concerns them.
struct Announced {
  // Number of the last change.
  int64_t number = 0;
  // Sequence applied.
  int64_t sequence = 0;
};

// Thread-safe. One thread reads what was applied and wakes the watchers that it concerns; the others do
// nothing, and where they stand moves with `announced`. Another thread tells signs of life and looks after
// slow watchers.
class WatchHub {
 public:
  // Borrows all but the options. What `store` has is taken as announced.
  WatchHub(const Ontology& ontology, StateStore& store, WorkerPool& pool, RpcRunner& runner,
           const WatchHubOptions& options);
  // No stream may be left.
  ~WatchHub();

  // The store has applied up to `sequence`; changes of `sequence` belong to the trace of `traceparent`.
  // Returns at once.
  void Publish(int64_t sequence, const std::string& traceparent = "") ABSL_LOCKS_EXCLUDED(published_mutex_);

  // Asks all streams to end, those that come later too.
  void Drain() ABSL_LOCKS_EXCLUDED(streams_mutex_);

  int watchers() const ABSL_LOCKS_EXCLUDED(streams_mutex_);

  WatchFigures figures() const ABSL_LOCKS_EXCLUDED(streams_mutex_);

  // For streams.

  // The id of `stream`, which is kept until Remove; 0 when there are too many.
  WatchIndex::Id TryAdd(const std::shared_ptr<WatchStream>& stream) ABSL_LOCKS_EXCLUDED(streams_mutex_);
  // From now on the stream is woken for changes that match; once.
  void Subscribe(WatchIndex::Id id, const WatchFilter& filter) ABSL_LOCKS_EXCLUDED(streams_mutex_);
  void Remove(WatchIndex::Id id) ABSL_LOCKS_EXCLUDED(streams_mutex_);

  // A stream ends because its caller reads too slowly. Called with the stream's lock held.
  void CountTooSlow() { too_slow_.fetch_add(1, std::memory_order_relaxed); }

  // As ChangeRing::Next. A stream that was subscribed before and gets null from here is woken for whatever
  // follows.
  absl::StatusOr<std::shared_ptr<const WatchedChange>> Next(const WatchFilter& filter, int64_t& cursor) const
      ABSL_LOCKS_EXCLUDED(ring_mutex_);

  // Number of the last change read, announced or not.
  int64_t last() const ABSL_LOCKS_EXCLUDED(ring_mutex_);
  Announced announced() const ABSL_LOCKS_EXCLUDED(ring_mutex_);

  const Ontology& ontology() const { return ontology_; }
  StateStore& store() { return store_; }
  WorkerPool& pool() { return pool_; }
  RpcRunner& runner() { return runner_; }
  const WatchHubOptions& options() const { return options_; }

 private:
  // Watchers, each with the first change that concerns it.
  using Wanted = absl::flat_hash_map<WatchIndex::Id, int64_t>;
  // By sequence.
  using Traces = std::map<int64_t, std::string>;

  bool HasPublishedOrEnds() const ABSL_SHARED_LOCKS_REQUIRED(published_mutex_) {
    return ending_ || published_;
  }
  void RunAnnouncing() ABSL_LOCKS_EXCLUDED(published_mutex_);
  void RunTicking() ABSL_LOCKS_EXCLUDED(published_mutex_);
  // Everything that the store has now.
  absl::Status Announce(const Traces& traces) ABSL_LOCKS_EXCLUDED(ring_mutex_, streams_mutex_);
  // The changes after the last one, at most a page, and who wants them.
  absl::Status LoadPage(StateReader& reader, const Traces& traces, Wanted& wanted)
      ABSL_LOCKS_EXCLUDED(ring_mutex_, streams_mutex_);
  void Wake(const Wanted& wanted) ABSL_LOCKS_EXCLUDED(streams_mutex_);
  void SetAnnounced(const Announced& announced) ABSL_LOCKS_EXCLUDED(ring_mutex_);
  // Also those that begin or end meanwhile, or not.
  std::vector<std::shared_ptr<WatchStream>> streams() const ABSL_LOCKS_EXCLUDED(streams_mutex_);

  const Ontology& ontology_;
  StateStore& store_;
  WorkerPool& pool_;
  RpcRunner& runner_;
  const WatchHubOptions options_;

  mutable absl::Mutex ring_mutex_;
  ChangeRing ring_ ABSL_GUARDED_BY(ring_mutex_);
  Announced announced_ ABSL_GUARDED_BY(ring_mutex_);

  // No lock of a stream is taken with it.
  mutable absl::Mutex streams_mutex_;
  absl::flat_hash_map<WatchIndex::Id, std::shared_ptr<WatchStream>> streams_ ABSL_GUARDED_BY(streams_mutex_);
  WatchIndex index_ ABSL_GUARDED_BY(streams_mutex_);
  WatchIndex::Id last_id_ ABSL_GUARDED_BY(streams_mutex_) = 0;
  bool draining_ ABSL_GUARDED_BY(streams_mutex_) = false;
  std::atomic<int64_t> too_slow_ = 0;

  mutable absl::Mutex published_mutex_;
  // There may be something to announce, and its traces, of which only the last ones are kept.
  bool published_ ABSL_GUARDED_BY(published_mutex_) = false;
  Traces traces_ ABSL_GUARDED_BY(published_mutex_);
  bool ending_ ABSL_GUARDED_BY(published_mutex_) = false;
  // Used by the announcing thread only.
  std::string epoch_;
  std::thread announcing_;
  std::thread ticking_;
};

}  // namespace tearsheet
