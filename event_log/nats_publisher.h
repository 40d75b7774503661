// Appends records to the stream: all of a call under way at once, sent again until the server has answered.
#pragma once

#include <atomic>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/notification.h"
#include "event_log/event_log.h"
#include "event_log/nats_client.h"
#include "event_log/nats_options.h"
#include "event_log/nats_record.h"

namespace tearsheet {

// Thread-safe.
class NatsPublisher {
 public:
  // Borrows `client`.
  NatsPublisher(NatsClient& client, std::string stream, const NatsOptions& options)
      : client_(client), stream_(std::move(stream)), options_(options) {}

  // As EventLog::Append. A message is stored only when its subject, which is the record's id, has none yet;
  // what was sent and not answered is looked up before it counts as stored or not.
  absl::StatusOr<std::vector<Appended>> Append(const std::vector<log::v1::LogRecord>& records);

  // Ends the tries of present and future appends; for shutting down.
  void Interrupt();

  // Messages sent again.
  int64_t retries() const { return retries_.load(); }
  // Messages under way.
  int64_t pending() const { return pending_.load(); }

 private:
  // A message and what is known of it.
  struct Outgoing {
    NatsMessage message;
    // It was sent once without an answer, so that the stream may hold it.
    bool unanswered = false;
    // The server has a message of its subject.
    bool exists = false;
    bool done = false;
    Appended result = {};
  };
  using Batch = std::vector<Outgoing>;

  // Sends what is not done. An error is one that another try does not mend.
  absl::Status Publish(Batch& batch);
  // Looks up what exists already.
  void LookUp(Batch& batch);
  // Notes the answer to one message; `full` becomes an error when the server has no room.
  absl::Status Note(natsMsg& answer, Outgoing& outgoing);

  NatsClient& client_;
  const std::string stream_;
  const NatsOptions options_;
  absl::Notification interrupted_;
  std::atomic<bool> interrupting_ = false;
  std::atomic<int64_t> retries_ = 0;
  std::atomic<int64_t> pending_ = 0;
};

}  // namespace tearsheet
