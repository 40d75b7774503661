#include "event_log/memory_event_log.h"

#include "common/status_macros.h"
#include "event_log/read_position.h"

namespace tearsheet {

absl::StatusOr<std::vector<SequencedRecord>> MemoryEventLog::Read(int64_t from_sequence, int max_records,
                                                                  int64_t max_bytes) {
  absl::MutexLock lock(&mutex_);
  const auto last = static_cast<int64_t>(records_.size());
  RETURN_IF_ERROR(CheckReadPosition(from_sequence, last));
  std::vector<SequencedRecord> found;
  int64_t bytes = 0;
  for (int64_t sequence = from_sequence; sequence <= last && std::ssize(found) < max_records; ++sequence) {
    const log::v1::LogRecord& record = records_[sequence - 1];
    bytes += static_cast<int64_t>(record.ByteSizeLong());
    if (!found.empty() && bytes > max_bytes) break;
    found.push_back({.sequence = sequence, .record = record});
  }
  return found;
}

absl::StatusOr<int64_t> MemoryEventLog::LastSequence() {
  absl::MutexLock lock(&mutex_);
  return std::ssize(records_);
}

absl::StatusOr<int64_t> MemoryEventLog::WaitFor(int64_t sequence, absl::Time deadline) {
  absl::MutexLock lock(&mutex_);
  const auto done = [&]() ABSL_SHARED_LOCKS_REQUIRED(mutex_) {
    return interrupted_ || std::ssize(records_) >= sequence;
  };
  mutex_.AwaitWithDeadline(absl::Condition(&done), deadline);
  return std::ssize(records_);
}

void MemoryEventLog::Interrupt() {
  absl::MutexLock lock(&mutex_);
  interrupted_ = true;
}

absl::StatusOr<std::vector<Appended>> MemoryEventLog::Append(const std::vector<log::v1::LogRecord>& records) {
  absl::MutexLock lock(&mutex_);
  std::vector<Appended> results;
  results.reserve(records.size());
  for (const log::v1::LogRecord& record : records) {
    const auto [place, inserted] = sequences_.try_emplace(record.record_id(), std::ssize(records_) + 1);
    if (inserted) records_.push_back(record);
    results.push_back({.sequence = place->second, .duplicate = !inserted});
  }
  return results;
}

absl::StatusOr<std::optional<int64_t>> MemoryEventLog::Find(const std::string& record_id) {
  absl::MutexLock lock(&mutex_);
  const auto found = sequences_.find(record_id);
  if (found == sequences_.end()) return std::nullopt;
  return found->second;
}

}  // namespace tearsheet
