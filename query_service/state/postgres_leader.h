// The one connection of a process that changes the state, and the lock that it holds.
#pragma once

#include <functional>
#include <memory>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/clock.h"
#include "query_service/state/postgres_pool.h"

namespace tearsheet {

// The lock is a session's advisory lock on the very connection that the changes go through: who loses the
// connection loses lock and transaction together, and whoever gets the lock next sees every commit made
// before. So no process that was taken for dead can commit. Not thread-safe.
class PostgresLeader {
 public:
  // `open` makes a session; `lock` is the number of the advisory lock. Borrows `clock`.
  PostgresLeader(PostgresPool::Open open, int64_t lock, Clock& clock)
      : open_(std::move(open)), lock_(lock), clock_(clock) {}

  // Whether this process holds the lock, for which it asks. Called about once a second by who holds it, so
  // that the server does not take it for frozen. Errors: those of connecting.
  absl::StatusOr<bool> TryToLead();
  // Gives the lock up. No transaction may be under way.
  void Resign();

  // As of the last TryToLead.
  bool leading() const { return leading_; }
  // Valid while leading.
  PostgresSession& session() { return *session_; }

 private:
  absl::Status Connect();
  // Ends the connection, and with it lock and transaction.
  void Drop();

  const PostgresPool::Open open_;
  const int64_t lock_;
  Clock& clock_;
  std::unique_ptr<PostgresSession> session_;
  bool leading_ = false;
  absl::Time checked_ = absl::InfinitePast();
};

}  // namespace tearsheet
