#include "common/rpc.h"

#include "absl/strings/str_cat.h"
#include "common/error.h"
#include "common/grpc_status.h"
#include "common/log.h"

namespace tearsheet {
namespace {

absl::Status Overloaded() {
  return ErrorBuilder(absl::StatusCode::kResourceExhausted, "TOO_MANY_CALLS",
                      "the service works on as many calls as it may; try again a little later")
      .RetryAfter(absl::Milliseconds(100))
      .Build();
}

}  // namespace

absl::Time RequestContext::deadline() const {
  return call_ == nullptr ? absl::InfiniteFuture() : absl::FromChrono(call_->deadline());
}

bool RequestContext::cancelled() const { return call_ != nullptr && call_->IsCancelled(); }

grpc::ServerUnaryReactor* RpcRunner::Run(grpc::CallbackServerContext* call, const char* method,
                                         absl::AnyInvocable<absl::Status(const RequestContext&)> handler) {
  grpc::ServerUnaryReactor* reactor = call->DefaultReactor();
  const absl::Time start = clock_.TimeNow();
  const bool accepted =
      pool_.TrySubmit([this, call, method, reactor, start, handler = std::move(handler)]() mutable {
        const absl::Status status = handler(RequestContext(call));
        Record(method, status, clock_.TimeNow() - start);
        reactor->Finish(ToGrpcStatus(status));
      });
  if (!accepted) {
    Record(method, Overloaded(), clock_.TimeNow() - start);
    reactor->Finish(ToGrpcStatus(Overloaded()));
  }
  return reactor;
}

void RpcRunner::Record(const char* method, const absl::Status& status, absl::Duration latency) {
  metrics_.RecordCall(method, status.code(), latency);
  // What a caller got wrong is the caller's to know; what went wrong here is an operator's.
  const bool ours = status.code() == absl::StatusCode::kInternal || status.code() == absl::StatusCode::kDataLoss ||
                    status.code() == absl::StatusCode::kUnavailable || status.code() == absl::StatusCode::kUnknown;
  Log(ours ? Severity::kError : Severity::kInfo, "call",
      {{"method", method},
       {"code", absl::StatusCodeToString(status.code())},
       {"reason", ErrorReason(status)},
       {"ms", absl::StrCat(absl::ToDoubleMilliseconds(latency))}});
}

}  // namespace tearsheet
