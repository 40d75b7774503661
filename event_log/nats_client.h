// The connection to NATS that a log keeps: made again when it was closed, shared by all its threads.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "event_log/nats_address.h"
#include "event_log/nats_handles.h"
#include "event_log/nats_options.h"
#include "event_log/nats_requests.h"

namespace tearsheet {

// One connection and what belongs to it. It reconnects by itself, to any server of the cluster; it is closed
// for good only when the servers refuse its credentials.
struct NatsSession {
  ~NatsSession();

  NatsHandle<natsConnection> connection;
  NatsHandle<jsCtx> jetstream;
  absl::Mutex mutex;
  std::vector<std::unique_ptr<NatsRequests>> idle_requests ABSL_GUARDED_BY(mutex);
};

// Thread-safe.
class NatsClient {
 public:
  // Returns at once, reachable or not. INVALID_ARGUMENT: a file of `options` cannot be used.
  static absl::StatusOr<std::unique_ptr<NatsClient>> Create(const NatsAddress& address,
                                                            const NatsOptions& options);

  // The session, for as long as the caller keeps it. UNAVAILABLE when it is not connected now.
  absl::StatusOr<std::shared_ptr<NatsSession>> Connected() ABSL_LOCKS_EXCLUDED(mutex_);

  // One reply per request, in order, null where none came in time. UNAVAILABLE when it is not connected.
  absl::StatusOr<std::vector<NatsHandle<natsMsg>>> Request(const std::vector<NatsMessage>& requests)
      ABSL_LOCKS_EXCLUDED(mutex_);

  // Times that a lost connection was made again.
  int64_t reconnects() ABSL_LOCKS_EXCLUDED(mutex_);

 private:
  NatsClient(const NatsAddress& address, const NatsOptions& options) : address_(address), options_(options) {}

  absl::StatusOr<std::shared_ptr<NatsSession>> Connect();

  const NatsAddress address_;
  const NatsOptions options_;
  absl::Mutex mutex_;
  std::shared_ptr<NatsSession> session_ ABSL_GUARDED_BY(mutex_);
  // Of sessions that were closed.
  int64_t past_reconnects_ ABSL_GUARDED_BY(mutex_) = 0;
};

}  // namespace tearsheet
