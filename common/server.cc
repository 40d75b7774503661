#include "common/server.h"

#include <csignal>
#include <cstdio>
#include <fstream>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/clock.h"
#include "common/security/reflection_gate.h"
#include "common/status_macros.h"
#include "grpcpp/ext/proto_server_reflection_plugin.h"
#include "grpcpp/grpcpp.h"
#include "grpcpp/health_check_service_interface.h"

namespace tearsheet {
namespace {

sigset_t TerminationSignals() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  return signals;
}

absl::Status WritePortFile(const std::string& path, const std::string& address) {
  const std::string draft = path + ".tmp";
  {
    std::ofstream file(draft);
    file << address << "\n";
    if (!file.flush()) return absl::UnavailableError(absl::StrCat("cannot write --port_file '", path, "'"));
  }
  if (std::rename(draft.c_str(), path.c_str()) != 0)
    return absl::UnavailableError(absl::StrCat("cannot write --port_file '", path, "'"));
  return absl::OkStatus();
}

// The address that was opened: `listen_address` with the port that was taken.
std::string OpenAddress(const std::string& listen_address, int port) {
  if (listen_address.starts_with("unix:")) return listen_address;
  return absl::StrCat(listen_address.substr(0, listen_address.rfind(':')), ":", port);
}

}  // namespace

void PrepareSignals() {
  const sigset_t signals = TerminationSignals();
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  // A peer that has gone and a file size limit that is reached are errors of one call, no reason to die.
  std::signal(SIGPIPE, SIG_IGN);
  std::signal(SIGXFSZ, SIG_IGN);
}

int WaitForTermination() {
  const sigset_t signals = TerminationSignals();
  int signal = 0;
  sigwait(&signals, &signal);
  return signal;
}

absl::StatusOr<std::unique_ptr<Server>> Server::Start(const ServerOptions& options,
                                                      const std::vector<grpc::Service*>& services,
                                                      const std::vector<std::string>& ready_names,
                                                      CallGate* gate) {
  ASSIGN_OR_RETURN(const std::shared_ptr<grpc::ServerCredentials> credentials,
                   MakeServerCredentials(options.listen_address, options.security, Clock::Real().TimeNow()));
  grpc::EnableDefaultHealthCheckService(true);
  grpc::reflection::InitProtoReflectionServerBuilderPlugin();
  grpc::ServerBuilder builder;
  int port = 0;
  builder.AddListeningPort(options.listen_address, credentials, &port);
  builder.SetMaxReceiveMessageSize(options.max_receive_bytes);
  builder.AddChannelArgument(GRPC_ARG_MAX_CONCURRENT_STREAMS, options.max_streams_per_connection);
  // Two services on one port would answer in turns; better to fail at once.
  builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
  builder.AddChannelArgument(GRPC_ARG_MAX_METADATA_SIZE, options.security.max_metadata_bytes);
  if (options.security.max_connection_age < absl::InfiniteDuration()) {
    builder.AddChannelArgument(
        GRPC_ARG_MAX_CONNECTION_AGE_MS,
        static_cast<int>(absl::ToInt64Milliseconds(options.security.max_connection_age)));
  }
  // Who pings more often than every five seconds for a third time loses the connection (ENHANCE_YOUR_CALM).
  builder.AddChannelArgument(GRPC_ARG_HTTP2_MAX_PING_STRIKES, 2);
  // Followers ping to learn that a peer has silently gone.
  builder.AddChannelArgument(GRPC_ARG_HTTP2_MIN_RECV_PING_INTERVAL_WITHOUT_DATA_MS, 5000);
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_PERMIT_WITHOUT_CALLS, 1);
  // A peer that has silently gone must not hold its streams for ever.
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_TIME_MS, 60'000);
  if (gate != nullptr) {
    std::vector<std::unique_ptr<grpc::experimental::ServerInterceptorFactoryInterface>> interceptors;
    interceptors.push_back(MakeReflectionGate(*gate));
    builder.experimental().SetInterceptorCreators(std::move(interceptors));
  }
  for (grpc::Service* service : services) builder.RegisterService(service);
  std::unique_ptr<grpc::Server> grpc_server = builder.BuildAndStart();
  if (grpc_server == nullptr || port == 0) {
    return absl::UnavailableError(absl::StrCat("cannot listen on '", options.listen_address,
                                               "': is the port taken, or the address not this machine's?"));
  }
  std::unique_ptr<Server> server(new Server(std::move(grpc_server), port));
  if (!options.health_address.empty()) {
    ASSIGN_OR_RETURN(server->health_, HealthPort::Open(options.health_address));
  }
  for (const std::string& name : ready_names) server->SetReady(name, false);
  if (!options.port_file.empty()) {
    RETURN_IF_ERROR(WritePortFile(options.port_file, OpenAddress(options.listen_address, port)));
  }
  return server;
}

Server::~Server() = default;

void Server::SetReady(const std::string& name, bool ready) {
  server_->GetHealthCheckService()->SetServingStatus(name, ready);
  if (health_ != nullptr) health_->Set(name, ready);
}

void Server::Shutdown(absl::Duration drain_time) {
  server_->GetHealthCheckService()->SetServingStatus(false);
  if (health_ != nullptr) health_->SetAllNotServing();
  server_->Shutdown(absl::ToChronoTime(Clock::Real().TimeNow() + drain_time));
  server_->Wait();
}

}  // namespace tearsheet
