#include "common/health_port.h"

#include "absl/strings/str_cat.h"
#include "grpcpp/grpcpp.h"
#include "grpcpp/health_check_service_interface.h"

namespace tearsheet {
namespace {

// A request names one service, and a kubelet opens a connection per probe.
constexpr int kMaxRequestBytes = 4096;
constexpr int kMaxStreamsPerConnection = 10;

}  // namespace

absl::StatusOr<std::unique_ptr<HealthPort>> HealthPort::Open(const std::string& address) {
  std::unique_ptr<HealthPort> health(new HealthPort);
  grpc::EnableDefaultHealthCheckService(true);
  grpc::ServerBuilder builder;
  int port = 0;
  builder.AddListeningPort(address, grpc::InsecureServerCredentials(), &port);
  builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
  builder.AddChannelArgument(GRPC_ARG_MAX_CONCURRENT_STREAMS, kMaxStreamsPerConnection);
  builder.SetMaxReceiveMessageSize(kMaxRequestBytes);
  // gRPC refuses to start a server without a service; this one answers UNIMPLEMENTED.
  builder.RegisterCallbackGenericService(&health->nothing_else_);
  health->server_ = builder.BuildAndStart();
  if (health->server_ == nullptr || port == 0) {
    return absl::UnavailableError(absl::StrCat("cannot listen on --health_listen '", address,
                                               "': is the port taken, or the address not this machine's?"));
  }
  return health;
}

HealthPort::~HealthPort() {
  if (server_ == nullptr) return;
  // Callers of Watch would keep it up for ever.
  server_->Shutdown(gpr_inf_past(GPR_CLOCK_REALTIME));
  server_->Wait();
}

void HealthPort::Set(const std::string& name, bool serving) {
  server_->GetHealthCheckService()->SetServingStatus(name, serving);
}

void HealthPort::SetAllNotServing() { server_->GetHealthCheckService()->SetServingStatus(false); }

}  // namespace tearsheet
