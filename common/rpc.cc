#include "common/rpc.h"

#include "absl/strings/str_cat.h"
#include "common/error.h"
#include "common/grpc_status.h"

namespace tearsheet {
namespace {

absl::Status Overloaded() {
  return ErrorBuilder(absl::StatusCode::kResourceExhausted, "TOO_MANY_CALLS",
                      "the service works on as many calls as it may; try again a little later")
      .RetryAfter(absl::Milliseconds(100))
      .Build();
}

std::vector<LogField> CallerField(const Admission& admission) {
  if (admission.caller.empty()) return {};
  return {{"caller", admission.caller}};
}

}  // namespace

absl::Status StreamTooOld() {
  return ErrorBuilder(
             absl::StatusCode::kUnavailable, "STREAM_TOO_OLD",
             "the stream has lived for as long as it may, or its token has expired; open another one")
      .RetryAfter(absl::ZeroDuration())
      .Build();
}

absl::Time RequestContext::deadline() const {
  return call_ == nullptr ? absl::InfiniteFuture() : absl::FromChrono(call_->deadline());
}

bool RequestContext::cancelled() const { return call_ != nullptr && call_->IsCancelled(); }

grpc::ServerUnaryReactor* RpcRunner::Run(grpc::CallbackServerContext* call, const char* method,
                                         absl::AnyInvocable<absl::Status(const RequestContext&)> handler) {
  return RunAsync(call, method,
                  [handler = std::move(handler)](const RequestContext& context, Done done) mutable {
                    done(handler(context));
                  });
}

grpc::ServerUnaryReactor* RpcRunner::RunAsync(grpc::CallbackServerContext* call, const char* method,
                                              absl::AnyInvocable<void(const RequestContext&, Done)> handler,
                                              absl::FunctionRef<std::optional<absl::Status>()> at_once) {
  const absl::Time start = clock_.TimeNow();
  grpc::ServerUnaryReactor* reactor = call->DefaultReactor();
  absl::StatusOr<Admission> admission = Admit(*call, method);
  if (!admission.ok()) {
    Record(method, admission.status(), absl::ZeroDuration());
    reactor->Finish(ToGrpcStatus(admission.status()));
    return reactor;
  }
  if (const std::optional<absl::Status> status = at_once()) {
    Record(method, *status, clock_.TimeNow() - start, CallerField(*admission));
    admission->place = {};
    reactor->Finish(ToGrpcStatus(*status));
    return reactor;
  }
  // Shared because the pool wants what can be copied; ends with the call.
  const auto finish = [this, method, reactor, start,
                       admitted =
                           std::make_shared<Admission>(*std::move(admission))](const absl::Status& status) {
    calls_.fetch_sub(1, std::memory_order_relaxed);
    Record(method, status, clock_.TimeNow() - start, CallerField(*admitted));
    admitted->place = {};
    reactor->Finish(ToGrpcStatus(status));
  };
  const bool admitted = calls_.fetch_add(1, std::memory_order_relaxed) < max_calls_;
  if (!admitted || !pool_.TrySubmit([call, finish, handler = std::move(handler)]() mutable {
        handler(RequestContext(call), finish);
      }))
    finish(Overloaded());
  return reactor;
}

absl::StatusOr<Admission> RpcRunner::Admit(const grpc::CallbackServerContext& call, const char* method) {
  return gate_ == nullptr ? Admission() : gate_->Admit(call, method);
}

void RpcRunner::Record(const char* method, const absl::Status& status, absl::Duration latency,
                       const std::vector<LogField>& fields) {
  metrics_.RecordCall(method, status.code(), latency);
  // What a caller got wrong is the caller's to know; what went wrong here is an operator's.
  const bool ours =
      status.code() == absl::StatusCode::kInternal || status.code() == absl::StatusCode::kDataLoss ||
      status.code() == absl::StatusCode::kUnavailable || status.code() == absl::StatusCode::kUnknown;
  std::vector<LogField> line = {{"method", method},
                                {"code", absl::StatusCodeToString(status.code())},
                                {"reason", ErrorReason(status)},
                                {"ms", absl::StrCat(absl::ToDoubleMilliseconds(latency))}};
  line.insert(line.end(), fields.begin(), fields.end());
  Log(ours ? Severity::kError : Severity::kInfo, "call", line);
}

}  // namespace tearsheet
