// The file of a SQLite log: made, recognised and checked. docs/log_format.md describes it.
#pragma once

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/sqlite.h"
#include "tearsheet/log/v1/log_record.pb.h"

namespace tearsheet {

// What is checked when a log is opened. Every record is checked again whenever it is read.
enum class LogCheck {
  // The structure of the whole file, every index entry and every record. Reads the file twice.
  kFull,
  // The header, the schema and the newest 1000 records; takes milliseconds for a log of any size.
  kQuick,
};

// The versions of the format, see docs/log_format.md. Logs are made in the newest one and kept in theirs.
enum class LogFormat {
  // The table of records has an index of its ids, which SQLite keeps.
  kIndexedAtOnce = 1,
  // The ids have a table of their own, which RecordIds keeps.
  kIndexedInRounds = 2,
};

// Makes the log's tables in an empty file; otherwise checks that the file is a log of a version that this
// program reads, with the very schema that it would have made, and returns the version. Errors:
// FAILED_PRECONDITION (another application's file, or a newer version), DATA_LOSS (the schema is damaged),
// and those of SQLite.
absl::StatusOr<LogFormat> PrepareLogFile(SqliteConnection& connection, const std::string& path);

// Checks the content and returns the last sequence. DATA_LOSS says which page or record is damaged.
absl::StatusOr<int64_t> CheckLogFile(SqliteConnection& connection, LogFormat format, LogCheck check);

// The record of the row that `row` stands on; its columns are sequence, record_id, checksum and payload.
// DATA_LOSS when it is not the intact record `expected`.
absl::StatusOr<log::v1::LogRecord> RecordOfRow(const SqliteStatement& row, int64_t expected);

}  // namespace tearsheet
