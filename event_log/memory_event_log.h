// A log in memory: real, small, and gone with the process. For tests.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/synchronization/mutex.h"
#include "event_log/event_log.h"
#include "event_log/record_format.h"

namespace tearsheet {

// Thread-safe.
class MemoryEventLog : public EventLog {
 public:
  absl::StatusOr<std::vector<SequencedRecord>> Read(int64_t from_sequence, int max_records,
                                                    int64_t max_bytes) override;
  absl::StatusOr<int64_t> LastSequence() override;
  absl::StatusOr<int64_t> WaitFor(int64_t sequence, absl::Time deadline) override;
  void Interrupt() override;
  absl::StatusOr<std::vector<Appended>> Append(const std::vector<log::v1::LogRecord>& records) override;
  absl::StatusOr<std::optional<int64_t>> Find(const std::string& record_id) override;
  int64_t max_record_bytes() override { return kMaxRecordBytes; }

 private:
  absl::Mutex mutex_;
  std::vector<log::v1::LogRecord> records_ ABSL_GUARDED_BY(mutex_);
  absl::flat_hash_map<std::string, int64_t> sequences_ ABSL_GUARDED_BY(mutex_);
  bool interrupted_ ABSL_GUARDED_BY(mutex_) = false;
};

}  // namespace tearsheet
