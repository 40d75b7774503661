#include "event_log/sqlite_log_file.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/types/span.h"
#include "common/error.h"
#include "common/log.h"
#include "common/status_macros.h"
#include "common/strings.h"
#include "event_log/record_format.h"

namespace tearsheet {
namespace {

// "TSLG": marks the file as a Tearsheet log, also for file(1).
constexpr int64_t kApplicationId = 0x54534c47;
constexpr int64_t kNewestRecords = 1000;
constexpr int64_t kProgressStep = 500'000;

// Compared with the stored texts as they are: a change needs a new format version. Names and texts in the
// order in which they are made.
struct Table {
  const char* name;
  const char* sql;
};
constexpr Table kTablesOfVersion1[] = {
    {"table records",
     "CREATE TABLE records (sequence INTEGER PRIMARY KEY, record_id TEXT NOT NULL UNIQUE, "
     "checksum INTEGER NOT NULL, payload BLOB NOT NULL) STRICT"},
    {"index sqlite_autoindex_records_1", ""}};
constexpr Table kTablesOfVersion2[] = {
    {"table records",
     "CREATE TABLE records (sequence INTEGER PRIMARY KEY, record_id TEXT NOT NULL, "
     "checksum INTEGER NOT NULL, payload BLOB NOT NULL) STRICT"},
    {"table record_ids",
     "CREATE TABLE record_ids (record_id TEXT PRIMARY KEY, sequence INTEGER NOT NULL) STRICT, WITHOUT ROWID"},
    {"table indexed", "CREATE TABLE indexed (until INTEGER NOT NULL) STRICT"}};

absl::Status Damaged(const std::string& what) {
  return ErrorBuilder(absl::StatusCode::kDataLoss, "LOG_DAMAGED",
                      absl::StrCat("the event log is damaged: ", what,
                                   "; restore it from a backup, or copy what is intact with "
                                   "tearsheet-ingest --repair_log=NEWFILE"))
      .Build();
}

absl::Status CreateTables(SqliteConnection& connection) {
  // Two or three articles of 4 kB fit into one page: with pages of 8 kB a record takes a page alone, and
  // appends are half as fast.
  RETURN_IF_ERROR(connection.Execute("PRAGMA page_size = 16384; PRAGMA journal_mode = WAL;"));
  // One transaction: a crash leaves an empty file or a log.
  std::string sql =
      absl::StrCat("PRAGMA synchronous = FULL; BEGIN IMMEDIATE; PRAGMA application_id = ", kApplicationId,
                   "; PRAGMA user_version = 2; ");
  for (const Table& table : kTablesOfVersion2) absl::StrAppend(&sql, table.sql, "; ");
  return connection.Execute(absl::StrCat(sql, "INSERT INTO indexed VALUES (0); COMMIT;"));
}

absl::Status CheckSchema(SqliteConnection& connection, absl::Span<const Table> tables) {
  ASSIGN_OR_RETURN(
      SqliteStatement schema,
      connection.Prepare("SELECT type || ' ' || name, coalesce(sql, '') FROM sqlite_schema ORDER BY rowid"));
  for (const Table& table : tables) {
    ASSIGN_OR_RETURN(const bool row, schema.Step());
    if (!row || schema.Bytes(0) != table.name || schema.Bytes(1) != table.sql)
      return Damaged(absl::StrCat("its ", table.name, " is not that of its format version"));
  }
  ASSIGN_OR_RETURN(const bool row, schema.Step());
  if (row) return Damaged(absl::StrCat("it has a foreign ", Absl(schema.Bytes(0))));
  return absl::OkStatus();
}

absl::Status CheckStructure(SqliteConnection& connection) {
  ASSIGN_OR_RETURN(SqliteStatement check, connection.Prepare("PRAGMA integrity_check(1)"));
  ASSIGN_OR_RETURN(const bool row, check.Step());
  if (!row || check.Bytes(0) != "ok") return Damaged(std::string(check.Bytes(0)));
  return absl::OkStatus();
}

// Every id of a record until `indexed` is in the index, at its sequence, and nothing else is said of these.
absl::Status CheckIndex(SqliteConnection& connection, int64_t last) {
  ASSIGN_OR_RETURN(const int64_t indexed, connection.QueryInt("SELECT until FROM indexed"));
  ASSIGN_OR_RETURN(const int64_t rows, connection.QueryInt("SELECT count(*) FROM indexed"));
  ASSIGN_OR_RETURN(
      const int64_t entries,
      connection.QueryInt("SELECT count(*) FROM record_ids WHERE sequence <= (SELECT until FROM indexed)"));
  if (rows != 1 || indexed < 0 || indexed > last || entries != indexed)
    return Damaged("the index of record ids does not hold what it says");
  ASSIGN_OR_RETURN(
      const int64_t missing,
      connection.QueryInt("SELECT r.sequence FROM records r LEFT JOIN record_ids i USING (record_id) "
                          "WHERE r.sequence <= (SELECT until FROM indexed) "
                          "AND i.sequence IS NOT r.sequence LIMIT 1"));
  if (missing != 0) return DamagedRecord(missing, "the index of record ids does not lead to it");
  return absl::OkStatus();
}

absl::Status CheckRecords(SqliteConnection& connection, int64_t first, int64_t last) {
  ASSIGN_OR_RETURN(SqliteStatement rows,
                   connection.Prepare("SELECT sequence, record_id, checksum, payload FROM records "
                                      "WHERE sequence >= ? ORDER BY sequence"));
  rows.Bind(1, first);
  int64_t expected = first;
  while (true) {
    ASSIGN_OR_RETURN(const bool row, rows.Step());
    if (!row) break;
    RETURN_IF_ERROR(RecordOfRow(rows, expected).status());
    if (expected % kProgressStep == 0)
      Log(Severity::kInfo, "checking the event log",
          {{"record", absl::StrCat(expected)}, {"of", absl::StrCat(last)}});
    ++expected;
  }
  if (expected != last + 1) return DamagedRecord(expected, "it is missing");
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<log::v1::LogRecord> RecordOfRow(const SqliteStatement& row, int64_t expected) {
  if (row.Int(0) != expected) return DamagedRecord(expected, "it is missing");
  return DecodeRecord(expected, row.Bytes(1), row.Bytes(3), static_cast<uint64_t>(row.Int(2)));
}

absl::StatusOr<LogFormat> PrepareLogFile(SqliteConnection& connection, const std::string& path) {
  const absl::StatusOr<int64_t> application = connection.QueryInt("PRAGMA application_id");
  // The first page cannot be read as one.
  if (absl::IsDataLoss(application.status()))
    return Damaged(absl::StrCat("the head of '", path, "': ", application.status().message()));
  RETURN_IF_ERROR(application.status());
  ASSIGN_OR_RETURN(const int64_t version, connection.QueryInt("PRAGMA user_version"));
  ASSIGN_OR_RETURN(const int64_t objects, connection.QueryInt("SELECT count(*) FROM sqlite_schema"));
  if (*application == 0 && version == 0 && objects == 0) {
    RETURN_IF_ERROR(CreateTables(connection));
    return LogFormat::kIndexedInRounds;
  }
  if (*application != kApplicationId) {
    return absl::FailedPreconditionError(absl::StrCat(
        "'", path, "' is no Tearsheet event log (application id ", *application, "); choose another file"));
  }
  if (version != 1 && version != 2) {
    return absl::FailedPreconditionError(
        absl::StrCat("'", path, "' has log format version ", version,
                     "; this program reads versions 1 and 2: use a newer program"));
  }
  RETURN_IF_ERROR(version == 1 ? CheckSchema(connection, kTablesOfVersion1)
                               : CheckSchema(connection, kTablesOfVersion2));
  return static_cast<LogFormat>(version);
}

absl::StatusOr<int64_t> CheckLogFile(SqliteConnection& connection, LogFormat format, LogCheck check) {
  if (check == LogCheck::kFull) RETURN_IF_ERROR(CheckStructure(connection));
  ASSIGN_OR_RETURN(const int64_t last, connection.QueryInt("SELECT max(sequence) FROM records"));
  const int64_t first = check == LogCheck::kFull ? 1 : std::max<int64_t>(1, last - kNewestRecords + 1);
  RETURN_IF_ERROR(CheckRecords(connection, first, last));
  if (check == LogCheck::kFull && format == LogFormat::kIndexedInRounds)
    RETURN_IF_ERROR(CheckIndex(connection, last));
  return last;
}

}  // namespace tearsheet
