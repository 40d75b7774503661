#include "query_service/state/postgres_leader.h"

#include <utility>

#include "common/status_macros.h"

namespace tearsheet {
namespace {

// Used so shortly ago, the connection needs no proof of life.
constexpr absl::Duration kFresh = absl::Milliseconds(500);
constexpr absl::Duration kPatience = absl::Seconds(1);
// A holder that is frozen, so that its machine still keeps the connection alive, loses the lock after so
// long; inside a transaction, where it may be computing, later.
constexpr char kIdleLimits[] = "SET idle_session_timeout='3s'; SET idle_in_transaction_session_timeout='10s'";

}  // namespace

absl::Status PostgresLeader::Connect() {
  ASSIGN_OR_RETURN(std::unique_ptr<PostgresSession> session, open_());
  RETURN_IF_ERROR(session->connection->ExecuteScript(kIdleLimits));
  session_ = std::move(session);
  return absl::OkStatus();
}

void PostgresLeader::Drop() {
  session_.reset();
  leading_ = false;
}

void PostgresLeader::Resign() {
  if (!leading_) return;
  // The server may be slow to notice the end of a connection; it answers this at once or is away.
  PostgresConnection& connection = *session_->connection;
  connection.SetLimits({.deadline = clock_.TimeNow() + kPatience, .cancelled = {}});
  connection.Query("SELECT pg_advisory_unlock($1)", PostgresValues().Int(lock_)).status().IgnoreError();
  Drop();
}

absl::StatusOr<bool> PostgresLeader::TryToLead() {
  const absl::Time now = clock_.TimeNow();
  if (session_ != nullptr && session_->connection->broken()) Drop();
  if (leading_ && now - checked_ < kFresh && now >= checked_) return true;
  if (leading_) {
    if (session_->connection->Query("SELECT 1").ok()) {
      checked_ = now;
      return true;
    }
    Drop();
  }
  while (true) {
    const bool fresh = session_ == nullptr;
    if (fresh) RETURN_IF_ERROR(Connect());
    const auto locked =
        session_->connection->Query("SELECT pg_try_advisory_lock($1)", PostgresValues().Int(lock_));
    if (locked.ok()) {
      leading_ = locked->Bool(0, 0);
      checked_ = now;
      return leading_;
    }
    Drop();
    // One that was idle for too long says nothing of the server.
    if (fresh) return locked.status();
  }
}

}  // namespace tearsheet
