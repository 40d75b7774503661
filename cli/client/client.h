// Calls to one service: channel, deadline, errors in plain words.
#pragma once

#include <memory>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "cli/client/explain.h"
#include "common/clock.h"
#include "grpcpp/channel.h"
#include "grpcpp/client_context.h"
#include "grpcpp/security/credentials.h"

namespace tearsheet {

// A channel that connects at the first call, reconnects quickly and never goes through an HTTP proxy.
std::shared_ptr<grpc::Channel> OpenChannel(const std::string& address,
                                           const std::shared_ptr<grpc::ChannelCredentials>& credentials);

// The client of one service, `Service` being the generated class. Thread-safe.
template <typename Service>
class Client {
 public:
  using Stub = typename Service::Stub;

  // Every unary call gets `timeout`. Borrows `clock`.
  Client(Endpoint endpoint, absl::Duration timeout, Clock& clock)
      : endpoint_(std::move(endpoint)),
        timeout_(timeout),
        clock_(clock),
        stub_(Service::NewStub(OpenChannel(endpoint_.address, endpoint_.credentials))) {}

  // One unary call: client.Call(&QueryService::Stub::GetDeal, request).
  template <typename Request, typename Response>
  absl::StatusOr<Response> Call(grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Response*),
                                const Request& request) {
    grpc::ClientContext context;
    context.set_deadline(absl::ToChronoTime(clock_.TimeNow() + timeout_));
    Response response;
    const grpc::Status status = (stub_.get()->*method)(&context, request, &response);
    if (!status.ok()) return Explain(status);
    return response;
  }

  absl::Status Explain(const grpc::Status& status) const { return ExplainCall(status, endpoint_, timeout_); }

  const Endpoint& endpoint() const { return endpoint_; }
  absl::Duration timeout() const { return timeout_; }
  Clock& clock() { return clock_; }
  // For streams, which end by themselves.
  Stub& stub() { return *stub_; }

 private:
  const Endpoint endpoint_;
  const absl::Duration timeout_;
  Clock& clock_;
  const std::unique_ptr<Stub> stub_;
};

}  // namespace tearsheet
