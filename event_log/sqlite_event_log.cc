#include "event_log/sqlite_event_log.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

#include <filesystem>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/error.h"
#include "common/log.h"
#include "common/status_macros.h"
#include "event_log/read_position.h"
#include "event_log/record_format.h"

namespace tearsheet {
namespace {

namespace fs = std::filesystem;

// A checkpoint every 32 MB of -wal (pages of 16 kB), and no larger file kept after it.
constexpr char kWriterPragmas[] =
    "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 2048; "
    "PRAGMA journal_size_limit = 67108864; PRAGMA cache_size = -16384;";
constexpr size_t kMaxIdleReaders = 8;

// Makes the last folder of `path` when only that is missing, durably.
absl::Status MakeFolder(const std::string& path) {
  const fs::path folder = fs::absolute(fs::path(path)).parent_path();
  std::error_code error;
  if (fs::exists(folder, error)) return absl::OkStatus();
  if (!fs::create_directory(folder, error)) {
    return absl::FailedPreconditionError(absl::StrCat("cannot make the folder '", folder.string(),
                                                      "' of the event log: ", error.message(),
                                                      "; make its parent first"));
  }
  const int parent = open(folder.parent_path().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (parent >= 0) {
    fsync(parent);
    close(parent);
  }
  return absl::OkStatus();
}

absl::Status LostEnd(const OwnerFile& owner, int64_t last) {
  return ErrorBuilder(
             absl::StatusCode::kDataLoss, "LOG_END_LOST",
             absl::StrCat(
                 "the event log ends at record ", last, " but ", *owner.acknowledged(),
                 " were acknowledged: its -wal file is damaged or missing, or an older copy was restored. "
                 "Put the files back, or go on without those records by deleting '",
                 owner.path(), "' (state built from them must be rebuilt)"))
      .Metadata("last_sequence", absl::StrCat(last))
      .Metadata("acknowledged_sequence", absl::StrCat(*owner.acknowledged()))
      .Build();
}

absl::Status ReadOnly(const std::string& path) {
  return ErrorBuilder(absl::StatusCode::kUnavailable, "STORAGE_READ_ONLY",
                      absl::StrCat("the event log '", path, "' may not be written; make the file writable"))
      .RetryAfter(absl::Seconds(1))
      .Build();
}

// Gives the files beside the log its permissions. SQLite makes them like the log, which may have been
// read-only then.
void MatchPermissions(const std::string& path) {
  std::error_code ignored;
  const fs::perms permissions = fs::status(path, ignored).permissions();
  for (const char* suffix : {"-wal", "-shm"}) fs::permissions(path + suffix, permissions, ignored);
}

}  // namespace

SqliteEventLog::SqliteEventLog(std::string path, std::unique_ptr<OwnerFile> owner)
    : path_(std::move(path)), owner_(std::move(owner)) {}

absl::StatusOr<std::unique_ptr<SqliteEventLog>> SqliteEventLog::Open(const std::string& path,
                                                                     const SqliteEventLogOptions& options) {
  RETURN_IF_ERROR(MakeFolder(path));
  ASSIGN_OR_RETURN(std::unique_ptr<OwnerFile> owner, OwnerFile::Acquire(path));
  std::error_code error;
  const bool exists = fs::exists(path, error) && fs::file_size(path, error) > 0;
  if (!exists && owner->acknowledged().value_or(0) > 0) return LostEnd(*owner, 0);
  if (exists && !owner->acknowledged())
    Log(Severity::kWarning,
        "the acknowledged position of the event log is not known; its end cannot be checked",
        {{"file", owner->path()}});

  ASSIGN_OR_RETURN(SqliteConnection connection,
                   SqliteConnection::Open(path, SqliteConnection::Mode::kCreate));
  RETURN_IF_ERROR(PrepareLogFile(connection, path));
  ASSIGN_OR_RETURN(const int64_t last, CheckLogFile(connection, options.check));
  if (owner->acknowledged().value_or(0) > last) return LostEnd(*owner, last);
  // From here on the log is known to be sound, and its -wal may be folded in.
  owner->SetAcknowledged(last);
  std::unique_ptr<SqliteEventLog> log(new SqliteEventLog(path, std::move(owner)));
  log->SetLast(last);
  if (connection.read_only()) {
    Log(Severity::kWarning, "the event log may not be written; appends fail until it may", {{"file", path}});
  } else {
    absl::MutexLock lock(&log->write_mutex_);
    ASSIGN_OR_RETURN(log->writer_, MakeWriter(std::move(connection)));
  }
  return log;
}

SqliteEventLog::~SqliteEventLog() {
  absl::MutexLock lock(&write_mutex_);
  absl::MutexLock readers_lock(&readers_mutex_);
  idle_readers_.clear();
  if (writer_ == nullptr) return;
  // Whether it works or not, nothing is lost: the -wal file is part of the log.
  sqlite3_wal_checkpoint_v2(writer_->connection.handle(), nullptr, SQLITE_CHECKPOINT_TRUNCATE, nullptr,
                            nullptr);
}

absl::StatusOr<std::unique_ptr<SqliteEventLog::Writer>> SqliteEventLog::MakeWriter(
    SqliteConnection connection) {
  RETURN_IF_ERROR(connection.Execute(kWriterPragmas));
  ASSIGN_OR_RETURN(SqliteStatement insert,
                   connection.Prepare("INSERT INTO records (sequence, record_id, checksum, payload) "
                                      "VALUES (?, ?, ?, ?) ON CONFLICT (record_id) DO NOTHING"));
  ASSIGN_OR_RETURN(SqliteStatement find,
                   connection.Prepare("SELECT sequence FROM records WHERE record_id = ?"));
  return std::make_unique<Writer>(Writer{std::move(connection), std::move(insert), std::move(find)});
}

absl::Status SqliteEventLog::Reopen() {
  MatchPermissions(path_);
  {
    // Connections of one process share what they know of the files: start afresh.
    absl::MutexLock lock(&readers_mutex_);
    idle_readers_.clear();
  }
  ASSIGN_OR_RETURN(SqliteConnection connection,
                   SqliteConnection::Open(path_, SqliteConnection::Mode::kReadWrite));
  if (connection.read_only()) return ReadOnly(path_);
  RETURN_IF_ERROR(PrepareLogFile(connection, path_));
  ASSIGN_OR_RETURN(const int64_t stored, connection.QueryInt("SELECT max(sequence) FROM records"));
  if (stored < last()) return LostEnd(*owner_, stored);
  ASSIGN_OR_RETURN(writer_, MakeWriter(std::move(connection)));
  // An append that failed after its commit had reached the disk is in the log all the same.
  SetLast(stored);
  return absl::OkStatus();
}

absl::StatusOr<std::vector<Appended>> SqliteEventLog::Append(const std::vector<log::v1::LogRecord>& records) {
  std::vector<std::string> payloads;
  payloads.reserve(records.size());
  for (const log::v1::LogRecord& record : records) payloads.push_back(EncodeRecord(record));

  absl::MutexLock lock(&write_mutex_);
  if (writer_ == nullptr) RETURN_IF_ERROR(Reopen());
  const int64_t before = last();
  absl::StatusOr<std::vector<Appended>> results = Insert(records, payloads, before);
  if (!results.ok()) {
    // Closing rolls back what was begun, and whatever was wrong with the connection is gone with it.
    writer_.reset();
    return results;
  }
  int64_t appended = 0;
  for (const Appended& result : *results) appended += result.duplicate ? 0 : 1;
  if (appended > 0) {
    owner_->SetAcknowledged(before + appended);
    SetLast(before + appended);
  }
  return results;
}

absl::StatusOr<std::vector<Appended>> SqliteEventLog::Insert(const std::vector<log::v1::LogRecord>& records,
                                                             const std::vector<std::string>& payloads,
                                                             int64_t last) {
  std::vector<Appended> results;
  results.reserve(records.size());
  RETURN_IF_ERROR(writer_->connection.Execute("BEGIN IMMEDIATE"));
  for (size_t i = 0; i < records.size(); ++i) {
    const std::string& id = records[i].record_id();
    const int64_t sequence = last + 1;
    const uint64_t checksum = RecordChecksum(sequence, id, payloads[i]);
    writer_->insert.Bind(1, sequence)
        .BindText(2, id)
        .Bind(3, static_cast<int64_t>(checksum))
        .BindBlob(4, payloads[i]);
    RETURN_IF_ERROR(writer_->insert.Run());
    if (writer_->connection.changes() == 1) {
      last = sequence;
      results.push_back({.sequence = sequence, .duplicate = false});
      continue;
    }
    ASSIGN_OR_RETURN(const bool found, writer_->find.BindText(1, id).Step());
    if (!found) return DamagedRecord(sequence, "the index of record ids names a record that is not there");
    results.push_back({.sequence = writer_->find.Int(0), .duplicate = true});
    writer_->find.Reset();
  }
  // The commit returns after the sync.
  RETURN_IF_ERROR(writer_->connection.Execute("COMMIT"));
  return results;
}

absl::StatusOr<std::vector<SequencedRecord>> SqliteEventLog::Read(int64_t from_sequence, int max_records,
                                                                  int64_t max_bytes) {
  const int64_t last_sequence = last();
  RETURN_IF_ERROR(CheckReadPosition(from_sequence, last_sequence));
  std::vector<SequencedRecord> found;
  if (from_sequence > last_sequence) return found;
  // A reader that failed is not given back: it closes here.
  ASSIGN_OR_RETURN(std::unique_ptr<Reader> reader, TakeReader());
  reader->read.Bind(1, from_sequence).Bind(2, last_sequence).Bind(3, max_records);
  int64_t bytes = 0;
  int64_t expected = from_sequence;
  for (; expected <= last_sequence && std::ssize(found) < max_records; ++expected) {
    const absl::StatusOr<bool> row = reader->read.Step();
    if (absl::IsDataLoss(row.status())) return DamagedRecord(expected, std::string(row.status().message()));
    RETURN_IF_ERROR(row.status());
    if (!*row) return DamagedRecord(expected, "it is missing");
    bytes += std::ssize(reader->read.Bytes(3));
    if (!found.empty() && bytes > max_bytes) break;
    ASSIGN_OR_RETURN(log::v1::LogRecord record, RecordOfRow(reader->read, expected));
    found.push_back({.sequence = expected, .record = std::move(record)});
  }
  reader->read.Reset();
  GiveBack(std::move(reader));
  return found;
}

absl::StatusOr<std::optional<int64_t>> SqliteEventLog::Find(const std::string& record_id) {
  ASSIGN_OR_RETURN(std::unique_ptr<Reader> reader, TakeReader());
  ASSIGN_OR_RETURN(const bool row, reader->find.BindText(1, record_id).Step());
  std::optional<int64_t> sequence;
  if (row) sequence = reader->find.Int(0);
  reader->find.Reset();
  GiveBack(std::move(reader));
  // A commit is visible to readers a moment before it is acknowledged.
  if (sequence && *sequence > last()) return std::nullopt;
  return sequence;
}

absl::StatusOr<std::unique_ptr<SqliteEventLog::Reader>> SqliteEventLog::TakeReader() {
  {
    absl::MutexLock lock(&readers_mutex_);
    if (!idle_readers_.empty()) {
      std::unique_ptr<Reader> reader = std::move(idle_readers_.back());
      idle_readers_.pop_back();
      return reader;
    }
  }
  ASSIGN_OR_RETURN(SqliteConnection connection,
                   SqliteConnection::Open(path_, SqliteConnection::Mode::kReadOnly));
  ASSIGN_OR_RETURN(SqliteStatement read,
                   connection.Prepare("SELECT sequence, record_id, checksum, payload FROM records "
                                      "WHERE sequence >= ? AND sequence <= ? ORDER BY sequence LIMIT ?"));
  ASSIGN_OR_RETURN(SqliteStatement find,
                   connection.Prepare("SELECT sequence FROM records WHERE record_id = ?"));
  return std::make_unique<Reader>(Reader{std::move(connection), std::move(read), std::move(find)});
}

void SqliteEventLog::GiveBack(std::unique_ptr<Reader> reader) {
  absl::MutexLock lock(&readers_mutex_);
  if (idle_readers_.size() < kMaxIdleReaders) idle_readers_.push_back(std::move(reader));
}

absl::StatusOr<int64_t> SqliteEventLog::LastSequence() { return last(); }

absl::StatusOr<int64_t> SqliteEventLog::WaitFor(int64_t sequence, absl::Time deadline) {
  absl::MutexLock lock(&state_mutex_);
  const auto done = [&]() ABSL_SHARED_LOCKS_REQUIRED(state_mutex_) {
    return interrupted_ || last_ >= sequence;
  };
  state_mutex_.AwaitWithDeadline(absl::Condition(&done), deadline);
  return last_;
}

void SqliteEventLog::Interrupt() {
  absl::MutexLock lock(&state_mutex_);
  interrupted_ = true;
}

int64_t SqliteEventLog::last() const {
  absl::MutexLock lock(&state_mutex_);
  return last_;
}

void SqliteEventLog::SetLast(int64_t sequence) {
  absl::MutexLock lock(&state_mutex_);
  last_ = sequence;
}

}  // namespace tearsheet
