// How a log on NATS JetStream is reached and, when it does not exist, made.
#pragma once

#include <string>

#include "absl/time/time.h"

namespace tearsheet {

// Secrets are named by file and read when a connection is made.
struct NatsOptions {
  // What the connections are called in the server's monitoring.
  std::string client_name = "tearsheet";

  // TLS; the server's certificate must be for the name or address that it is reached by. On when any of the
  // files is given.
  bool tls = false;
  // Certificates (PEM) that the server's must be signed by; empty for the system's.
  std::string ca_file = {};
  // Own certificate and key (PEM), for servers that verify clients; both or none.
  std::string certificate_file = {};
  std::string key_file = {};
  // At most one of the three: a file of two lines, user and password; one line, a token; or a file of NATS
  // credentials (JWT and seed).
  std::string user_file = {};
  std::string token_file = {};
  std::string credentials_file = {};

  // Of a stream that is made; an existing one keeps what it has.
  int replicas = 1;
  bool memory_storage = false;

  // How long opening waits for the servers and the stream.
  absl::Duration open_patience = absl::Seconds(60);
  // How long one request waits for its answer.
  absl::Duration request_patience = absl::Seconds(2);
  // How long an append goes on trying while the stream has no leader. A change of leader takes about 6 s.
  absl::Duration append_patience = absl::Seconds(15);
  // Pause between two tries.
  absl::Duration retry_pause = absl::Milliseconds(250);
  // How long an end of the stream that lies before one seen earlier is taken for a server that has not caught
  // up yet.
  absl::Duration regress_patience = absl::Seconds(30);
};

}  // namespace tearsheet
