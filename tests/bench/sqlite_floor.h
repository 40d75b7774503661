// What SQLite does at best with the promise of the event log: records in one table, many per transaction,
// each transaction synced. The log is measured as a share of this, in the same run.
#pragma once

#include <cstdint>
#include <string>

#include "common/sqlite.h"

namespace tearsheet::testing {

struct SqliteFloorOptions {
  // Bytes of a record.
  size_t record_bytes = 4096;
  // Records of one transaction.
  int batch = 1000;
  // Pages of 16 kB and a checkpoint every 64 MB, instead of SQLite's defaults of 4 kB and 4 MB.
  bool large_pages = false;
};

// Not thread-safe.
class SqliteFloor {
 public:
  // Makes the file at `path`, which must not exist. Ends the program when SQLite fails.
  SqliteFloor(const std::string& path, const SqliteFloorOptions& options);

  // Appends `count` records, in whole transactions.
  void Append(int64_t count);

 private:
  const SqliteFloorOptions options_;
  const std::string record_;
  SqliteConnection connection_;
  SqliteStatement insert_;
  int64_t last_ = 0;
};

}  // namespace tearsheet::testing
