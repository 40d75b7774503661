// The connections that reads take turns with.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "common/clock.h"
#include "query_service/state/postgres_connection.h"
#include "query_service/state/postgres_words.h"

namespace tearsheet {

// A connection and what goes with it. Not thread-safe.
struct PostgresSession {
  std::unique_ptr<PostgresConnection> connection;
  std::unique_ptr<PostgresWords> words;
  // It came from the pool and may have been lost meanwhile.
  bool used_before = false;
};

struct PostgresPoolFigures {
  int open = 0;
  int in_use = 0;
  // Since the start: reads that waited for a connection, and connections that were opened.
  int64_t waits = 0;
  int64_t opened = 0;
};

// Thread-safe.
class PostgresPool {
 public:
  using Open = std::function<absl::StatusOr<std::unique_ptr<PostgresSession>>()>;

  // At most `size` sessions, made by `open` when they are needed. Borrows `clock`.
  PostgresPool(Open open, int size, Clock& clock) : open_(std::move(open)), size_(size), clock_(clock) {}
  // All sessions must be back.
  ~PostgresPool() = default;

  // An idle session, a new one, or the next one given back. RESOURCE_EXHAUSTED when none comes in time,
  // CANCELLED, DEADLINE_EXCEEDED, and the errors of opening one.
  absl::StatusOr<std::unique_ptr<PostgresSession>> Acquire(const ReadLimits& limits)
      ABSL_LOCKS_EXCLUDED(mutex_);
  // Takes a session back; one that is broken, or null, makes room for another.
  void Release(std::unique_ptr<PostgresSession> session) ABSL_LOCKS_EXCLUDED(mutex_);
  // Closes the idle ones: where one is lost, the others are.
  void DropIdle() ABSL_LOCKS_EXCLUDED(mutex_);

  PostgresPoolFigures figures() const ABSL_LOCKS_EXCLUDED(mutex_);

 private:
  bool CanTake() const ABSL_SHARED_LOCKS_REQUIRED(mutex_) { return !idle_.empty() || in_use_ < size_; }
  // Waits for CanTake.
  absl::Status Await(const ReadLimits& limits) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  const Open open_;
  const int size_;
  Clock& clock_;

  mutable absl::Mutex mutex_;
  std::vector<std::unique_ptr<PostgresSession>> idle_ ABSL_GUARDED_BY(mutex_);
  int in_use_ ABSL_GUARDED_BY(mutex_) = 0;
  int64_t waits_ ABSL_GUARDED_BY(mutex_) = 0;
  int64_t opened_ ABSL_GUARDED_BY(mutex_) = 0;
  // After a failure to connect: until then nobody tries again.
  absl::Time unreachable_until_ ABSL_GUARDED_BY(mutex_) = absl::InfinitePast();
};

}  // namespace tearsheet
