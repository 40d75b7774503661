// One WatchDeals stream.
#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "common/tracing/span.h"
#include "grpcpp/server_context.h"
#include "grpcpp/support/byte_buffer.h"
#include "grpcpp/support/server_callback.h"
#include "query_service/answers/prepared.h"
#include "query_service/watch/watch_hub.h"
#include "tearsheet/v1/query_service.pb.h"

namespace tearsheet {

// Owns itself. At any time one step is under way, a read of the store on the pool or a write to the caller,
// or the stream is idle until the hub wakes it. It holds one answer and, while it catches up, a few
// changes: a caller who reads slowly costs no more, and is told to resume when it falls too far behind.
//
// Once it has looked at the newest change that was read, the hub tells which change concerns it next; what
// is announced before that one does not, so its position moves on without the stream being touched.
class WatchStream : public grpc::ServerWriteReactor<grpc::ByteBuffer>,
                    public std::enable_shared_from_this<WatchStream> {
 public:
  // INVALID_ARGUMENT ends the stream when `request` is no v1::WatchDealsRequest.
  static WatchStream* Start(WatchHub& hub, grpc::CallbackServerContext* call,
                            const grpc::ByteBuffer& request);

  // The change `number` is the first one that concerns this, of those that were not announced before.
  void Wake(int64_t number) ABSL_LOCKS_EXCLUDED(mutex_);
  // Time has passed: a sign of life may be due, or a write has not come along for too long.
  void Tick() ABSL_LOCKS_EXCLUDED(mutex_);
  // Ends with ShuttingDown after the step under way.
  void Drain() ABSL_LOCKS_EXCLUDED(mutex_);
  // Ends with TokenTooOld if it counts the changes of another epoch than `epoch`.
  void EndUnless(const std::string& epoch) ABSL_LOCKS_EXCLUDED(mutex_);

  void OnWriteDone(bool ok) override ABSL_LOCKS_EXCLUDED(mutex_);
  void OnCancel() override ABSL_LOCKS_EXCLUDED(mutex_);
  void OnDone() override;

 private:
  enum class Step { kIdle, kReading, kWriting };
  using Page = std::deque<std::shared_ptr<const WatchedChange>>;

  WatchStream(WatchHub& hub, grpc::CallbackServerContext* call);

  // On the pool: the filter, the position, and the first answer.
  void Open() ABSL_LOCKS_EXCLUDED(mutex_);
  absl::Status ResolveRequest() ABSL_LOCKS_EXCLUDED(mutex_);
  // On the pool: the next changes from the store.
  void ReadStore() ABSL_LOCKS_EXCLUDED(mutex_);
  // The first few changes after `cursor` that match, of those that lie near; moves `cursor` past all that
  // were looked at.
  absl::StatusOr<Page> ReadPage(const WatchFilter& filter, int64_t& cursor);
  void Submit(void (WatchStream::*step)()) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  // Starts the next step, or goes idle.
  void Advance() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  // Moves the position past what was announced and does not concern this.
  void SkipAnnounced(const Announced& announced) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void Send(std::shared_ptr<const WatchedChange> change) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void SendSignOfLife() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  // Adds token and sequence to `answer` and writes it.
  void Write(PreparedAnswer& answer) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  // Ends once; the first reason counts.
  void End(const absl::Status& status) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  // Ends with WatcherTooSlow.
  void EndTooSlow() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  bool FinishIfEnded() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  WatchHub& hub_;
  grpc::CallbackServerContext* const call_;
  const absl::Time start_;
  // Set once, before any reaction.
  v1::WatchDealsRequest request_;
  Admission admission_;
  WatchIndex::Id id_ = 0;
  const std::string epoch_;
  // Keeps this alive for gRPC; dropped in OnDone. A step on the pool holds a reference of its own.
  std::shared_ptr<WatchStream> self_;
  // Belongs to the write under way.
  grpc::ByteBuffer response_;

  absl::Mutex mutex_;
  WatchFilter filter_ ABSL_GUARDED_BY(mutex_);
  Step step_ ABSL_GUARDED_BY(mutex_) = Step::kIdle;
  // Everything up to this change is sent or does not match.
  int64_t cursor_ ABSL_GUARDED_BY(mutex_) = 0;
  int64_t sequence_ ABSL_GUARDED_BY(mutex_) = 0;
  // The newest change read was looked at: the hub tells the next one that concerns this, which is `next_`,
  // or 0 until then. An open stream is idle only then.
  bool up_to_date_ ABSL_GUARDED_BY(mutex_) = false;
  int64_t next_ ABSL_GUARDED_BY(mutex_) = 0;
  // From the store, to be sent; `cursor_` is that before the first one.
  Page page_ ABSL_GUARDED_BY(mutex_);
  // Where to go on after the page.
  int64_t page_end_ ABSL_GUARDED_BY(mutex_) = 0;
  // Has reached the newest change once.
  bool live_ ABSL_GUARDED_BY(mutex_) = false;
  absl::Time last_step_ ABSL_GUARDED_BY(mutex_);
  int64_t sent_ ABSL_GUARDED_BY(mutex_) = 0;
  // Of the change that is being written.
  Span sending_ ABSL_GUARDED_BY(mutex_);
  bool ended_ ABSL_GUARDED_BY(mutex_) = false;
  bool finished_ ABSL_GUARDED_BY(mutex_) = false;
  absl::Status status_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace tearsheet
