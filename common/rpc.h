// What every unary call has around it, written once: the gate, a bounded pool, deadline and cancellation, the
// log line, the metrics and the conversion of the status.
#pragma once

#include <atomic>
#include <limits>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/functional/any_invocable.h"
#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/clock.h"
#include "common/log.h"
#include "common/metrics.h"
#include "common/security/call_gate.h"
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

// UNAVAILABLE with RetryInfo, reason STREAM_TOO_OLD: a stream has reached the end of its admission.
absl::Status StreamTooOld();

// Runs unary handlers. Thread-safe; outlives the server that calls it.
class RpcRunner {
 public:
  using Done = absl::AnyInvocable<void(const absl::Status&)>;

  // Borrows `metrics`, `clock` and `pool`. More than `max_calls` calls at a time are refused.
  // Every call asks `gate`, which may be null (tests): everybody may call.
  RpcRunner(Metrics& metrics, Clock& clock, WorkerPool& pool, int max_calls = std::numeric_limits<int>::max(),
            CallGate* gate = nullptr)
      : metrics_(metrics), clock_(clock), pool_(pool), max_calls_(max_calls), gate_(gate) {}

  // Asks the gate for a stream, which must do so before anything else; keep the result for as long as it
  // runs, and end the stream at its `end`.
  absl::StatusOr<Admission> Admit(const grpc::CallbackServerContext& call, const char* method);

  // Runs `handler` on the pool and finishes the call with its status, if the gate lets it through; too many
  // calls or a full pool are RESOURCE_EXHAUSTED with RetryInfo. `method` is a literal such as
  // "QueryService/GetDeal". The request and response that `handler` refers to are owned by gRPC until the
  // call is finished.
  grpc::ServerUnaryReactor* Run(grpc::CallbackServerContext* call, const char* method,
                                absl::AnyInvocable<absl::Status(const RequestContext&)> handler);

  // The same for a handler that finishes later: it calls its second argument once, on any thread. `at_once`
  // is asked before, on the calling thread, which it must not block: a status of its own ends the call
  // without the pool, nothing leaves the call to `handler`.
  grpc::ServerUnaryReactor* RunAsync(grpc::CallbackServerContext* call, const char* method,
                                     absl::AnyInvocable<void(const RequestContext&, Done)> handler,
                                     absl::FunctionRef<std::optional<absl::Status>()> at_once = NeverAtOnce);

  // Counts and logs a finished call; for streams, which end by themselves. `fields` are added to the log
  // line.
  void Record(const char* method, const absl::Status& status, absl::Duration latency,
              const std::vector<LogField>& fields = {});

  Clock& clock() { return clock_; }

 private:
  static std::optional<absl::Status> NeverAtOnce() { return std::nullopt; }

  Metrics& metrics_;
  Clock& clock_;
  WorkerPool& pool_;
  const int max_calls_;
  CallGate* const gate_;
  std::atomic<int> calls_ = 0;
};

}  // namespace tearsheet
