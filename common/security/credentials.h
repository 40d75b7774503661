// gRPC credentials from the flags of both ends. Files are watched: a new certificate, key or authority counts
// for connections made a few seconds after it was put in place, and connections that stand go on.
#pragma once

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/security/address.h"
#include "common/security/tls_files.h"
#include "grpcpp/security/credentials.h"
#include "grpcpp/security/server_credentials.h"

namespace tearsheet {

enum class ClientCertificates {
  // Not asked for.
  kNone,
  // Checked where one is shown; a caller without one must have a token.
  kOptional,
  // A connection without one is refused.
  kRequired,
};

// TLS with `files`, which were checked; `files.ca` decides about callers' certificates.
std::shared_ptr<grpc::ServerCredentials> ServerTlsCredentials(const TlsFiles& files, ClientCertificates mode);

// How to connect to a service.
struct ChannelSecurity {
  // `ca` empty means the authorities of the system.
  TlsFiles tls = {};
  // Empty, or a file with the bearer token of every call; read again for each, since tokens are renewed.
  std::string token_file = {};
};

// Credentials for `target`. INVALID_ARGUMENT for a bad file, and for a token that would travel in the clear:
// without TLS tokens are for loopback only.
absl::StatusOr<std::shared_ptr<grpc::ChannelCredentials>> MakeChannelCredentials(
    const Target& target, const ChannelSecurity& security, absl::Time now);

}  // namespace tearsheet
