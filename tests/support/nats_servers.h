// Real nats-server processes with JetStream on loopback, for tests.
#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

#include "event_log/nats_address.h"
#include "tests/support/temp_folder.h"

namespace tearsheet::testing {

struct NatsServersOptions {
  // 1, or as many as form a cluster.
  int count = 1;
  // Added to each server's configuration.
  std::string configuration = {};
  // Added to its block "jetstream".
  std::string jetstream = {};
};

// Started by the constructor, killed by the destructor. Their ports are free ones and stay the same when a
// server is started again, and so do their files. Not thread-safe.
class NatsServers {
 public:
  explicit NatsServers(const NatsServersOptions& options = {});
  ~NatsServers();

  NatsServers(const NatsServers&) = delete;
  NatsServers& operator=(const NatsServers&) = delete;

  // Whether nats-server is installed; tests skip themselves otherwise.
  static bool Installed();

  NatsAddress Address(const std::string& stream) const;
  // Addresses one server only.
  NatsAddress AddressOf(int server, const std::string& stream) const;

  void Start(int server);
  // SIGKILL, and waits until it is gone.
  void Kill(int server);
  // Another signal.
  void Signal(int server, int signal);
  // The server called `name` in a stream's information; -1 when there is none.
  int Named(const std::string& name) const;

  const TempFolder& folder() const { return folder_; }

 private:
  struct Server {
    std::string name;
    int port = 0;
    int route_port = 0;
    pid_t process = -1;
  };

  void WriteConfiguration(const Server& server, const NatsServersOptions& options) const;

  TempFolder folder_;
  std::vector<Server> servers_;
};

}  // namespace tearsheet::testing
