// What a server asks of its callers' connections.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/security/call_gate.h"
#include "common/security/credentials.h"
#include "common/security/jwt.h"
#include "common/security/tls_files.h"

namespace tearsheet {

struct ServerSecurity {
  // Certificate, key and, for mTLS, the authorities of callers. No certificate means plaintext.
  TlsFiles tls = {};
  // Serve plaintext to other machines too.
  bool insecure_listen = false;
  // Empty, or the files of tokens and of the keys of JSON Web Tokens.
  std::string token_file = {};
  std::string jwks_file = {};
  JwtOptions jwt = {};
  // Empty, or the file that says who may call what.
  std::string policy_file = {};
  CallGateOptions gate = {};
  // Read the files, say whether they are accepted, and do not serve.
  bool check_only = false;
  // Most bytes of the metadata of a call; a JSON Web Token is metadata.
  int max_metadata_bytes = 16 << 10;
  // After so long a connection is asked to be replaced by another, on which its caller may find another
  // replica; calls and streams on it go on.
  absl::Duration max_connection_age = absl::InfiniteDuration();

  bool AcceptsTokens() const { return !token_file.empty() || !jwks_file.empty(); }
};

// INVALID_ARGUMENT for what does not go together: callers who can show who they are without a policy that
// says what they may do, and the other way round, keys without issuer and audience.
absl::Status CheckAccess(const ServerSecurity& security);

// Credentials to listen on `address` with. INVALID_ARGUMENT for a bad file, and for plaintext on an address
// that other machines reach, unless that is asked for; then a warning is logged. A caller
// without a certificate is let in where a token may take its place.
absl::StatusOr<std::shared_ptr<grpc::ServerCredentials>> MakeServerCredentials(const std::string& address,
                                                                               const ServerSecurity& security,
                                                                               absl::Time now);

}  // namespace tearsheet
