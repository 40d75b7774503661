// The state in one SQLite file: WAL, one writer, a pool of read snapshots.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "query_service/state/sqlite_session.h"
#include "query_service/state/state_store.h"

namespace tearsheet {

struct SqliteStateStoreOptions {
  // Versions of what makes the state. A file that others made is emptied, so that it is rebuilt from the log.
  std::string ontology_version;
  std::string consolidation_version;
  // Bounds of what WatchDeals can go back to, whichever is reached first.
  int64_t max_changes = 100'000;
  absl::Duration max_change_age = absl::Hours(7 * 24);
};

// Thread-safe. Commits reach the operating system, not always the disk: the log is the source of truth, and
// after a power failure the follower applies again what the file has lost.
class SqliteStateStore : public StateStore {
 public:
  // Opens or makes the file. Errors: FAILED_PRECONDITION (another program's file, or a newer one),
  // UNAVAILABLE, DATA_LOSS.
  static absl::StatusOr<std::unique_ptr<SqliteStateStore>> Open(const std::string& path,
                                                                const SqliteStateStoreOptions& options);
  // No reader or transaction may be left.
  ~SqliteStateStore() override;

  absl::StatusOr<std::unique_ptr<StateReader>> Snapshot() override;
  absl::StatusOr<std::unique_ptr<StateTransaction>> Begin() override;
  std::string Epoch() override { return epoch_; }

 private:
  friend class SqliteStateTransaction;
  SqliteStateStore(std::string path, const SqliteStateStoreOptions& options)
      : path_(std::move(path)), options_(options) {}

  absl::Status Prepare();
  void GiveBack(std::unique_ptr<SqliteSession> session) ABSL_LOCKS_EXCLUDED(mutex_);
  void EndWriting() ABSL_LOCKS_EXCLUDED(mutex_);

  const std::string path_;
  const SqliteStateStoreOptions options_;
  // Set by Open, constant afterwards.
  std::string epoch_;
  // Used by whoever set `writing_`.
  std::unique_ptr<SqliteSession> writer_;

  absl::Mutex mutex_;
  bool writing_ ABSL_GUARDED_BY(mutex_) = false;
  std::vector<std::unique_ptr<SqliteSession>> idle_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace tearsheet
