// A log that fails when it is told to, in front of one that works.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "event_log/event_log.h"

namespace tearsheet::testing {

// Thread-safe. Borrows the log behind it.
class FaultyEventLog : public EventLog {
 public:
  explicit FaultyEventLog(EventLog& log) : log_(log) {}

  // From now on appends fail with `status`; ok makes them work again.
  void FailAppends(const absl::Status& status) {
    absl::MutexLock lock(&mutex_);
    append_error_ = status;
  }
  void FailReads(const absl::Status& status) {
    absl::MutexLock lock(&mutex_);
    read_error_ = status;
  }
  // Appends wait while this is set; calls that wait are counted by WaitUntilHeld.
  void HoldAppends(bool hold) {
    absl::MutexLock lock(&mutex_);
    hold_ = hold;
  }
  // Returns once an append waits.
  void WaitUntilHeld() {
    const auto held = [this]() ABSL_SHARED_LOCKS_REQUIRED(mutex_) { return held_ > 0; };
    absl::MutexLock lock(&mutex_, absl::Condition(&held));
  }
  // The number of records of each append that reached the log.
  std::vector<size_t> batches() const {
    absl::MutexLock lock(&mutex_);
    return batches_;
  }

  absl::StatusOr<std::vector<SequencedRecord>> Read(int64_t from, int max_records,
                                                    int64_t max_bytes) override {
    if (absl::Status error = ReadError(); !error.ok()) return error;
    return log_.Read(from, max_records, max_bytes);
  }
  absl::StatusOr<int64_t> LastSequence() override { return log_.LastSequence(); }
  absl::StatusOr<int64_t> WaitFor(int64_t sequence, absl::Time deadline) override {
    return log_.WaitFor(sequence, deadline);
  }
  void Interrupt() override { log_.Interrupt(); }
  absl::StatusOr<std::vector<Appended>> Append(const std::vector<log::v1::LogRecord>& records) override {
    {
      const auto released = [this]() ABSL_SHARED_LOCKS_REQUIRED(mutex_) { return !hold_; };
      absl::MutexLock lock(&mutex_);
      ++held_;
      mutex_.Await(absl::Condition(&released));
      --held_;
      if (!append_error_.ok()) return append_error_;
      batches_.push_back(records.size());
    }
    return log_.Append(records);
  }
  absl::StatusOr<std::optional<int64_t>> Find(const std::string& record_id) override {
    if (absl::Status error = ReadError(); !error.ok()) return error;
    return log_.Find(record_id);
  }
  int64_t max_record_bytes() override { return log_.max_record_bytes(); }

 private:
  absl::Status ReadError() const {
    absl::MutexLock lock(&mutex_);
    return read_error_;
  }

  EventLog& log_;
  mutable absl::Mutex mutex_;
  absl::Status append_error_ ABSL_GUARDED_BY(mutex_);
  absl::Status read_error_ ABSL_GUARDED_BY(mutex_);
  bool hold_ ABSL_GUARDED_BY(mutex_) = false;
  int held_ ABSL_GUARDED_BY(mutex_) = 0;
  std::vector<size_t> batches_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace tearsheet::testing
