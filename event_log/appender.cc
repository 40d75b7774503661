#include "event_log/appender.h"

#include <utility>

namespace tearsheet {

Appender::Appender(EventLog& log, AppenderOptions options)
    : log_(log),
      options_(std::move(options)),
      thread_([this] { Run(); }),
      answering_([this] { RunAnswering(); }) {}

Appender::~Appender() {
  {
    absl::MutexLock lock(&mutex_);
    stopping_ = true;
  }
  thread_.join();
  {
    absl::MutexLock lock(&mutex_);
    ended_ = true;
  }
  answering_.join();
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
    Hand(AppendBatch(std::move(batch)));
  }
}

void Appender::Hand(Answers answers) {
  {
    absl::MutexLock lock(&mutex_);
    if (!queue_.empty() || !answers_.empty()) {
      answers_.push_back(std::move(answers));
      return;
    }
  }
  Tell(answers);
}

void Appender::RunAnswering() {
  while (true) {
    Answers* answers = nullptr;
    {
      absl::MutexLock lock(&mutex_, absl::Condition(this, &Appender::HasAnswersOrEnded));
      if (answers_.empty()) return;
      // Others only add behind it, which moves nothing.
      answers = &answers_.front();
    }
    Tell(*answers);
    absl::MutexLock lock(&mutex_);
    answers_.pop_front();
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

Appender::Answers Appender::AppendBatch(std::vector<Waiting> batch) {
  Answers answers;
  answers.records.reserve(batch.size());
  answers.done.reserve(batch.size());
  for (Waiting& waiting : batch) {
    answers.records.push_back(std::move(waiting.record));
    answers.done.push_back(std::move(waiting.done));
  }
  answers.results = log_.Append(answers.records);
  if (options_.on_append) options_.on_append(answers.records.size());
  return answers;
}

void Appender::Tell(Answers& answers) {
  for (size_t i = 0; i < answers.done.size(); ++i) {
    if (answers.results.ok()) {
      answers.done[i]((*answers.results)[i]);
    } else {
      answers.done[i](answers.results.status());
    }
  }
  // Freeing them is work too.
  answers = Answers();
}

}  // namespace tearsheet
