#include "common/security/caller_limits.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/error.h"

namespace tearsheet {
namespace {

// The caller that all share who are one too many. No identity and no address is empty.
constexpr char kOthers[] = "";
// Callers looked at to find one that can be forgotten: the work per call stays bounded.
constexpr int kForgetTries = 8;
constexpr absl::Duration kConcurrencyRetry = absl::Milliseconds(100);

absl::Status OverRate(double calls_per_second, absl::Duration wait) {
  return ErrorBuilder(absl::StatusCode::kResourceExhausted, "CALLER_RATE_LIMIT",
                      absl::StrCat("this caller may make ", calls_per_second, " calls per second"))
      .RetryAfter(wait)
      .Build();
}

absl::Status OverConcurrency(int limit) {
  return ErrorBuilder(absl::StatusCode::kResourceExhausted, "CALLER_CONCURRENCY_LIMIT",
                      absl::StrCat("this caller may have ", limit, " calls and streams at a time"))
      .RetryAfter(kConcurrencyRetry)
      .Build();
}

}  // namespace

// Guarded by the mutex of the limits, except `running`, which calls lower as they end.
struct CallerLimits::Caller {
  Caller(std::string name, double tokens, absl::Time now)
      : name(std::move(name)), tokens(tokens), updated(now) {}

  const std::string name;
  // The bucket: calls that may begin now.
  double tokens;
  absl::Time updated;
  std::atomic<int> running = 0;
};

CallerLimits::Place::Place(std::shared_ptr<Caller> caller) : caller_(std::move(caller)) {
  caller_->running.fetch_add(1, std::memory_order_relaxed);
}

CallerLimits::Place::~Place() {
  if (caller_ != nullptr) caller_->running.fetch_sub(1, std::memory_order_relaxed);
}

CallerLimits::Place& CallerLimits::Place::operator=(Place&& other) noexcept {
  std::swap(caller_, other.caller_);
  return *this;
}

absl::StatusOr<CallerLimits::Place> CallerLimits::Begin(const std::string& name, absl::Time now) {
  if (!Active()) return Place();
  absl::MutexLock lock(&mutex_);
  const std::shared_ptr<Caller> caller = Find(name, now);
  if (options_.concurrent_calls > 0 &&
      caller->running.load(std::memory_order_relaxed) >= options_.concurrent_calls)
    return OverConcurrency(options_.concurrent_calls);
  if (options_.calls_per_second > 0) {
    // A clock that was set back refills nothing.
    const double passed = std::max(0.0, absl::ToDoubleSeconds(now - caller->updated));
    caller->tokens = std::min<double>(options_.burst, caller->tokens + passed * options_.calls_per_second);
    caller->updated = now;
    if (caller->tokens < 1) {
      return OverRate(options_.calls_per_second,
                      absl::Seconds((1 - caller->tokens) / options_.calls_per_second));
    }
    caller->tokens -= 1;
  }
  return Place(caller);
}

std::shared_ptr<CallerLimits::Caller> CallerLimits::Find(const std::string& name, absl::Time now) {
  if (const auto found = callers_.find(name); found != callers_.end()) {
    recent_.splice(recent_.begin(), recent_, found->second);
    return *found->second;
  }
  if (name != kOthers && callers_.size() >= options_.max_callers && !ForgetOne()) return Find(kOthers, now);
  recent_.push_front(std::make_shared<Caller>(name, options_.burst, now));
  callers_[name] = recent_.begin();
  return recent_.front();
}

bool CallerLimits::ForgetOne() {
  auto oldest = recent_.end();
  for (int tries = 0; tries < kForgetTries && oldest != recent_.begin(); ++tries) {
    --oldest;
    if ((*oldest)->running.load(std::memory_order_relaxed) > 0) continue;
    callers_.erase((*oldest)->name);
    recent_.erase(oldest);
    return true;
  }
  return false;
}

}  // namespace tearsheet
