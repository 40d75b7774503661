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
  // How often a follower of another process's commits looks whether it must take over.
  absl::Duration take_over = absl::Milliseconds(500);
};

// A point of the state.
struct StatePosition {
  // Last sequence applied.
  int64_t sequence = 0;
  // Number of the last change.
  int64_t last_change = 0;
};

// Where the follower stands.
struct FollowState {
  int64_t applied = 0;
  // As last heard; 0 before anything was.
  int64_t log_last = 0;
  // The state has reached the end of the log since the start, can be read, and what it follows is that log.
  bool caught_up = false;
  // This process applies the log; else it follows the commits of the one that does.
  bool applies = false;
  // Empty when all is well.
  std::string error;
};

// One thread. Of the processes that share a store, the leader applies the log; the others follow its commits
// and ask for the lead, which a process gives up when it cannot read the log. A log that ends before the
// applied sequence is another log, or has lost records: the follower then says so and applies nothing until
// it is the right one again. Thread-safe.
class Follower {
 public:
  // Called on the follower's thread after each batch, its own or another process's, and about once a second
  // with an unchanged state.
  using Observer = std::function<void(const FollowState& state, const Applied& applied)>;

  // Borrows all; starts at the position of the store, which is `start` or later.
  Follower(const Ontology& ontology, StateStore& store, EventLogReader& log, Clock& clock,
           const StatePosition& start, const FollowerOptions& options, Observer observer);
  // Interrupts all waits, ends the thread after the batch under way, and gives up the lead.
  ~Follower();

  FollowState state() const ABSL_LOCKS_EXCLUDED(mutex_);

 private:
  void Run();
  // Reads and applies one batch, or waits for one.
  absl::Status Step();
  // Looks at what other processes have committed.
  absl::Status ReadPosition();
  absl::Status ApplyNext(int64_t applied, int64_t last);
  void SetLog(int64_t last);
  void Update(const std::function<void(FollowState&)>& change, const Applied& applied)
      ABSL_LOCKS_EXCLUDED(mutex_);
  bool stopping() const ABSL_LOCKS_EXCLUDED(mutex_);

  StateStore& store_;
  Applier applier_;
  EventLogReader& log_;
  Clock& clock_;
  const FollowerOptions options_;
  const Observer observer_;

  // Used by the thread only.
  bool leads_ = false;
  int64_t last_change_;

  mutable absl::Mutex mutex_;
  FollowState state_ ABSL_GUARDED_BY(mutex_);
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  std::thread thread_;
};

}  // namespace tearsheet
