// The embedded log: one SQLite file in WAL mode, synced at every append. docs/log_format.md describes the
// file, docs/adr/0007-embedded-log.md why it is so.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "common/sqlite.h"
#include "common/sqlite_checkpointer.h"
#include "event_log/event_log.h"
#include "event_log/owner_file.h"
#include "event_log/record_format.h"
#include "event_log/record_ids.h"
#include "event_log/sqlite_log_file.h"

namespace tearsheet {

struct SqliteEventLogOptions {
  LogCheck check = LogCheck::kFull;
  // Record ids that go into the index at a time, see RecordIds.
  size_t index_round = 16'384;
  // Pages of 16 kB in the -wal file before they are folded into the log.
  int checkpoint_pages = 4096;
};

// Thread-safe: one writer at a time beside any number of readers, each with a connection of its own.
class SqliteEventLog : public EventLog {
 public:
  // Opens or makes the log at `path`; makes its folder too when only that is missing. A file that may not be
  // written is opened all the same: it can be read, and appends fail with UNAVAILABLE until it may. Errors:
  // FAILED_PRECONDITION (another process owns it, or it is no log of this version), DATA_LOSS (it is damaged
  // or has lost acknowledged records; the message says where and what to do), UNAVAILABLE.
  static absl::StatusOr<std::unique_ptr<SqliteEventLog>> Open(const std::string& path,
                                                              const SqliteEventLogOptions& options = {});
  // Folds the -wal file into the log. No call may be running.
  ~SqliteEventLog() override;

  absl::StatusOr<std::vector<SequencedRecord>> Read(int64_t from_sequence, int max_records,
                                                    int64_t max_bytes) override;
  absl::StatusOr<int64_t> LastSequence() override;
  absl::StatusOr<int64_t> WaitFor(int64_t sequence, absl::Time deadline) override;
  void Interrupt() override;
  absl::StatusOr<std::vector<Appended>> Append(const std::vector<log::v1::LogRecord>& records) override;
  absl::StatusOr<std::optional<int64_t>> Find(const std::string& record_id) override;
  int64_t max_record_bytes() override { return kMaxRecordBytes; }

 private:
  struct Writer {
    SqliteConnection connection;
    SqliteStatement insert;
    SqliteStatement find;
    // In the -wal file after the last commit.
    int wal_pages = 0;
  };
  struct Reader {
    SqliteConnection connection;
    SqliteStatement read;
    SqliteStatement find;
  };

  SqliteEventLog(std::string path, std::unique_ptr<OwnerFile> owner, LogFormat format,
                 const SqliteEventLogOptions& options);

  // How the sequence of a record id is looked up.
  const char* FindSql() const;
  absl::StatusOr<std::unique_ptr<Writer>> MakeWriter(SqliteConnection connection) const;
  absl::Status Reopen() ABSL_EXCLUSIVE_LOCKS_REQUIRED(write_mutex_);
  // In one transaction. `added` gets the ids that were new, with their sequences.
  absl::StatusOr<std::vector<Appended>> Insert(const std::vector<log::v1::LogRecord>& records,
                                               const std::vector<std::string>& payloads,
                                               std::vector<RecordIds::Entry>& added)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(write_mutex_);
  // The sequence of a record that was appended before.
  absl::StatusOr<std::optional<int64_t>> FindAppended(const std::string& id)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(write_mutex_);
  int64_t last() const ABSL_LOCKS_EXCLUDED(state_mutex_);
  void SetLast(int64_t sequence) ABSL_LOCKS_EXCLUDED(state_mutex_);

  absl::StatusOr<std::unique_ptr<Reader>> TakeReader() ABSL_LOCKS_EXCLUDED(readers_mutex_);
  void GiveBack(std::unique_ptr<Reader> reader) ABSL_LOCKS_EXCLUDED(readers_mutex_);

  const std::string path_;
  const std::unique_ptr<OwnerFile> owner_;
  const LogFormat format_;
  // Of a log of format 2. Empty for one of format 1. Changed with write_mutex_ held.
  RecordIds ids_;

  // Null only while this is being destroyed.
  std::unique_ptr<SqliteCheckpointer> checkpointer_;

  // Taken before the other two.
  absl::Mutex write_mutex_;
  // Null after a failure; the next append opens a new one.
  std::unique_ptr<Writer> writer_ ABSL_GUARDED_BY(write_mutex_);

  mutable absl::Mutex state_mutex_;
  int64_t last_ ABSL_GUARDED_BY(state_mutex_) = 0;
  bool interrupted_ ABSL_GUARDED_BY(state_mutex_) = false;

  absl::Mutex readers_mutex_;
  std::vector<std::unique_ptr<Reader>> idle_readers_ ABSL_GUARDED_BY(readers_mutex_);
};

}  // namespace tearsheet
