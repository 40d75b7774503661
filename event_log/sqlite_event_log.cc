#include "event_log/sqlite_event_log.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

#include <filesystem>
#include <string_view>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "common/error.h"
#include "common/log.h"
#include "common/status_macros.h"
#include "event_log/read_position.h"
#include "event_log/record_format.h"

namespace tearsheet {
namespace {

namespace fs = std::filesystem;

// The SqliteCheckpointer does what SQLite would do between appends.
constexpr char kWriterPragmas[] =
    "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 0; "
    "PRAGMA journal_size_limit = 134217728; PRAGMA cache_size = -32768;";
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

SqliteEventLog::SqliteEventLog(std::string path, std::unique_ptr<OwnerFile> owner, LogFormat format,
                               const SqliteEventLogOptions& options)
    : path_(std::move(path)),
      owner_(std::move(owner)),
      format_(format),
      ids_(options.index_round),
      checkpointer_(std::make_unique<SqliteCheckpointer>(path_, options.checkpoint_pages)) {}

const char* SqliteEventLog::FindSql() const {
  return format_ == LogFormat::kIndexedAtOnce ? "SELECT sequence FROM records WHERE record_id = ?"
                                              : "SELECT sequence FROM record_ids WHERE record_id = ?";
}

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
  ASSIGN_OR_RETURN(const LogFormat format, PrepareLogFile(connection, path));
  ASSIGN_OR_RETURN(const int64_t last, CheckLogFile(connection, format, options.check));
  if (owner->acknowledged().value_or(0) > last) return LostEnd(*owner, last);
  // From here on the log is known to be sound, and its -wal may be folded in.
  owner->SetAcknowledged(last);
  std::unique_ptr<SqliteEventLog> log(new SqliteEventLog(path, std::move(owner), format, options));
  if (format == LogFormat::kIndexedInRounds) RETURN_IF_ERROR(log->ids_.Load(connection, last));
  log->SetLast(last);
  if (connection.read_only()) {
    Log(Severity::kWarning, "the event log may not be written; appends fail until it may", {{"file", path}});
  } else {
    absl::MutexLock lock(&log->write_mutex_);
    ASSIGN_OR_RETURN(log->writer_, log->MakeWriter(std::move(connection)));
  }
  return log;
}

SqliteEventLog::~SqliteEventLog() {
  checkpointer_.reset();
  absl::MutexLock lock(&write_mutex_);
  absl::MutexLock readers_lock(&readers_mutex_);
  idle_readers_.clear();
  if (writer_ == nullptr) return;
  // Whether it works or not, nothing is lost: the -wal file is part of the log.
  sqlite3_wal_checkpoint_v2(writer_->connection.handle(), nullptr, SQLITE_CHECKPOINT_TRUNCATE, nullptr,
                            nullptr);
}

absl::StatusOr<std::unique_ptr<SqliteEventLog::Writer>> SqliteEventLog::MakeWriter(
    SqliteConnection connection) const {
  RETURN_IF_ERROR(connection.Execute(kWriterPragmas));
  ASSIGN_OR_RETURN(SqliteStatement insert,
                   connection.Prepare("INSERT INTO records (sequence, record_id, checksum, payload) "
                                      "VALUES (?, ?, ?, ?)"));
  ASSIGN_OR_RETURN(SqliteStatement find, connection.Prepare(FindSql()));
  auto writer = std::make_unique<Writer>(Writer{std::move(connection), std::move(insert), std::move(find)});
  const auto count_pages = [](void* pages, sqlite3*, const char*, int count) {
    *static_cast<int*>(pages) = count;
    return SQLITE_OK;
  };
  sqlite3_wal_hook(writer->connection.handle(), count_pages, &writer->wal_pages);
  return writer;
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
  ASSIGN_OR_RETURN(const LogFormat format, PrepareLogFile(connection, path_));
  if (format != format_) return LostEnd(*owner_, 0);
  ASSIGN_OR_RETURN(const int64_t stored, connection.QueryInt("SELECT max(sequence) FROM records"));
  if (stored < last()) return LostEnd(*owner_, stored);
  if (format == LogFormat::kIndexedInRounds) RETURN_IF_ERROR(ids_.Load(connection, stored));
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
  std::vector<RecordIds::Entry> added;
  absl::StatusOr<std::vector<Appended>> results = Insert(records, payloads, added);
  if (!results.ok()) {
    // Closing rolls back what was begun, and whatever was wrong with the connection is gone with it.
    writer_.reset();
    return results;
  }
  const int64_t last_appended = added.empty() ? 0 : added.back().second;
  if (format_ == LogFormat::kIndexedInRounds) ids_.Committed(std::move(added));
  if (last_appended > 0) {
    owner_->SetAcknowledged(last_appended);
    SetLast(last_appended);
  }
  checkpointer_->AfterCommit(writer_->connection, writer_->wal_pages);
  return results;
}

absl::StatusOr<std::optional<int64_t>> SqliteEventLog::FindAppended(const std::string& id) {
  if (const std::optional<int64_t> newest = ids_.FindNewest(id)) return newest;
  ASSIGN_OR_RETURN(const bool found, writer_->find.BindText(1, id).Step());
  if (!found) return std::nullopt;
  const int64_t sequence = writer_->find.Int(0);
  writer_->find.Reset();
  return sequence;
}

absl::StatusOr<std::vector<Appended>> SqliteEventLog::Insert(const std::vector<log::v1::LogRecord>& records,
                                                             const std::vector<std::string>& payloads,
                                                             std::vector<RecordIds::Entry>& added) {
  std::vector<Appended> results;
  results.reserve(records.size());
  absl::flat_hash_map<std::string_view, int64_t> in_this_call;
  int64_t last = this->last();
  RETURN_IF_ERROR(writer_->connection.Execute("BEGIN IMMEDIATE"));
  for (size_t i = 0; i < records.size(); ++i) {
    const std::string& id = records[i].record_id();
    const auto [same, is_new] = in_this_call.emplace(id, last + 1);
    if (is_new) {
      ASSIGN_OR_RETURN(const std::optional<int64_t> before, FindAppended(id));
      if (before) same->second = *before;
    }
    if (same->second <= last) {
      results.push_back({.sequence = same->second, .duplicate = true});
      continue;
    }
    ++last;
    const uint64_t checksum = RecordChecksum(last, id, payloads[i]);
    writer_->insert.Bind(1, last)
        .BindText(2, id)
        .Bind(3, static_cast<int64_t>(checksum))
        .BindBlob(4, payloads[i]);
    RETURN_IF_ERROR(writer_->insert.Run());
    added.emplace_back(id, last);
    results.push_back({.sequence = last, .duplicate = false});
  }
  if (format_ == LogFormat::kIndexedInRounds)
    RETURN_IF_ERROR(ids_.WriteDue(writer_->connection, added.size()));
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
  std::optional<int64_t> sequence = ids_.FindNewest(record_id);
  if (!sequence) {
    ASSIGN_OR_RETURN(std::unique_ptr<Reader> reader, TakeReader());
    ASSIGN_OR_RETURN(const bool row, reader->find.BindText(1, record_id).Step());
    if (row) sequence = reader->find.Int(0);
    reader->find.Reset();
    GiveBack(std::move(reader));
  }
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
  ASSIGN_OR_RETURN(SqliteStatement find, connection.Prepare(FindSql()));
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
