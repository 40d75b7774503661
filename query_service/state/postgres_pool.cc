#include "query_service/state/postgres_pool.h"

#include <algorithm>
#include <utility>

#include "common/status_macros.h"
#include "query_service/state/postgres_error.h"

namespace tearsheet {
namespace {

// Longer queues would only hide that there are too few connections.
constexpr absl::Duration kMaxWait = absl::Seconds(5);
constexpr absl::Duration kWaitTick = absl::Milliseconds(20);
// A server that is away is asked so often, not once per read.
constexpr absl::Duration kConnectPause = absl::Milliseconds(200);

}  // namespace

absl::Status PostgresPool::Await(const ReadLimits& limits) {
  if (CanTake()) return absl::OkStatus();
  ++waits_;
  const absl::Time until = std::min(clock_.TimeNow() + kMaxWait, limits.deadline);
  while (!mutex_.AwaitWithTimeout(absl::Condition(this, &PostgresPool::CanTake), kWaitTick)) {
    if (limits.cancelled && limits.cancelled()) return PostgresCancelled();
    if (clock_.TimeNow() >= until) return PostgresPoolExhausted(size_);
  }
  return absl::OkStatus();
}

absl::StatusOr<std::unique_ptr<PostgresSession>> PostgresPool::Acquire(const ReadLimits& limits) {
  {
    absl::MutexLock lock(&mutex_);
    RETURN_IF_ERROR(Await(limits));
    if (idle_.empty() && clock_.TimeNow() < unreachable_until_) return PostgresUnreachable();
    ++in_use_;
    if (!idle_.empty()) {
      std::unique_ptr<PostgresSession> session = std::move(idle_.back());
      idle_.pop_back();
      return session;
    }
  }
  auto session = open_();
  absl::MutexLock lock(&mutex_);
  if (session.ok()) {
    ++opened_;
    return session;
  }
  --in_use_;
  unreachable_until_ = clock_.TimeNow() + kConnectPause;
  return session;
}

void PostgresPool::Release(std::unique_ptr<PostgresSession> session) {
  if (session != nullptr && session->connection->broken()) session.reset();
  absl::MutexLock lock(&mutex_);
  --in_use_;
  if (session == nullptr) return;
  session->used_before = true;
  idle_.push_back(std::move(session));
}

void PostgresPool::DropIdle() {
  std::vector<std::unique_ptr<PostgresSession>> dropped;
  absl::MutexLock lock(&mutex_);
  dropped.swap(idle_);
}

PostgresPoolFigures PostgresPool::figures() const {
  absl::MutexLock lock(&mutex_);
  return {static_cast<int>(idle_.size()) + in_use_, in_use_, waits_, opened_};
}

}  // namespace tearsheet
