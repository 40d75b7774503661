#include "common/security/server_security.h"

#include "absl/strings/str_cat.h"
#include "common/log.h"
#include "common/security/address.h"
#include "common/status_macros.h"

namespace tearsheet {
namespace {

ClientCertificates CertificatesOf(const ServerSecurity& security) {
  if (security.tls.ca.empty()) return ClientCertificates::kNone;
  return security.AcceptsTokens() ? ClientCertificates::kOptional : ClientCertificates::kRequired;
}

}  // namespace

absl::Status CheckAccess(const ServerSecurity& security) {
  const bool identities = !security.tls.ca.empty() || security.AcceptsTokens();
  if (identities && security.policy_file.empty()) {
    return absl::InvalidArgumentError(
        "--tls_client_ca, --token_file and --jwks_file need --policy: without it nobody may call anything");
  }
  if (!identities && !security.policy_file.empty()) {
    return absl::InvalidArgumentError(
        "--policy needs --tls_client_ca, --token_file or --jwks_file: without one of them nobody can show "
        "who "
        "they are");
  }
  if (!security.jwks_file.empty() && (security.jwt.issuer.empty() || security.jwt.audience.empty())) {
    return absl::InvalidArgumentError(
        "--jwks_file needs --jwt_issuer and --jwt_audience: otherwise a token made for another service would "
        "do");
  }
  return absl::OkStatus();
}

absl::StatusOr<std::shared_ptr<grpc::ServerCredentials>> MakeServerCredentials(const std::string& address,
                                                                               const ServerSecurity& security,
                                                                               absl::Time now) {
  if (!security.tls.cert.empty() || !security.tls.key.empty()) {
    RETURN_IF_ERROR(CheckTlsFiles(security.tls, now));
    return ServerTlsCredentials(security.tls, CertificatesOf(security));
  }
  if (!security.tls.ca.empty())
    return absl::InvalidArgumentError("--tls_client_ca is for TLS only: give --tls_cert and --tls_key too");
  if (!IsLoopback(address)) {
    if (!security.insecure_listen) {
      return absl::InvalidArgumentError(
          absl::StrCat("--listen=", address,
                       " can be reached by other machines, and without TLS everybody on "
                       "the way can read and call: give --tls_cert and --tls_key, listen on 127.0.0.1, or "
                       "say --insecure_listen"));
    }
    Log(Severity::kWarning, "plaintext is served to other machines: anybody who reaches the port may call",
        {{"listen", address}});
    if (security.AcceptsTokens()) {
      return absl::InvalidArgumentError(
          "--token_file and --jwks_file need TLS or a loopback --listen: tokens in the clear are not "
          "accepted");
    }
  }
  return grpc::InsecureServerCredentials();
}

}  // namespace tearsheet
