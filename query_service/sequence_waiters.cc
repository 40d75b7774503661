#include "query_service/sequence_waiters.h"

#include <utility>

#include "query_service/errors.h"

namespace tearsheet {

SequenceWaiters::SequenceWaiters(Clock& clock, int64_t applied, const SequenceWaitersOptions& options)
    : clock_(clock), options_(options), applied_(applied), thread_([this] { Run(); }) {}

SequenceWaiters::~SequenceWaiters() {
  Stop();
  {
    absl::MutexLock lock(&mutex_);
    ending_ = true;
  }
  thread_.join();
}

void SequenceWaiters::Wait(int64_t sequence, absl::Time deadline, absl::AnyInvocable<bool()> cancelled,
                           Continuation go_on) {
  absl::Status status;
  {
    absl::MutexLock lock(&mutex_);
    if (stopped_) {
      status = ShuttingDown();
    } else if (sequence > applied_) {
      if (waiting_.size() < options_.max_waiters) {
        waiting_.emplace(sequence,
                         Waiter{deadline, std::move(cancelled), std::move(go_on), absl::OkStatus()});
        return;
      }
      status = TooManyWaiters();
    }
  }
  go_on(status);
}

void SequenceWaiters::Advance(int64_t applied) {
  Waiters reached;
  {
    absl::MutexLock lock(&mutex_);
    applied_ = applied;
    const auto end = waiting_.upper_bound(applied);
    for (auto waiter = waiting_.begin(); waiter != end; ++waiter)
      reached.push_back(std::move(waiter->second));
    waiting_.erase(waiting_.begin(), end);
  }
  for (Waiter& waiter : reached) waiter.go_on(absl::OkStatus());
}

void SequenceWaiters::Stop() {
  std::multimap<int64_t, Waiter> waiting;
  {
    absl::MutexLock lock(&mutex_);
    stopped_ = true;
    waiting.swap(waiting_);
  }
  for (auto& [sequence, waiter] : waiting) waiter.go_on(ShuttingDown());
}

SequenceWaiters::Waiters SequenceWaiters::TakeExpired() {
  Waiters expired;
  const absl::Time now = clock_.TimeNow();
  for (auto waiter = waiting_.begin(); waiter != waiting_.end();) {
    absl::Status status;
    if (waiter->second.cancelled()) {
      status = absl::CancelledError("the caller has gone");
    } else if (waiter->second.deadline <= now) {
      status = SequenceNotReached(waiter->first, applied_);
    }
    if (status.ok()) {
      ++waiter;
      continue;
    }
    waiter->second.status = std::move(status);
    expired.push_back(std::move(waiter->second));
    waiter = waiting_.erase(waiter);
  }
  return expired;
}

void SequenceWaiters::Run() {
  while (true) {
    Waiters expired;
    {
      absl::MutexLock lock(&mutex_);
      // Idle without waiters; with some, a look per tick.
      mutex_.Await(absl::Condition(this, &SequenceWaiters::HasWorkOrEnds));
      if (ending_) return;
      mutex_.AwaitWithTimeout(absl::Condition(&ending_), options_.tick);
      if (ending_) return;
      expired = TakeExpired();
    }
    for (Waiter& waiter : expired) waiter.go_on(waiter.status);
  }
}

}  // namespace tearsheet
