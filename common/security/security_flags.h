// The security flags that both services have.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "common/security/credentials.h"
#include "common/security/server_security.h"

namespace tearsheet {

// Reads the flags after ParseFlags. INVALID_ARGUMENT when `metrics_listen`, which is always plaintext, can be
// reached by other machines and --insecure_metrics is not given.
absl::StatusOr<ServerSecurity> ServerSecurityFromFlags(const std::string& metrics_listen);

}  // namespace tearsheet
