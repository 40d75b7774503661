#include "tests/bench/sqlite_floor.h"

#include <cstdio>
#include <cstdlib>
#include <random>

namespace tearsheet::testing {
namespace {

void Must(const absl::Status& status) {
  if (status.ok()) return;
  std::fprintf(stderr, "%s\n", status.ToString().c_str());
  std::exit(1);
}

std::string RandomBytes(size_t size) {
  std::mt19937_64 random(7);
  std::string bytes(size, '\0');
  for (char& byte : bytes) byte = static_cast<char>(random());
  return bytes;
}

SqliteConnection Create(const std::string& path, const SqliteFloorOptions& options) {
  SqliteConnection connection = SqliteConnection::Open(path, SqliteConnection::Mode::kCreate).value();
  if (options.large_pages) Must(connection.Execute("PRAGMA page_size = 16384"));
  Must(
      connection.Execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; "
                         "CREATE TABLE log (id INTEGER PRIMARY KEY, body BLOB)"));
  if (options.large_pages) Must(connection.Execute("PRAGMA wal_autocheckpoint = 4096"));
  return connection;
}

}  // namespace

SqliteFloor::SqliteFloor(const std::string& path, const SqliteFloorOptions& options)
    : options_(options),
      record_(RandomBytes(options.record_bytes)),
      connection_(Create(path, options)),
      insert_(connection_.Prepare("INSERT INTO log VALUES (?, ?)").value()) {}

void SqliteFloor::Append(int64_t count) {
  for (const int64_t end = last_ + count; last_ < end;) {
    Must(connection_.Execute("BEGIN"));
    for (int i = 0; i < options_.batch; ++i) Must(insert_.Bind(1, ++last_).BindBlob(2, record_).Run());
    Must(connection_.Execute("COMMIT"));
  }
}

}  // namespace tearsheet::testing
