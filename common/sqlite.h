// SQLite connections and prepared statements with absl::Status, bound values only.
//
// Result codes become canonical codes in one place (SqliteError): full disk is RESOURCE_EXHAUSTED and what
// may pass (busy, read-only, I/O error) UNAVAILABLE, both with RetryInfo; a damaged file is DATA_LOSS.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

struct sqlite3;
struct sqlite3_stmt;

namespace tearsheet {

// One prepared statement. Not thread-safe; must not outlive its connection. Movable.
class SqliteStatement {
 public:
  // Parameters count from 1. Text and blobs are borrowed until Reset.
  SqliteStatement& Bind(int parameter, int64_t value);
  SqliteStatement& BindText(int parameter, std::string_view value);
  SqliteStatement& BindBlob(int parameter, std::string_view value);
  SqliteStatement& BindNull(int parameter);

  // Goes to the next row: true when there is one, false at the end (the statement is then reset).
  absl::StatusOr<bool> Step();
  // Runs a statement whose rows are of no interest, to its end.
  absl::Status Run();
  // Makes it ready to run again and drops all bound values.
  void Reset();

  // Columns count from 0. Views are valid until the next Step or Reset.
  int64_t Int(int column) const;
  std::string_view Bytes(int column) const;
  bool IsNull(int column) const;

 private:
  friend class SqliteConnection;
  struct Finalizer {
    void operator()(sqlite3_stmt* statement) const;
  };
  explicit SqliteStatement(sqlite3_stmt* statement) : statement_(statement) {}
  std::unique_ptr<sqlite3_stmt, Finalizer> statement_;
};

// One connection. Not thread-safe, but may move between threads. Movable.
class SqliteConnection {
 public:
  enum class Mode { kReadOnly, kReadWrite, kCreate };

  // Opens `path` with extended result codes, a busy timeout of 5 s, and no checkpoint on close: who owns the
  // file decides when its -wal is folded in.
  static absl::StatusOr<SqliteConnection> Open(const std::string& path, Mode mode);

  // Runs one or more statements without parameters, for pragmas and schemas.
  absl::Status Execute(const std::string& sql);
  absl::StatusOr<SqliteStatement> Prepare(std::string_view sql);
  // The first column of the first row of `sql`; 0 when there is no row.
  absl::StatusOr<int64_t> QueryInt(std::string_view sql);
  // Rows that the last INSERT, UPDATE or DELETE changed.
  int64_t changes() const;
  // Row id of the last INSERT.
  int64_t last_insert_rowid() const;
  // The file was opened for reading only, by the mode or because it may not be written.
  bool read_only() const;
  // For calls that this class does not wrap; still owned by it.
  sqlite3* handle() const { return connection_.get(); }

 private:
  struct Closer {
    void operator()(sqlite3* connection) const;
  };
  explicit SqliteConnection(sqlite3* connection) : connection_(connection) {}
  std::unique_ptr<sqlite3, Closer> connection_;
};

// The error of the connection's last call; `what` says what was being done ("cannot append to the log").
absl::Status SqliteError(sqlite3* connection, std::string_view what);

}  // namespace tearsheet
