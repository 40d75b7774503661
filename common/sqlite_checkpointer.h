// Folds the -wal file of a SQLite file into it, beside the commits instead of between them.
#pragma once

#include <string>
#include <thread>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "common/sqlite.h"

namespace tearsheet {

// Starts over when the -wal file has so many pages. A thread of its own copies what is there, while commits
// go on, pass after pass until they add little during one; only that is copied by the writer, so that the
// file can be used again from its beginning and never grows much beyond that. A pass that fails (full disk)
// is tried again after the next commit: nothing is lost, since the -wal file is part of the database.
//
// AfterCommit is for the thread that writes.
class SqliteCheckpointer {
 public:
  SqliteCheckpointer(std::string path, int pages);
  // Waits for a pass that is under way.
  ~SqliteCheckpointer();

  SqliteCheckpointer(const SqliteCheckpointer&) = delete;
  SqliteCheckpointer& operator=(const SqliteCheckpointer&) = delete;

  // After a commit of `writer` which left `pages` pages in the -wal file.
  void AfterCommit(SqliteConnection& writer, int pages) ABSL_LOCKS_EXCLUDED(mutex_);

 private:
  enum class Step { kWaiting, kCopying, kCopied };

  void Run() ABSL_LOCKS_EXCLUDED(mutex_);
  bool HasWorkOrStops() const ABSL_SHARED_LOCKS_REQUIRED(mutex_) {
    return stopping_ || step_ == Step::kCopying;
  }

  const std::string path_;
  const int pages_;
  absl::Mutex mutex_;
  Step step_ ABSL_GUARDED_BY(mutex_) = Step::kWaiting;
  // Pages of the -wal file that the passes of the thread have copied.
  int copied_ ABSL_GUARDED_BY(mutex_) = 0;
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  std::thread thread_;
};

}  // namespace tearsheet
