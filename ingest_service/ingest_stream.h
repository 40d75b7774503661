// One IngestArticles stream: articles are worked on side by side, and appended and answered in order.
//
// The stream reads an article only while it has fewer than `window` in flight, so that a caller who sends
// faster than the service works, or reads answers more slowly than they come, is held back by HTTP/2 flow
// control.
#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "common/rpc.h"
#include "common/tracing/span.h"
#include "common/worker_pool.h"
#include "grpcpp/support/byte_buffer.h"
#include "grpcpp/support/server_callback.h"
#include "ingest_service/ingest_metrics.h"
#include "ingest_service/ingestor.h"
#include "ingest_service/stream_set.h"

namespace tearsheet {

struct IngestStreamOptions {
  // Most articles that one stream has in flight.
  int window = 128;
  // Most bytes of them; a single larger article is let through alone.
  int64_t window_bytes = 8 << 20;
  // A caller who takes no answer for so long is cut off.
  absl::Duration max_stall = absl::Minutes(1);
};

class IngestStream;

// What the streams share; borrowed, and alive for as long as the server runs.
struct IngestStreamParts {
  Ingestor& ingestor;
  WorkerPool& pool;
  RpcRunner& runner;
  IngestMetrics& metrics;
  StreamSet<IngestStream>& streams;
  IngestStreamOptions options;
};

// Owns itself: lives until gRPC is done with it and no article is in flight. Reactions run on gRPC's threads
// and never block; articles are parsed and extracted on the pool.
class IngestStream : public grpc::ServerBidiReactor<grpc::ByteBuffer, grpc::ByteBuffer>,
                     public std::enable_shared_from_this<IngestStream> {
 public:
  // Begins the stream; the result is what gRPC wants to hear.
  static IngestStream* Start(const IngestStreamParts& parts, grpc::CallbackServerContext& call);

  // Time has passed: the stream may have to end, or its caller reads too slowly.
  void Tick() ABSL_LOCKS_EXCLUDED(mutex_);

  // Reads no more, answers what is in flight, and ends with ShuttingDown.
  void Drain() ABSL_LOCKS_EXCLUDED(mutex_);

  void OnReadDone(bool ok) override ABSL_LOCKS_EXCLUDED(mutex_);
  void OnWriteDone(bool ok) override ABSL_LOCKS_EXCLUDED(mutex_);
  void OnCancel() override ABSL_LOCKS_EXCLUDED(mutex_);
  void OnDone() override;

 private:
  // An article in flight.
  struct Slot {
    int64_t bytes = 0;
    // Checked and extracted, until it is appended.
    std::optional<Ingestor::Prepared> prepared;
    std::optional<grpc::ByteBuffer> answer;
  };

  IngestStream(const IngestStreamParts& parts, grpc::CallbackServerContext& call);

  // On the pool.
  Ingestor::Prepared Work(const grpc::ByteBuffer& request) ABSL_LOCKS_EXCLUDED(mutex_);
  void SetPrepared(int64_t index, Ingestor::Prepared prepared) ABSL_LOCKS_EXCLUDED(mutex_);
  // Hands what is prepared and has nothing unprepared before it to the appender.
  void AppendPrepared() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void SetAnswer(int64_t index, const absl::StatusOr<v1::IngestArticleResponse>& result)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  // Each starts its operation if it is due.
  void ReadNext() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void WriteNext() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  // Reads no more and, unless an earlier reason is known, ends with `status`.
  void End(const absl::Status& status) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void FinishIfDone() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  const IngestStreamParts parts_;
  grpc::CallbackServerContext& call_;
  // Of the whole stream; ended in OnDone. Its traceparent, that of all its articles, never changes.
  Span span_;
  const absl::Time start_;
  // Set once, before any reaction.
  Admission admission_;
  // Keeps this alive for gRPC; dropped in OnDone. Articles in flight hold references of their own.
  std::shared_ptr<IngestStream> self_;

  // Belongs to the read or write that is under way.
  grpc::ByteBuffer request_;
  grpc::ByteBuffer response_;

  absl::Mutex mutex_;
  // Articles in flight in order; the first has index `first_`.
  std::deque<Slot> slots_ ABSL_GUARDED_BY(mutex_);
  int64_t first_ ABSL_GUARDED_BY(mutex_) = 0;
  // The next article to append.
  int64_t next_append_ ABSL_GUARDED_BY(mutex_) = 0;
  int64_t bytes_ ABSL_GUARDED_BY(mutex_) = 0;
  int64_t refused_ ABSL_GUARDED_BY(mutex_) = 0;
  bool reading_ ABSL_GUARDED_BY(mutex_) = false;
  bool writing_ ABSL_GUARDED_BY(mutex_) = false;
  // When the write under way, or the end of the stream, was given to gRPC.
  absl::Time last_step_ ABSL_GUARDED_BY(mutex_);
  // The caller holds up the write under way for too long: nobody waits for it any more.
  bool stalled_ ABSL_GUARDED_BY(mutex_) = false;
  // No article will be read any more: the caller is done, has gone, or the service ends.
  bool read_all_ ABSL_GUARDED_BY(mutex_) = false;
  // Answers reach nobody any more.
  bool cancelled_ ABSL_GUARDED_BY(mutex_) = false;
  bool finished_ ABSL_GUARDED_BY(mutex_) = false;
  // How the stream ends.
  absl::Status status_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace tearsheet
