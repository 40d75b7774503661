#include "common/sqlite_checkpointer.h"

#include <sqlite3.h>

#include <utility>

namespace tearsheet {
namespace {

// Copies what no reader and no writer stands in the way of.
void Copy(SqliteConnection& connection) {
  sqlite3_wal_checkpoint_v2(connection.handle(), nullptr, SQLITE_CHECKPOINT_PASSIVE, nullptr, nullptr);
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
    if (step_ == Step::kWaiting) {
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
    // A connection for each pass: none is held open when the owner opens its files anew after a failure.
    if (auto connection = SqliteConnection::Open(path_, SqliteConnection::Mode::kReadWrite); connection.ok())
      Copy(*connection);
    absl::MutexLock lock(&mutex_);
    step_ = Step::kCopied;
  }
}

}  // namespace tearsheet
