// How often and how much at a time one caller may call.
#pragma once

#include <atomic>
#include <list>
#include <memory>
#include <string>
#include <string_view>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"

namespace tearsheet {

struct CallerLimitOptions {
  // Calls per second of one caller over some time; 0 means any number.
  double calls_per_second = 0;
  // Calls that may come at once after a pause.
  int burst = 100;
  // Calls and streams of one caller that may run at a time; 0 means any number.
  int concurrent_calls = 0;
  // Callers that are told apart; those beyond share one allowance.
  size_t max_callers = 10'000;
};

// Thread-safe; outlives the places that it hands out.
class CallerLimits {
  struct Caller;

 public:
  // A running call of a caller; destroying it ends the call.
  class Place {
   public:
    Place() = default;
    Place(Place&&) noexcept = default;
    Place& operator=(Place&& other) noexcept;
    ~Place();

   private:
    friend CallerLimits;
    explicit Place(std::shared_ptr<Caller> caller);
    std::shared_ptr<Caller> caller_;
  };

  explicit CallerLimits(const CallerLimitOptions& options) : options_(options) {}

  // False when every caller may do anything.
  bool Active() const { return options_.calls_per_second > 0 || options_.concurrent_calls > 0; }

  // Lets one call of `caller` begin at `now`. RESOURCE_EXHAUSTED with RetryInfo when it has used up its
  // allowance, reason CALLER_RATE_LIMIT or CALLER_CONCURRENCY_LIMIT.
  absl::StatusOr<Place> Begin(const std::string& caller, absl::Time now) ABSL_LOCKS_EXCLUDED(mutex_);

 private:
  std::shared_ptr<Caller> Find(const std::string& name, absl::Time now) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  // Forgets a caller that has not called for longest and runs nothing; false when there is none such among
  // the oldest few.
  bool ForgetOne() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  const CallerLimitOptions options_;
  absl::Mutex mutex_;
  // Those that called latest come first.
  std::list<std::shared_ptr<Caller>> recent_ ABSL_GUARDED_BY(mutex_);
  absl::flat_hash_map<std::string, std::list<std::shared_ptr<Caller>>::iterator> callers_
      ABSL_GUARDED_BY(mutex_);
};

}  // namespace tearsheet
