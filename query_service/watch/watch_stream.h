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
#include "grpcpp/server_context.h"
#include "grpcpp/support/server_callback.h"
#include "query_service/watch/watch_hub.h"
#include "tearsheet/v1/query_service.pb.h"

namespace tearsheet {

// Owns itself. At any time one step is under way, a read of the store on the pool or a write to the caller,
// or the stream is idle until the hub wakes it. It holds one answer and, while it catches up, one page of
// changes: a caller who reads slowly costs no more, and is told to resume when it falls too far behind.
class WatchStream : public grpc::ServerWriteReactor<v1::WatchDealsResponse>,
                    public std::enable_shared_from_this<WatchStream> {
 public:
  static WatchStream* Start(WatchHub& hub, grpc::CallbackServerContext* call,
                            const v1::WatchDealsRequest& request);

  // There are new changes.
  void Wake() ABSL_LOCKS_EXCLUDED(mutex_);
  // Time has passed: a sign of life may be due, or a write has not come along for too long.
  void Tick() ABSL_LOCKS_EXCLUDED(mutex_);
  // Ends with ShuttingDown after the step under way.
  void Drain() ABSL_LOCKS_EXCLUDED(mutex_);

  void OnWriteDone(bool ok) override ABSL_LOCKS_EXCLUDED(mutex_);
  void OnCancel() override ABSL_LOCKS_EXCLUDED(mutex_);
  void OnDone() override;

 private:
  enum class Step { kIdle, kReading, kWriting };

  WatchStream(WatchHub& hub, grpc::CallbackServerContext* call, const v1::WatchDealsRequest& request);

  // On the pool: the filter, the position, and the first answer.
  void Open() ABSL_LOCKS_EXCLUDED(mutex_);
  absl::Status ResolveRequest() ABSL_LOCKS_EXCLUDED(mutex_);
  // On the pool: the next page of changes from the store.
  void ReadStore() ABSL_LOCKS_EXCLUDED(mutex_);
  void Submit(void (WatchStream::*step)()) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  // Starts the next step, or goes idle.
  void Advance() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  // Sends `change`, or a sign of life when it is null.
  void Send(const v1::DealChange* change) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  // Ends once; the first reason counts.
  void End(const absl::Status& status) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  // Ends with WatcherTooSlow.
  void EndTooSlow() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  bool FinishIfEnded() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  WatchHub& hub_;
  grpc::CallbackServerContext* const call_;
  const v1::WatchDealsRequest request_;
  const absl::Time start_;
  // Set once, before any reaction.
  Admission admission_;
  const std::string epoch_;
  // Keeps this alive for gRPC; dropped in OnDone. A step on the pool holds a reference of its own.
  std::shared_ptr<WatchStream> self_;
  // Belongs to the write under way.
  v1::WatchDealsResponse response_;

  absl::Mutex mutex_;
  WatchFilter filter_ ABSL_GUARDED_BY(mutex_);
  Step step_ ABSL_GUARDED_BY(mutex_) = Step::kIdle;
  // Everything up to this change is sent or does not match.
  int64_t cursor_ ABSL_GUARDED_BY(mutex_) = 0;
  int64_t sequence_ ABSL_GUARDED_BY(mutex_) = 0;
  // Read from the store, not yet looked at.
  std::deque<WatchedChange> page_ ABSL_GUARDED_BY(mutex_);
  // Has reached the newest change once.
  bool live_ ABSL_GUARDED_BY(mutex_) = false;
  absl::Time last_step_ ABSL_GUARDED_BY(mutex_);
  int64_t sent_ ABSL_GUARDED_BY(mutex_) = 0;
  bool ended_ ABSL_GUARDED_BY(mutex_) = false;
  bool finished_ ABSL_GUARDED_BY(mutex_) = false;
  absl::Status status_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace tearsheet
