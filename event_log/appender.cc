#include "event_log/appender.h"

#include <utility>

namespace tearsheet {

Appender::Appender(EventLog& log, AppenderOptions options)
    : log_(log), options_(std::move(options)), thread_([this] { Run(); }) {}

Appender::~Appender() {
  {
    absl::MutexLock lock(&mutex_);
    stopping_ = true;
  }
  thread_.join();
}

void Appender::Append(log::v1::LogRecord record, Done done) {
  const auto bytes = static_cast<int64_t>(record.ByteSizeLong());
  absl::MutexLock lock(&mutex_);
  queue_.push_back({.record = std::move(record), .bytes = bytes, .done = std::move(done)});
}

void Appender::Run() {
  while (true) {
    std::vector<Waiting> batch = TakeBatch();
    if (batch.empty()) return;
    AppendBatch(std::move(batch));
  }
}

std::vector<Appender::Waiting> Appender::TakeBatch() {
  absl::MutexLock lock(&mutex_, absl::Condition(this, &Appender::HasWorkOrStops));
  std::vector<Waiting> batch;
  int64_t bytes = 0;
  while (!queue_.empty() && std::ssize(batch) < options_.max_records) {
    bytes += queue_.front().bytes;
    if (!batch.empty() && bytes > options_.max_bytes) break;
    batch.push_back(std::move(queue_.front()));
    queue_.pop_front();
  }
  return batch;
}

void Appender::AppendBatch(std::vector<Waiting> batch) {
  std::vector<log::v1::LogRecord> records;
  records.reserve(batch.size());
  for (Waiting& waiting : batch) records.push_back(std::move(waiting.record));
  const absl::StatusOr<std::vector<Appended>> results = log_.Append(records);
  if (options_.on_append) options_.on_append(records.size());
  for (size_t i = 0; i < batch.size(); ++i) {
    if (results.ok()) {
      batch[i].done((*results)[i]);
    } else {
      batch[i].done(results.status());
    }
  }
}

}  // namespace tearsheet
