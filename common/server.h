// The process around a service: port, health, reflection, signals and drain.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/health_port.h"
#include "common/security/server_security.h"
#include "grpcpp/server.h"

namespace tearsheet {

struct ServerOptions {
  // "host:port", where port 0 takes a free one, or "unix:PATH".
  std::string listen_address = "127.0.0.1:0";
  // Empty, or "host:port" of a second port, unencrypted, that answers health and nothing else.
  std::string health_address = {};
  // Largest message that a caller may send, in bytes.
  int max_receive_bytes = 4 << 20;
  // Calls and streams of one connection that may run at a time.
  int max_streams_per_connection = 1000;
  ServerSecurity security = {};
  // Empty, or a file that gets "host:port\n" of the open port, written whole and renamed into place.
  std::string port_file;
};

// Blocks SIGTERM and SIGINT for this thread and those it starts, and ignores SIGPIPE and SIGXFSZ. Call first
// in main.
void PrepareSignals();

// Waits for SIGTERM or SIGINT, which PrepareSignals blocked, and returns its number.
int WaitForTermination();

// A running gRPC server with health and reflection. Thread-safe.
class Server {
 public:
  // Opens the port. Health is SERVING for "" (the process lives) and NOT_SERVING for every name in
  // `ready_names` until SetReady. Borrows `services` and `gate`,
  // which decides about reflection; null lets everybody. An address that cannot be opened, and one that
  // `security` forbids, is an error that says which.
  static absl::StatusOr<std::unique_ptr<Server>> Start(const ServerOptions& options,
                                                       const std::vector<grpc::Service*>& services,
                                                       const std::vector<std::string>& ready_names,
                                                       CallGate* gate = nullptr);
  ~Server();

  int port() const { return port_; }

  // Tells callers of the health service whether `name` should get traffic.
  void SetReady(const std::string& name, bool ready);

  // Stops accepting, lets running calls end within `drain_time`, then cancels them. Call once.
  void Shutdown(absl::Duration drain_time);

 private:
  Server(std::unique_ptr<grpc::Server> server, int port) : server_(std::move(server)), port_(port) {}

  std::unique_ptr<HealthPort> health_;  // Null without a health_address.
  std::unique_ptr<grpc::Server> server_;
  int port_;
};

}  // namespace tearsheet
