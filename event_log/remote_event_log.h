// A log that another process owns, read over gRPC (EventLogService): what the query service follows.
#pragma once

#include <deque>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "event_log/event_log.h"
#include "grpcpp/channel.h"
#include "grpcpp/client_context.h"
#include "grpcpp/security/credentials.h"
#include "tearsheet/log/v1/event_log_service.grpc.pb.h"

namespace tearsheet {

struct RemoteEventLogOptions {
  // Bytes of records that are read ahead; one response more than this may be held.
  int64_t max_buffered_bytes = 16 << 20;
  // Pause before another try after an error; doubles from the first to the second.
  absl::Duration min_backoff = absl::Milliseconds(100);
  absl::Duration max_backoff = absl::Seconds(5);
  // How long a Read that nothing has answered yet waits before it is UNAVAILABLE.
  absl::Duration patience = absl::Seconds(15);
};

// Keeps one stream open, which goes on where the last Read ended, and reads ahead of its caller. Meant for
// one reader that goes forward; any position may be asked for, at the price of a new stream. Reconnects by
// itself. Thread-safe.
//
// What the connection costs beyond the contract of EventLogReader: every method may be UNAVAILABLE while the
// service cannot be reached, and LastSequence and WaitFor know the end of the log as of the newest response.
class RemoteEventLog : public EventLogReader {
 public:
  // `address` is "host:port"; nothing need listen there yet.
  explicit RemoteEventLog(
      const std::string& address, const RemoteEventLogOptions& options = {},
      const std::shared_ptr<grpc::ChannelCredentials>& credentials = grpc::InsecureChannelCredentials());
  ~RemoteEventLog() override;

  absl::StatusOr<std::vector<SequencedRecord>> Read(int64_t from_sequence, int max_records,
                                                    int64_t max_bytes) override;
  absl::StatusOr<int64_t> LastSequence() override;
  absl::StatusOr<int64_t> WaitFor(int64_t sequence, absl::Time deadline) override;
  void Interrupt() override;

 private:
  struct Buffered {
    SequencedRecord record;
    int64_t bytes;
  };

  // The thread: opens a stream, reads it into the buffer, and opens another when it ends.
  void Run();
  void ReadStream(int64_t generation, int64_t from) ABSL_LOCKS_EXCLUDED(mutex_);
  // False when the stream is no longer wanted.
  bool Store(int64_t generation, log::v1::ReadRecordsResponse& response) ABSL_LOCKS_EXCLUDED(mutex_);
  // Makes the stream go on from `sequence`.
  void Seek(int64_t sequence) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  bool HasRoom() const ABSL_SHARED_LOCKS_REQUIRED(mutex_) {
    return buffered_bytes_ < options_.max_buffered_bytes;
  }

  const std::string address_;
  const RemoteEventLogOptions options_;
  const std::unique_ptr<log::v1::EventLogService::Stub> stub_;

  absl::Mutex mutex_;
  std::deque<Buffered> buffer_ ABSL_GUARDED_BY(mutex_);
  int64_t buffered_bytes_ ABSL_GUARDED_BY(mutex_) = 0;
  // The record that the stream is to bring next; 0 until somebody asks for one.
  int64_t next_ ABSL_GUARDED_BY(mutex_) = 0;
  // Counts Seeks: what belongs to an earlier one is dropped.
  int64_t generation_ ABSL_GUARDED_BY(mutex_) = 0;
  // The end of the log as of the newest response of this generation; -1 before its first one.
  int64_t last_sequence_ ABSL_GUARDED_BY(mutex_) = -1;
  // Why the stream of this generation ended; ok while it runs. Cleared by the next response.
  absl::Status status_ ABSL_GUARDED_BY(mutex_);
  // Of the stream under way, to cancel it.
  grpc::ClientContext* context_ ABSL_GUARDED_BY(mutex_) = nullptr;
  bool interrupted_ ABSL_GUARDED_BY(mutex_) = false;
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  std::thread thread_;
};

}  // namespace tearsheet
