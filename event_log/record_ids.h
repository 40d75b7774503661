// Which record ids a SQLite log holds, and where: the table record_ids and what has not come into it yet.
//
// Ids are hashes, so that an index that takes in each record's id at once writes another page for nearly
// every record. The newest ids are kept in memory instead. When there are enough for a round, they go into
// the table sorted, some with every append, so that neighbours share a page. The table "indexed" says up to
// which sequence the index is complete; what it lacks at a start is read from the records.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"
#include "common/sqlite.h"

namespace tearsheet {

// FindNewest is thread-safe; all else is for the one thread that appends.
class RecordIds {
 public:
  using Entry = std::pair<std::string, int64_t>;

  // A round has `round` ids; up to about twice as many are held in memory.
  explicit RecordIds(size_t round) : round_size_(round) {}

  // Reads what the index lacks of the records up to `last`, and forgets everything else: after opening, and
  // after an append that failed.
  absl::Status Load(SqliteConnection& connection, int64_t last) ABSL_LOCKS_EXCLUDED(mutex_);

  // The sequence of an id that is in memory. One that is not may be in the index: look there afterwards.
  std::optional<int64_t> FindNewest(const std::string& id) const ABSL_LOCKS_EXCLUDED(mutex_);

  // Writes the part of the round that is due with an append of `records` records, in its transaction.
  absl::Status WriteDue(SqliteConnection& connection, size_t records);

  // The transaction was committed and appended `added`.
  void Committed(std::vector<Entry> added) ABSL_LOCKS_EXCLUDED(mutex_);

 private:
  void BeginRoundIfFull() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  const size_t round_size_;
  // The round that is being written, sorted by id; `written_` of it are committed, `due_` in the transaction.
  std::vector<Entry> round_;
  size_t written_ = 0;
  size_t due_ = 0;
  // Last sequence of the round.
  int64_t round_end_ = 0;

  mutable absl::Mutex mutex_;
  // The round and everything after it.
  absl::flat_hash_map<std::string, int64_t> newest_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace tearsheet
