// The state in PostgreSQL, shared by all replicas of the query service: one of them changes it, all read it.
#pragma once

#include <atomic>
#include <memory>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "common/clock.h"
#include "query_service/state/postgres_leader.h"
#include "query_service/state/postgres_listener.h"
#include "query_service/state/postgres_pool.h"
#include "query_service/state/state_store.h"

namespace tearsheet {

struct PostgresOptions {
  PostgresEndpoint endpoint;
  // Schema that lists the states, and beginning of the names of theirs; see postgres_schema.h.
  std::string schema = "tearsheet";
  // Reads at a time. A process has two connections more: one that changes the state, one that hears of
  // changes.
  int connections = 8;
  // A state of other versions that no process has used for so long is removed.
  absl::Duration keep_unused = absl::Hours(24);
};

// Thread-safe, but for TryToLead, Resign, Begin and WaitForCommit, which one thread calls (and transactions,
// which end on it). A lost connection is made anew at its next use.
class PostgresStateStore : public StateStore {
 public:
  // Connects, makes what is missing and brings the tables to the newest version. Errors: INVALID_ARGUMENT
  // (options), UNAVAILABLE (not reachable), FAILED_PRECONDITION (refused, or of a newer program).
  static absl::StatusOr<std::unique_ptr<PostgresStateStore>> Open(const PostgresOptions& server,
                                                                  const StateStoreOptions& options,
                                                                  Clock& clock);
  // No reader or transaction may be left.
  ~PostgresStateStore() override;

  using StateStore::Snapshot;
  absl::StatusOr<std::unique_ptr<StateReader>> Snapshot(const ReadLimits& limits) override;
  // Leads if it does not yet; UNAVAILABLE when another process does.
  absl::StatusOr<std::unique_ptr<StateTransaction>> Begin() override;
  std::string Epoch() override ABSL_LOCKS_EXCLUDED(mutex_);
  absl::StatusOr<bool> TryToLead() override;
  void Resign() override { leader_->Resign(); }
  absl::Status WaitForCommit(absl::Duration timeout) override;
  void Interrupt() override { listener_->Interrupt(); }
  StoreFigures figures() const override;

 private:
  PostgresStateStore(const PostgresOptions& server, const StateStoreOptions& options, Clock& clock);

  absl::Status Prepare();
  absl::StatusOr<std::unique_ptr<PostgresSession>> OpenSession(const char* purpose);
  // A connection that keeps the state from being removed; reads the epoch.
  absl::StatusOr<std::unique_ptr<PostgresConnection>> OpenListener();
  // One try to begin a snapshot on `session`.
  absl::StatusOr<int64_t> BeginSnapshot(PostgresSession& session, const ReadLimits& limits);
  // After a fail-over that lost commits their numbers are given again: begins another epoch.
  absl::Status CheckEpoch(PostgresConnection& connection) ABSL_LOCKS_EXCLUDED(mutex_);
  absl::Status BecomeLeader();
  void EndWriting() ABSL_LOCKS_EXCLUDED(mutex_);

  const PostgresOptions server_;
  const StateStoreOptions options_;
  // Of the state of these versions.
  const std::string schema_;
  Clock& clock_;
  std::unique_ptr<PostgresPool> pool_;
  std::unique_ptr<PostgresLeader> leader_;
  std::unique_ptr<PostgresListener> listener_;
  absl::Time marked_ = absl::InfinitePast();

  // The greatest sequence that a snapshot has shown.
  std::atomic<int64_t> seen_ = 0;
  // A snapshot has shown less than an earlier one.
  std::atomic<bool> went_back_ = false;
  absl::Mutex mutex_;
  bool writing_ ABSL_GUARDED_BY(mutex_) = false;
  std::string epoch_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace tearsheet
