// Calls that wait for a sequence, without a thread each.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/functional/any_invocable.h"
#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "common/clock.h"

namespace tearsheet {

struct SequenceWaitersOptions {
  // More waiters than this are refused.
  size_t max_waiters = 10'000;
  // How often deadlines and cancellation are looked at.
  absl::Duration tick = absl::Milliseconds(20);
};

// Thread-safe. One thread looks at deadlines; what goes on does so on the thread that calls Advance or on
// that one, and must not block.
class SequenceWaiters {
 public:
  // Gets ok when the sequence is applied; else DEADLINE_EXCEEDED, CANCELLED or UNAVAILABLE.
  using Continuation = absl::AnyInvocable<void(const absl::Status&)>;

  // Borrows `clock`. `applied` is the sequence so far.
  SequenceWaiters(Clock& clock, int64_t applied, const SequenceWaitersOptions& options);
  ~SequenceWaiters();

  // Goes on at once when `sequence` is applied or there are too many waiters. `cancelled` tells whether the
  // caller has gone; it is asked until the continuation runs.
  void Wait(int64_t sequence, absl::Time deadline, absl::AnyInvocable<bool()> cancelled, Continuation go_on)
      ABSL_LOCKS_EXCLUDED(mutex_);

  // Everything up to `applied` is applied.
  void Advance(int64_t applied) ABSL_LOCKS_EXCLUDED(mutex_);

  // Ends all waits, present and future, with UNAVAILABLE.
  void Stop() ABSL_LOCKS_EXCLUDED(mutex_);

 private:
  struct Waiter {
    absl::Time deadline;
    absl::AnyInvocable<bool()> cancelled;
    Continuation go_on;
    absl::Status status;
  };
  using Waiters = std::vector<Waiter>;

  void Run() ABSL_LOCKS_EXCLUDED(mutex_);
  // Takes out those that are past their deadline or cancelled.
  Waiters TakeExpired() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  bool HasWorkOrEnds() const ABSL_SHARED_LOCKS_REQUIRED(mutex_) { return ending_ || !waiting_.empty(); }

  Clock& clock_;
  const SequenceWaitersOptions options_;
  absl::Mutex mutex_;
  int64_t applied_ ABSL_GUARDED_BY(mutex_);
  bool stopped_ ABSL_GUARDED_BY(mutex_) = false;
  bool ending_ ABSL_GUARDED_BY(mutex_) = false;
  std::multimap<int64_t, Waiter> waiting_ ABSL_GUARDED_BY(mutex_);
  std::thread thread_;
};

}  // namespace tearsheet
