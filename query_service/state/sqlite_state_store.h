// The state in one SQLite file: WAL, one writer, a pool of read snapshots.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "common/sqlite_checkpointer.h"
#include "query_service/state/hot_deals.h"
#include "query_service/state/sqlite_session.h"
#include "query_service/state/state_store.h"

namespace tearsheet {

// Thread-safe. Commits reach the operating system, not always the disk: the log is the source of truth, and
// after a power failure the follower applies again what the file has lost.
class SqliteStateStore : public StateStore {
 public:
  // Opens or makes the file; one of other versions is emptied. Errors: FAILED_PRECONDITION (another program's
  // file, or a newer one), UNAVAILABLE, DATA_LOSS.
  static absl::StatusOr<std::unique_ptr<SqliteStateStore>> Open(const std::string& path,
                                                                const StateStoreOptions& options);
  // No reader or transaction may be left.
  ~SqliteStateStore() override;

  using StateStore::Snapshot;
  absl::StatusOr<std::unique_ptr<StateReader>> Snapshot(const ReadLimits& limits) override;
  absl::StatusOr<std::unique_ptr<StateTransaction>> Begin() override;
  std::string Epoch() override { return epoch_; }
  std::optional<HotDeal> DealAtOnce(const std::string& deal_id, v1::DealView view) override {
    return hot_deals_.Find(deal_id, view);
  }
  void KeepDeal(const std::string& deal_id, v1::DealView view, const std::string& bytes,
                int64_t sequence) override {
    hot_deals_.Put(deal_id, view, bytes, sequence);
  }

 private:
  static constexpr size_t kHotDealBytes = 32 << 20;

  friend class SqliteStateTransaction;
  SqliteStateStore(std::string path, const StateStoreOptions& options)
      : path_(std::move(path)), options_(options) {}

  absl::Status Prepare();
  void GiveBack(std::unique_ptr<SqliteSession> session) ABSL_LOCKS_EXCLUDED(mutex_);
  void EndWriting() ABSL_LOCKS_EXCLUDED(mutex_);

  const std::string path_;
  const StateStoreOptions options_;
  // Set by Open, constant afterwards.
  std::string epoch_;
  // Filled by reads, kept right by the transaction.
  HotDeals hot_deals_{kHotDealBytes};
  // Used by whoever set `writing_`.
  std::unique_ptr<SqliteSession> writer_;
  std::unique_ptr<SqliteCheckpointer> checkpointer_;

  absl::Mutex mutex_;
  bool writing_ ABSL_GUARDED_BY(mutex_) = false;
  std::vector<std::unique_ptr<SqliteSession>> idle_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace tearsheet
