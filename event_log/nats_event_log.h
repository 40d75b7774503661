// The log on NATS JetStream: one stream, replicated over the servers of a cluster, written by any number of
// ingest services and read by any number of query services. docs/log_format.md describes its messages,
// docs/cluster.md what an acknowledgement promises there.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "event_log/event_log.h"
#include "event_log/nats_address.h"
#include "event_log/nats_client.h"
#include "event_log/nats_options.h"
#include "event_log/nats_publisher.h"
#include "event_log/nats_reader.h"
#include "event_log/nats_stream.h"
#include "event_log/record_format.h"

namespace tearsheet {

// A sequence of the log is the sequence that the stream gives. What is stored by others is heard of from the
// server at once, or found within a second when that message was lost. Thread-safe.
class NatsEventLog : public EventLog {
 public:
  // To append: waits for the servers and makes the stream when there is none. Errors: those of ReadStreamEnd,
  // INVALID_ARGUMENT for a file of `options`, UNAVAILABLE after options.open_patience.
  static absl::StatusOr<std::unique_ptr<NatsEventLog>> Open(const NatsAddress& address,
                                                            const NatsOptions& options);
  // To read: returns at once. Until servers and stream can be reached, every method is UNAVAILABLE.
  static absl::StatusOr<std::unique_ptr<NatsEventLog>> OpenReader(const NatsAddress& address,
                                                                  const NatsOptions& options);
  // No call may be running.
  ~NatsEventLog() override;

  absl::StatusOr<std::vector<SequencedRecord>> Read(int64_t from_sequence, int max_records,
                                                    int64_t max_bytes) override;
  // An end before one that was seen is UNAVAILABLE for options.regress_patience: a server that has become
  // leader may not have applied all that it has. After that it is the end.
  absl::StatusOr<int64_t> LastSequence() override;
  absl::StatusOr<int64_t> WaitFor(int64_t sequence, absl::Time deadline) override;
  void Interrupt() override;
  absl::StatusOr<std::vector<Appended>> Append(const std::vector<log::v1::LogRecord>& records) override;
  absl::StatusOr<std::optional<int64_t>> Find(const std::string& record_id) override;
  // What max_payload of the server leaves beside the headers, as it was when one was last connected.
  int64_t max_record_bytes() override;

  int64_t reconnects() { return client_->reconnects(); }
  int64_t retries() const { return publisher_.retries(); }
  int64_t pending() const { return publisher_.pending(); }

 private:
  NatsEventLog(std::unique_ptr<NatsClient> client, const std::string& stream, const NatsOptions& options);

  // The thread: hears what the server has stored.
  void Listen();
  // One subscription's life; returns when it is of no more use.
  void ListenOn(NatsSession& session);
  void Advance(int64_t sequence) ABSL_LOCKS_EXCLUDED(mutex_);
  // The last sequence by the leader's answer `end` to a question that was asked when `known` had been seen.
  absl::StatusOr<int64_t> Believe(const NatsStreamEnd& end, int64_t known) ABSL_LOCKS_EXCLUDED(mutex_);
  int64_t last() const ABSL_LOCKS_EXCLUDED(mutex_);
  bool stopping() const ABSL_LOCKS_EXCLUDED(mutex_);

  const std::string stream_;
  const NatsOptions options_;
  const std::unique_ptr<NatsClient> client_;
  NatsPublisher publisher_;
  NatsReader reader_;

  std::atomic<int64_t> max_record_bytes_ = kMaxRecordBytes;

  mutable absl::Mutex mutex_;
  // The last sequence that was seen.
  int64_t last_ ABSL_GUARDED_BY(mutex_) = 0;
  // Which stream this is; 0 before it was seen.
  int64_t created_ ABSL_GUARDED_BY(mutex_) = 0;
  // Since when the stream ends before `last_`; infinite while it does not.
  absl::Time regressed_ ABSL_GUARDED_BY(mutex_) = absl::InfiniteFuture();
  bool interrupted_ ABSL_GUARDED_BY(mutex_) = false;
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  std::thread listener_;
};

}  // namespace tearsheet
