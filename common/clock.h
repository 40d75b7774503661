// The time of day, handed in wherever it is needed so that tests decide it. Shaped like absl::Clock, which
// the packaged Abseil does not have yet.
#pragma once

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"

namespace tearsheet {

// Thread-safe.
class Clock {
 public:
  virtual ~Clock() = default;

  // The present time. May step backwards when the machine's clock is set.
  virtual absl::Time TimeNow() = 0;

  // The clock of the machine; lives for the whole process.
  static Clock& Real();
};

// A clock that stands still until it is told to move.
class SimulatedClock : public Clock {
 public:
  explicit SimulatedClock(absl::Time now) : now_(now) {}

  absl::Time TimeNow() override {
    absl::MutexLock lock(&mutex_);
    return now_;
  }

  void AdvanceTime(absl::Duration by) {
    absl::MutexLock lock(&mutex_);
    now_ += by;
  }

 private:
  absl::Mutex mutex_;
  absl::Time now_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace tearsheet
