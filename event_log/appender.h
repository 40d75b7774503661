// Group commit: many callers share one sync to disk.
//
// While one append runs, the records that arrive form the next one, so that a lone record waits for nothing
// and a crowd pays for one sync. No timer is involved. Answering a crowd takes about as long as appending its
// records, so that another thread does it while the next append runs.
#pragma once

#include <cstdint>
#include <deque>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/functional/any_invocable.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "event_log/event_log.h"

namespace tearsheet {

struct AppenderOptions {
  // Most records of one sync.
  int max_records = 1024;
  // Most bytes of one sync; a single larger record is appended alone.
  int64_t max_bytes = 16 << 20;
  // Told the number of records after every append, for metrics. May be empty.
  absl::AnyInvocable<void(size_t)> on_append = nullptr;
};

// Thread-safe. Its queue holds what its callers have in flight; they bound it.
class Appender {
 public:
  using Done = absl::AnyInvocable<void(const absl::StatusOr<Appended>&)>;

  // Borrows `log`.
  Appender(EventLog& log, AppenderOptions options);
  // Appends what was accepted, then ends.
  ~Appender();

  Appender(const Appender&) = delete;
  Appender& operator=(const Appender&) = delete;

  // Appends `record` with others and then calls `done` once, from a thread of the appender's and in the order
  // of the calls; it must not block. On an error the record is not in the log. Never blocks.
  void Append(log::v1::LogRecord record, Done done) ABSL_LOCKS_EXCLUDED(mutex_);

 private:
  struct Waiting {
    log::v1::LogRecord record;
    int64_t bytes;
    Done done;
  };

  // What one append did.
  struct Answers {
    std::vector<log::v1::LogRecord> records;
    std::vector<Done> done;
    absl::StatusOr<std::vector<Appended>> results;
  };

  void Run() ABSL_LOCKS_EXCLUDED(mutex_);
  void RunAnswering() ABSL_LOCKS_EXCLUDED(mutex_);
  // Waits for records and takes as many as one sync may have; empty at the end.
  std::vector<Waiting> TakeBatch() ABSL_LOCKS_EXCLUDED(mutex_);
  Answers AppendBatch(std::vector<Waiting> batch);
  // Tells the callers at once when nobody waits for this thread, else leaves it to the other one.
  void Hand(Answers answers) ABSL_LOCKS_EXCLUDED(mutex_);
  static void Tell(Answers& answers);
  bool HasWorkOrStops() const ABSL_SHARED_LOCKS_REQUIRED(mutex_) { return stopping_ || !queue_.empty(); }
  bool HasAnswersOrEnded() const ABSL_SHARED_LOCKS_REQUIRED(mutex_) { return ended_ || !answers_.empty(); }

  EventLog& log_;
  AppenderOptions options_;
  absl::Mutex mutex_;
  std::deque<Waiting> queue_ ABSL_GUARDED_BY(mutex_);
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  // In order; the first one stays here while its callers are told.
  std::deque<Answers> answers_ ABSL_GUARDED_BY(mutex_);
  // No more will come.
  bool ended_ ABSL_GUARDED_BY(mutex_) = false;
  std::thread thread_;
  std::thread answering_;
};

}  // namespace tearsheet
