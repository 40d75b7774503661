// One ReadRecords stream: a follower of the log.
#pragma once

#include <cstdint>
#include <memory>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "common/rpc.h"
#include "common/worker_pool.h"
#include "event_log/event_log.h"
#include "grpcpp/support/server_callback.h"
#include "ingest_service/stream_set.h"
#include "tearsheet/log/v1/event_log_service.pb.h"

namespace tearsheet {

class LogStream;

// What the streams share; borrowed, and alive for as long as the server runs.
struct LogStreamParts {
  EventLogReader& log;
  WorkerPool& pool;
  RpcRunner& runner;
  StreamSet<LogStream>& streams;
  // Bounds of one response; a single larger record is sent alone.
  int max_records = 512;
  int64_t max_bytes = 1 << 20;
  // A follower that takes nothing for so long is cut off; it may wait for its own store meanwhile.
  absl::Duration max_stall = absl::Minutes(5);
};

// Owns itself. At any time one step is under way, a read of the log on the pool or a write to the caller, or
// the stream is idle until LogWatcher wakes it. A caller who reads slowly so holds up nobody and one batch of
// memory.
class LogStream : public grpc::ServerWriteReactor<log::v1::ReadRecordsResponse>,
                  public std::enable_shared_from_this<LogStream> {
 public:
  static LogStream* Start(const LogStreamParts& parts, grpc::CallbackServerContext& call,
                          const log::v1::ReadRecordsRequest& request);

  // Time has passed: the stream may have to end, or its caller reads too slowly.
  void Tick() ABSL_LOCKS_EXCLUDED(mutex_);

  // The log has grown to `last_sequence`; or has not, and the caller should hear that the stream is alive.
  void Wake(int64_t last_sequence) ABSL_LOCKS_EXCLUDED(mutex_);

  // Ends with ShuttingDown after the step under way.
  void Drain() ABSL_LOCKS_EXCLUDED(mutex_);

  void OnWriteDone(bool ok) override ABSL_LOCKS_EXCLUDED(mutex_);
  void OnCancel() override ABSL_LOCKS_EXCLUDED(mutex_);
  void OnDone() override;

 private:
  LogStream(const LogStreamParts& parts, grpc::CallbackServerContext& call,
            const log::v1::ReadRecordsRequest& request)
      : parts_(parts),
        call_(call),
        start_(parts.runner.clock().TimeNow()),
        stop_at_end_(request.stop_at_end()),
        next_(request.from_sequence()) {}

  // Steps on the pool, since a log may be slow to answer: where it ends, and the next records.
  void Open() ABSL_LOCKS_EXCLUDED(mutex_);
  void ReadStep() ABSL_LOCKS_EXCLUDED(mutex_);
  void Submit(void (LogStream::*step)()) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  // Sends `response_`, which is then part of the step under way.
  void Send() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  // Remembers how the stream ends; the first reason counts.
  void End(const absl::Status& status) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  // Finishes an ended stream between two steps; true when it has ended.
  bool FinishIfEnded() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  const LogStreamParts parts_;
  grpc::CallbackServerContext& call_;
  const absl::Time start_;
  // Set once, before any reaction.
  Admission admission_;
  const bool stop_at_end_;
  // Keeps this alive for gRPC; dropped in OnDone. A step on the pool holds a reference of its own.
  std::shared_ptr<LogStream> self_;
  // Belongs to the step under way.
  log::v1::ReadRecordsResponse response_;

  absl::Mutex mutex_;
  int64_t next_ ABSL_GUARDED_BY(mutex_);
  int64_t sent_ ABSL_GUARDED_BY(mutex_) = 0;
  // The newest end of the log that LogWatcher told.
  int64_t last_sequence_ ABSL_GUARDED_BY(mutex_) = 0;
  // A read or a write is under way.
  bool busy_ ABSL_GUARDED_BY(mutex_) = false;
  bool writing_ ABSL_GUARDED_BY(mutex_) = false;
  // When the write under way, or the end of the stream, was given to gRPC.
  absl::Time last_step_ ABSL_GUARDED_BY(mutex_);
  bool ended_ ABSL_GUARDED_BY(mutex_) = false;
  bool finished_ ABSL_GUARDED_BY(mutex_) = false;
  absl::Status status_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace tearsheet
