#include "common/security/security_flags.h"

#include "absl/flags/flag.h"
#include "absl/strings/str_cat.h"
#include "common/log.h"
#include "common/security/address.h"
#include "common/status_macros.h"

ABSL_FLAG(std::string, tls_cert, "",
          "PEM file of the server's certificate chain; with --tls_key it turns TLS on; a new file is taken "
          "without a restart");
ABSL_FLAG(std::string, tls_key, "", "PEM file of the private key of --tls_cert");
ABSL_FLAG(std::string, tls_client_ca, "",
          "PEM file of the authorities of callers' certificates (mTLS); empty asks callers for none");
ABSL_FLAG(bool, insecure_listen, false,
          "serve plaintext on a --listen address that other machines can reach");
ABSL_FLAG(
    std::string, token_file, "",
    "file of callers' bearer tokens, lines NAME sha256:HEX or NAME plain:TOKEN; taken anew when it changes");
ABSL_FLAG(std::string, jwks_file, "",
          "file of the public keys (JWKS) that sign callers' JSON Web Tokens; taken anew when it changes");
ABSL_FLAG(std::string, jwt_issuer, "", "the claim iss of JSON Web Tokens; needed with --jwks_file");
ABSL_FLAG(std::string, jwt_audience, "", "the claim aud of JSON Web Tokens; needed with --jwks_file");
ABSL_FLAG(absl::Duration, jwt_leeway, absl::Seconds(30), "by how much the clock of the issuer may differ");
ABSL_FLAG(
    std::string, policy, "",
    "file that says who may call what (docs/security.md); needed as soon as callers can show who they are; "
    "taken anew when it changes");
ABSL_FLAG(bool, check_policy, false,
          "read the files of --policy, --token_file, --jwks_file and --tls_*, say whether they are accepted, "
          "and end");
ABSL_FLAG(double, caller_rate, 0, "calls per second of one caller, over some time; 0 sets no limit");
ABSL_FLAG(int32_t, caller_burst, 100, "with --caller_rate: calls that may come at once after a pause");
ABSL_FLAG(int32_t, caller_calls, 0, "calls and streams of one caller at a time; 0 sets no limit");
ABSL_FLAG(int32_t, max_callers, 10000,
          "callers that are told apart for these limits; those beyond share one");
ABSL_FLAG(absl::Duration, max_stream_age, absl::InfiniteDuration(),
          "longest life of a stream, after which its caller opens another; streams end with their token too");
ABSL_FLAG(int32_t, max_metadata_bytes, 16 << 10, "most bytes of the metadata of a call, a token among them");
ABSL_FLAG(absl::Duration, max_connection_age, absl::InfiniteDuration(),
          "after so long a caller is asked to connect anew, and may then find another replica; calls go on");
ABSL_FLAG(bool, insecure_metrics, false,
          "serve the metrics page, which is plain HTTP, on an address that other machines can reach");

namespace tearsheet {
namespace {

absl::Status WrongLimit(absl::string_view flag, absl::string_view allowed) {
  return absl::InvalidArgumentError(absl::StrCat("--", flag, " is not allowed; it must be ", allowed));
}

absl::Status ReadGate(CallGateOptions& options) {
  options.limits = {.calls_per_second = absl::GetFlag(FLAGS_caller_rate),
                    .burst = absl::GetFlag(FLAGS_caller_burst),
                    .concurrent_calls = absl::GetFlag(FLAGS_caller_calls),
                    .max_callers = static_cast<size_t>(absl::GetFlag(FLAGS_max_callers))};
  options.max_stream_age = absl::GetFlag(FLAGS_max_stream_age);
  if (!(options.limits.calls_per_second >= 0)) return WrongLimit("caller_rate", "0 or more");
  if (options.limits.burst < 1) return WrongLimit("caller_burst", "at least 1");
  if (options.limits.concurrent_calls < 0) return WrongLimit("caller_calls", "0 or more");
  if (absl::GetFlag(FLAGS_max_callers) < 1) return WrongLimit("max_callers", "at least 1");
  if (options.max_stream_age <= absl::ZeroDuration()) return WrongLimit("max_stream_age", "more than 0");
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<ServerSecurity> ServerSecurityFromFlags(const std::string& metrics_listen) {
  ServerSecurity security;
  security.tls = {.cert = absl::GetFlag(FLAGS_tls_cert),
                  .key = absl::GetFlag(FLAGS_tls_key),
                  .ca = absl::GetFlag(FLAGS_tls_client_ca)};
  security.insecure_listen = absl::GetFlag(FLAGS_insecure_listen);
  security.token_file = absl::GetFlag(FLAGS_token_file);
  security.jwks_file = absl::GetFlag(FLAGS_jwks_file);
  security.jwt = {.issuer = absl::GetFlag(FLAGS_jwt_issuer),
                  .audience = absl::GetFlag(FLAGS_jwt_audience),
                  .leeway = absl::GetFlag(FLAGS_jwt_leeway)};
  security.policy_file = absl::GetFlag(FLAGS_policy);
  security.check_only = absl::GetFlag(FLAGS_check_policy);
  security.max_metadata_bytes = absl::GetFlag(FLAGS_max_metadata_bytes);
  security.max_connection_age = absl::GetFlag(FLAGS_max_connection_age);
  if (security.max_metadata_bytes < 1024) return WrongLimit("max_metadata_bytes", "at least 1024");
  if (security.max_connection_age < absl::Seconds(1) ||
      (security.max_connection_age > absl::Hours(500) &&
       security.max_connection_age < absl::InfiniteDuration()))
    return WrongLimit("max_connection_age", "1s to 500h, or inf");
  RETURN_IF_ERROR(ReadGate(security.gate));
  if (!metrics_listen.empty() && !IsLoopback(metrics_listen)) {
    if (!absl::GetFlag(FLAGS_insecure_metrics)) {
      return absl::InvalidArgumentError(
          absl::StrCat("--metrics_listen=", metrics_listen,
                       " can be reached by other machines, and the page is "
                       "plain HTTP: listen on 127.0.0.1 or say --insecure_metrics"));
    }
    Log(Severity::kWarning, "the metrics page is served to other machines", {{"listen", metrics_listen}});
  }
  return security;
}

}  // namespace tearsheet
