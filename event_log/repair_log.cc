#include "event_log/repair_log.h"

#include <algorithm>
#include <filesystem>
#include <memory>

#include "absl/strings/str_cat.h"
#include "common/sqlite.h"
#include "common/status_macros.h"
#include "event_log/owner_file.h"
#include "event_log/sqlite_event_log.h"

namespace tearsheet {
namespace {

constexpr size_t kBatchRecords = 500;

// Looks every record up by its key, which works around damaged pages where a scan would stop at the first.
absl::StatusOr<log::v1::LogRecord> ReadOne(SqliteStatement& find, int64_t sequence) {
  ASSIGN_OR_RETURN(const bool row, find.Bind(1, sequence).Step());
  if (!row) return absl::NotFoundError("the record is missing");
  absl::StatusOr<log::v1::LogRecord> record = RecordOfRow(find, sequence);
  find.Reset();
  return record;
}

void AddLost(int64_t first, int64_t last, LogRepair& repair) {
  if (first > last) return;
  if (!repair.lost.empty() && repair.lost.back().second + 1 == first) {
    repair.lost.back().second = last;
  } else {
    repair.lost.emplace_back(first, last);
  }
}

// Appends the batch and empties it.
absl::Status Flush(SqliteEventLog& log, std::vector<log::v1::LogRecord>& batch, LogRepair& repair) {
  ASSIGN_OR_RETURN(const std::vector<Appended> appended, log.Append(batch));
  for (const Appended& result : appended) repair.copied += result.duplicate ? 0 : 1;
  batch.clear();
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<LogRepair> RepairLog(const std::string& from, const std::string& to, bool skip_damaged) {
  std::error_code error;
  if (!std::filesystem::exists(from, error))
    return absl::NotFoundError(absl::StrCat("there is no log '", from, "'"));
  if (std::filesystem::exists(to, error))
    return absl::FailedPreconditionError(absl::StrCat("'", to, "' exists; name a new file"));
  ASSIGN_OR_RETURN(const std::unique_ptr<OwnerFile> owner, OwnerFile::Acquire(from));
  ASSIGN_OR_RETURN(SqliteConnection source, SqliteConnection::Open(from, SqliteConnection::Mode::kReadOnly));
  ASSIGN_OR_RETURN(
      SqliteStatement find,
      source.Prepare("SELECT sequence, record_id, checksum, payload FROM records WHERE sequence = ?"));
  // A damaged page may hide the end; the acknowledged position still tells how far to look.
  const int64_t last = std::max(source.QueryInt("SELECT max(sequence) FROM records").value_or(0),
                                owner->acknowledged().value_or(0));
  ASSIGN_OR_RETURN(const std::unique_ptr<SqliteEventLog> log, SqliteEventLog::Open(to));
  LogRepair repair;
  std::vector<log::v1::LogRecord> batch;
  for (int64_t sequence = 1; sequence <= last; ++sequence) {
    absl::StatusOr<log::v1::LogRecord> record = ReadOne(find, sequence);
    if (record.ok()) {
      batch.push_back(*std::move(record));
    } else if (skip_damaged) {
      AddLost(sequence, sequence, repair);
    } else {
      AddLost(sequence, last, repair);
      break;
    }
    if (batch.size() >= kBatchRecords) RETURN_IF_ERROR(Flush(*log, batch, repair));
  }
  RETURN_IF_ERROR(Flush(*log, batch, repair));
  return repair;
}

std::string Describe(const LogRepair& repair) {
  std::string text = absl::StrCat("copied ", repair.copied, " records");
  if (repair.lost.empty()) return text + "; none are lost";
  text += "; lost from the old log:";
  for (const auto& [first, last] : repair.lost)
    absl::StrAppend(&text, " ", first, first == last ? "" : absl::StrCat("-", last));
  return text;
}

}  // namespace tearsheet
