// Follows the log and applies what it reads.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <thread>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "common/clock.h"
#include "common/ontology.h"
#include "event_log/event_log.h"
#include "query_service/state/applier.h"
#include "query_service/state/state_store.h"

namespace tearsheet {

struct FollowerOptions {
  // Bounds of one batch, which is one transaction.
  int max_records = 1000;
  int64_t max_bytes = 16 << 20;
  // How long one wait for the log lasts, and how long to pause after an error.
  absl::Duration wait = absl::Seconds(1);
};

// Where the follower stands.
struct FollowState {
  int64_t applied = 0;
  // As last heard; 0 before anything was.
  int64_t log_last = 0;
  // The state has reached the end of the log since the start and what it follows is that log.
  bool caught_up = false;
  // Empty when all is well.
  std::string error;
};

// One thread. A log that ends before the applied sequence is another log, or has lost records: the follower
// then says so and applies nothing until it is the right one again. Thread-safe.
class Follower {
 public:
  // Called on the follower's thread after each batch, and with an unchanged state when only the error has
  // changed.
  using Observer = std::function<void(const FollowState& state, const Applied& applied)>;

  // Borrows all; starts at the position of the store, which is `applied`.
  Follower(const Ontology& ontology, StateStore& store, EventLogReader& log, Clock& clock, int64_t applied,
           const FollowerOptions& options, Observer observer);
  // Interrupts the log's waits and ends the thread after the batch under way.
  ~Follower();

  FollowState state() const ABSL_LOCKS_EXCLUDED(mutex_);

 private:
  void Run();
  // Reads and applies one batch, or waits for one.
  absl::Status Step();
  void Update(const std::function<void(FollowState&)>& change, const Applied& applied)
      ABSL_LOCKS_EXCLUDED(mutex_);
  bool stopping() const ABSL_LOCKS_EXCLUDED(mutex_);

  const Ontology& ontology_;
  StateStore& store_;
  EventLogReader& log_;
  Clock& clock_;
  const FollowerOptions options_;
  const Observer observer_;

  mutable absl::Mutex mutex_;
  FollowState state_ ABSL_GUARDED_BY(mutex_);
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  std::thread thread_;
};

}  // namespace tearsheet
