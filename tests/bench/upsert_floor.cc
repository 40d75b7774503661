#include "tests/bench/upsert_floor.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>

#include "absl/strings/str_cat.h"

namespace tearsheet::testing {
namespace {

constexpr size_t kSummaryBytes = 48;
constexpr size_t kBodyBytes = 2048;
constexpr int64_t kRowsPerCompany = 100;

void Must(const absl::Status& status) {
  if (status.ok()) return;
  std::fprintf(stderr, "%s\n", status.ToString().c_str());
  std::exit(1);
}

SqliteConnection Create(const std::string& path) {
  SqliteConnection connection = SqliteConnection::Open(path, SqliteConnection::Mode::kCreate).value();
  Must(connection.Execute(
      "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-65536;"
      "PRAGMA mmap_size=1073741824;"
      "CREATE TABLE deal(id INTEGER PRIMARY KEY, key TEXT NOT NULL, company INTEGER NOT NULL,"
      " time INTEGER NOT NULL, summary BLOB NOT NULL, body BLOB NOT NULL);"
      "CREATE UNIQUE INDEX by_key ON deal(key);"
      "CREATE INDEX by_company ON deal(company, time DESC, summary);"));
  return connection;
}

}  // namespace

UpsertFloor::UpsertFloor(const std::string& path, int64_t rows)
    : connection_(Create(path)),
      upsert_(connection_
                  .Prepare("INSERT INTO deal VALUES(?,?,?,?,?,?) ON CONFLICT(id) DO UPDATE SET "
                           "company=excluded.company, time=excluded.time, summary=excluded.summary, "
                           "body=excluded.body")
                  .value()),
      random_(7),
      summary_(kSummaryBytes, 's'),
      body_(kBodyBytes, 'b'),
      rows_(rows) {
  Must(connection_.Execute("BEGIN"));
  for (int64_t id = 0; id < rows; ++id) Put(id);
  Must(connection_.Execute("COMMIT; PRAGMA wal_checkpoint(TRUNCATE)"));
}

void UpsertFloor::Put(int64_t id) {
  // Enough of each row differs from row to row, and from time to time.
  const uint64_t salt = random_();
  for (size_t at = 0; at + sizeof salt <= kBodyBytes; at += 64)
    body_.replace(at, 8, absl::StrCat(absl::Hex(salt >> 32, absl::kZeroPad8)));
  summary_.replace(0, 8, body_, 0, 8);
  const std::string key = absl::StrCat("deal-", absl::Hex(static_cast<uint64_t>(id) * 0x9e3779b97f4aULL));
  Must(upsert_.Bind(1, id)
           .BindText(2, key)
           .Bind(3, id % std::max<int64_t>(1, rows_ / kRowsPerCompany))
           .Bind(4, static_cast<int64_t>(salt >> 16))
           .BindBlob(5, summary_)
           .BindBlob(6, body_)
           .Run());
}

void UpsertFloor::Batch() {
  Must(connection_.Execute("BEGIN IMMEDIATE"));
  for (int i = 0; i < kBatch; ++i) {
    const bool known = i % 10 != 0;
    Put(known ? static_cast<int64_t>(random_() % static_cast<uint64_t>(rows_)) : rows_++);
  }
  Must(connection_.Execute("COMMIT"));
}

}  // namespace tearsheet::testing
