// What every unary call has around it, written once: a bounded pool, deadline and cancellation, the log line, the
// metrics and the conversion of the status.
#pragma once

#include <string>
#include <utility>

#include "absl/functional/any_invocable.h"
#include "absl/status/status.h"
#include "absl/time/time.h"
#include "common/clock.h"
#include "common/metrics.h"
#include "common/worker_pool.h"
#include "grpcpp/server_context.h"
#include "grpcpp/support/server_callback.h"

namespace tearsheet {

// What a handler may know of its call. Borrowed from the call: valid until the handler returns.
class RequestContext {
 public:
  // `call` may be null (tests): no deadline, never cancelled.
  explicit RequestContext(grpc::CallbackServerContext* call) : call_(call) {}

  // Infinite future when the caller set none.
  absl::Time deadline() const;

  // The caller has gone or the deadline has passed: the answer is of no use any more. Loops ask this.
  bool cancelled() const;

 private:
  grpc::CallbackServerContext* call_;
};

// Runs unary handlers. Thread-safe; outlives the server that calls it.
class RpcRunner {
 public:
  // Borrows `metrics`, `clock` and `pool`.
  RpcRunner(Metrics& metrics, Clock& clock, WorkerPool& pool) : metrics_(metrics), clock_(clock), pool_(pool) {}

  // Runs `handler` on the pool and finishes the call with its status; a full pool is RESOURCE_EXHAUSTED with RetryInfo.
  // `method` is a literal such as "QueryService/GetDeal". The request and response that `handler` refers to are owned by
  // gRPC until the call is finished.
  grpc::ServerUnaryReactor* Run(grpc::CallbackServerContext* call, const char* method,
                                absl::AnyInvocable<absl::Status(const RequestContext&)> handler);

  // Counts and logs a finished call; for streams, which end by themselves.
  void Record(const char* method, const absl::Status& status, absl::Duration latency);

  Clock& clock() { return clock_; }

 private:
  Metrics& metrics_;
  Clock& clock_;
  WorkerPool& pool_;
};

}  // namespace tearsheet
