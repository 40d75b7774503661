// The gate of a server with the files behind it: tokens, keys and policy, read at start and whenever they
// change.
#pragma once

#include "absl/status/status.h"
#include "common/clock.h"
#include "common/metrics.h"
#include "common/security/call_gate.h"
#include "common/security/file_reloader.h"
#include "common/security/server_security.h"

namespace tearsheet {

// Thread-safe; outlives the server.
class AccessControl {
 public:
  // Borrows `metrics` and `clock`. The gate lets everybody through until Load.
  AccessControl(const ServerSecurity& security, Metrics& metrics, Clock& clock);

  // Reads the files and goes on watching them. INVALID_ARGUMENT with file and reason for a bad one. Once.
  absl::Status Load();

  // Reads every file of `security`, those of TLS among them, once. INVALID_ARGUMENT with file and reason for
  // a bad one.
  static absl::Status Check(const ServerSecurity& security);

  CallGate& gate() { return gate_; }

 private:
  const ServerSecurity security_;
  CallGate gate_;
  FileReloader reloader_;
};

}  // namespace tearsheet
