#include "common/sqlite.h"

#include <sqlite3.h>

#include "absl/strings/str_cat.h"
#include "common/error.h"
#include "common/status_macros.h"
#include "common/strings.h"

namespace tearsheet {
namespace {

constexpr int kBusyTimeoutMs = 5000;
// Long enough not to hammer a full disk, short enough that callers go on soon after it has room.
constexpr absl::Duration kRetryDelay = absl::Seconds(1);

}  // namespace

absl::Status SqliteError(sqlite3* connection, std::string_view what) {
  const int extended = connection == nullptr ? SQLITE_NOMEM : sqlite3_extended_errcode(connection);
  const int code = extended & 0xff;
  const std::string message = absl::StrCat(
      Absl(what), ": ", connection == nullptr ? sqlite3_errstr(code) : sqlite3_errmsg(connection));
  const auto build = [&](absl::StatusCode status, const char* reason, const char* advice, bool retry) {
    ErrorBuilder builder(status, reason, absl::StrCat(message, advice));
    builder.Metadata("sqlite_code", absl::StrCat(extended));
    if (retry) builder.RetryAfter(kRetryDelay);
    return builder.Build();
  };
  switch (code) {
    case SQLITE_FULL:
      return build(absl::StatusCode::kResourceExhausted, "STORAGE_FULL", "; make room on the disk", true);
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
    case SQLITE_FORMAT:
      return build(absl::StatusCode::kDataLoss, "STORAGE_DAMAGED", "", false);
    case SQLITE_READONLY:
    case SQLITE_PERM:
      return build(absl::StatusCode::kUnavailable, "STORAGE_READ_ONLY",
                   "; make the file and its folder writable", true);
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_IOERR:
    case SQLITE_CANTOPEN:
    case SQLITE_PROTOCOL:
    case SQLITE_NOMEM:
      return build(absl::StatusCode::kUnavailable, "STORAGE_UNAVAILABLE", "", true);
    case SQLITE_INTERRUPT:
      return build(absl::StatusCode::kCancelled, "STORAGE_INTERRUPTED", "", false);
    default:
      return build(absl::StatusCode::kInternal, "STORAGE_ERROR", "", false);
  }
}

void SqliteStatement::Finalizer::operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }

SqliteStatement& SqliteStatement::Bind(int parameter, int64_t value) {
  sqlite3_bind_int64(statement_.get(), parameter, value);
  return *this;
}

SqliteStatement& SqliteStatement::BindText(int parameter, std::string_view value) {
  // A view without data would be bound as NULL.
  sqlite3_bind_text64(statement_.get(), parameter, value.data() == nullptr ? "" : value.data(), value.size(),
                      SQLITE_STATIC, SQLITE_UTF8);
  return *this;
}

SqliteStatement& SqliteStatement::BindBlob(int parameter, std::string_view value) {
  sqlite3_bind_blob64(statement_.get(), parameter, value.data() == nullptr ? "" : value.data(), value.size(),
                      SQLITE_STATIC);
  return *this;
}

SqliteStatement& SqliteStatement::BindNull(int parameter) {
  sqlite3_bind_null(statement_.get(), parameter);
  return *this;
}

absl::StatusOr<bool> SqliteStatement::Step() {
  const int code = sqlite3_step(statement_.get());
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) {
    Reset();
    return false;
  }
  const absl::Status status =
      SqliteError(sqlite3_db_handle(statement_.get()), "SQLite cannot run a statement");
  Reset();
  return status;
}

absl::Status SqliteStatement::Run() {
  while (true) {
    ASSIGN_OR_RETURN(const bool row, Step());
    if (!row) return absl::OkStatus();
  }
}

void SqliteStatement::Reset() {
  sqlite3_reset(statement_.get());
  sqlite3_clear_bindings(statement_.get());
}

int64_t SqliteStatement::Int(int column) const { return sqlite3_column_int64(statement_.get(), column); }

std::string_view SqliteStatement::Bytes(int column) const {
  // Pointer before size: asking for the pointer may convert the value.
  const auto* data = static_cast<const char*>(sqlite3_column_blob(statement_.get(), column));
  const int size = sqlite3_column_bytes(statement_.get(), column);
  return data == nullptr ? std::string_view() : std::string_view(data, size);
}

bool SqliteStatement::IsNull(int column) const {
  return sqlite3_column_type(statement_.get(), column) == SQLITE_NULL;
}

void SqliteConnection::Closer::operator()(sqlite3* connection) const { sqlite3_close_v2(connection); }

absl::StatusOr<SqliteConnection> SqliteConnection::Open(const std::string& path, Mode mode) {
  int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
  flags |= mode == Mode::kReadOnly ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE;
  if (mode == Mode::kCreate) flags |= SQLITE_OPEN_CREATE;
  sqlite3* handle = nullptr;
  const int code = sqlite3_open_v2(path.c_str(), &handle, flags, nullptr);
  SqliteConnection connection(handle);
  if (code != SQLITE_OK) return SqliteError(handle, absl::StrCat("cannot open '", path, "'"));
  sqlite3_busy_timeout(handle, kBusyTimeoutMs);
  sqlite3_db_config(handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
  return connection;
}

absl::Status SqliteConnection::Execute(const std::string& sql) {
  if (sqlite3_exec(handle(), sql.c_str(), nullptr, nullptr, nullptr) == SQLITE_OK) return absl::OkStatus();
  return SqliteError(handle(), "SQLite cannot run a statement");
}

absl::StatusOr<SqliteStatement> SqliteConnection::Prepare(std::string_view sql) {
  sqlite3_stmt* statement = nullptr;
  if (sqlite3_prepare_v3(handle(), sql.data(), static_cast<int>(sql.size()), SQLITE_PREPARE_PERSISTENT,
                         &statement, nullptr) != SQLITE_OK)
    return SqliteError(handle(), "SQLite cannot prepare a statement");
  return SqliteStatement(statement);
}

absl::StatusOr<int64_t> SqliteConnection::QueryInt(std::string_view sql) {
  ASSIGN_OR_RETURN(SqliteStatement statement, Prepare(sql));
  ASSIGN_OR_RETURN(const bool row, statement.Step());
  return row ? statement.Int(0) : 0;
}

int64_t SqliteConnection::last_insert_rowid() const { return sqlite3_last_insert_rowid(handle()); }

int64_t SqliteConnection::changes() const { return sqlite3_changes64(handle()); }

bool SqliteConnection::read_only() const { return sqlite3_db_readonly(handle(), "main") == 1; }

}  // namespace tearsheet
