#include "common/sqlite_checkpointer.h"

#include <sqlite3.h>

#include <utility>

namespace tearsheet {
namespace {

// What the writer may copy without keeping anybody waiting, in pages; it copies more only when the -wal file
// is so many times as large as it should be.
constexpr int kFewPages = 512;
constexpr int kMostTimes = 4;

// Copies what no reader and no writer stands in the way of; returns how many pages of the -wal file have been
// copied since it was begun.
int Copy(SqliteConnection& connection) {
  int copied = 0;
  sqlite3_wal_checkpoint_v2(connection.handle(), nullptr, SQLITE_CHECKPOINT_PASSIVE, nullptr, &copied);
  return copied;
}

}  // namespace

SqliteCheckpointer::SqliteCheckpointer(std::string path, int pages)
    : path_(std::move(path)), pages_(pages), thread_([this] { Run(); }) {}

SqliteCheckpointer::~SqliteCheckpointer() {
  {
    absl::MutexLock lock(&mutex_);
    stopping_ = true;
  }
  thread_.join();
}

void SqliteCheckpointer::AfterCommit(SqliteConnection& writer, int pages) {
  {
    absl::MutexLock lock(&mutex_);
    if (step_ == Step::kCopying || pages < pages_) return;
    const bool many = pages - copied_ > kFewPages && pages < kMostTimes * pages_;
    if (step_ == Step::kWaiting || many) {
      step_ = Step::kCopying;
      return;
    }
    step_ = Step::kWaiting;
  }
  Copy(writer);
}

void SqliteCheckpointer::Run() {
  while (true) {
    {
      absl::MutexLock lock(&mutex_, absl::Condition(this, &SqliteCheckpointer::HasWorkOrStops));
      if (stopping_) return;
    }
    int copied = 0;
    // A connection for each pass: none is held open when the owner opens its files anew after a failure.
    if (auto connection = SqliteConnection::Open(path_, SqliteConnection::Mode::kReadWrite);
        connection.ok()) {
      // A connection that has read nothing knows of no -wal file and would copy nothing.
      if (connection->QueryInt("PRAGMA schema_version").ok()) copied = Copy(*connection);
    }
    absl::MutexLock lock(&mutex_);
    step_ = Step::kCopied;
    copied_ = copied;
  }
}

}  // namespace tearsheet
