// What SQLite does at best with rows as large as a deal: upserts in one transaction each, nine of ten of rows
// that are there, with the indexes of a key and of a company. Applying events is measured as a share of this,
// in the same run.
#pragma once

#include <cstdint>
#include <random>
#include <string>

#include "common/sqlite.h"

namespace tearsheet::testing {

// Not thread-safe.
class UpsertFloor {
 public:
  static constexpr int kBatch = 1000;

  // Makes the file at `path`, which must not exist, with `rows` rows. Ends the program when SQLite fails.
  UpsertFloor(const std::string& path, int64_t rows);

  // Upserts kBatch rows.
  void Batch();

 private:
  void Put(int64_t id);

  SqliteConnection connection_;
  SqliteStatement upsert_;
  std::mt19937_64 random_;
  std::string summary_;
  std::string body_;
  int64_t rows_;
};

}  // namespace tearsheet::testing
