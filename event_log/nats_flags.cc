#include "event_log/nats_flags.h"

#include "absl/flags/flag.h"
#include "absl/strings/str_cat.h"

ABSL_FLAG(
    bool, nats_tls, false,
    "with --event_log=nats://...: encrypt, and check the servers against the system's certificates; also on "
    "when --nats_ca or --nats_certificate is given");
ABSL_FLAG(std::string, nats_ca, "",
          "PEM file of the certificates that those of the NATS servers are signed by");
ABSL_FLAG(std::string, nats_certificate, "",
          "PEM file of the own certificate for NATS servers that ask for one");
ABSL_FLAG(std::string, nats_key, "", "PEM file of the key of --nats_certificate");
ABSL_FLAG(std::string, nats_user_file, "", "file of two lines, user and password for the NATS servers");
ABSL_FLAG(std::string, nats_token_file, "", "file of one line, the token for the NATS servers");
ABSL_FLAG(std::string, nats_credentials, "", "file of NATS credentials, a JWT and its seed");
ABSL_FLAG(
    int32_t, nats_replicas, 1,
    "servers that keep each record of a stream that is made: 1, 3 or 5; an existing stream stays as it is");
ABSL_FLAG(std::string, nats_storage, "file",
          "where a stream that is made keeps its records: file, or memory");
ABSL_FLAG(
    absl::Duration, nats_append_patience, absl::Seconds(15),
    "how long an append goes on trying while the stream has no leader; a change of leader takes about 6 s");

namespace tearsheet {

absl::StatusOr<NatsOptions> NatsOptionsFromFlags() {
  NatsOptions options;
  options.tls = absl::GetFlag(FLAGS_nats_tls);
  options.ca_file = absl::GetFlag(FLAGS_nats_ca);
  options.certificate_file = absl::GetFlag(FLAGS_nats_certificate);
  options.key_file = absl::GetFlag(FLAGS_nats_key);
  options.user_file = absl::GetFlag(FLAGS_nats_user_file);
  options.token_file = absl::GetFlag(FLAGS_nats_token_file);
  options.credentials_file = absl::GetFlag(FLAGS_nats_credentials);
  options.replicas = absl::GetFlag(FLAGS_nats_replicas);
  if (options.replicas != 1 && options.replicas != 3 && options.replicas != 5)
    return absl::InvalidArgumentError(
        absl::StrCat("--nats_replicas=", options.replicas, " is not allowed; it must be 1, 3 or 5"));
  const std::string storage = absl::GetFlag(FLAGS_nats_storage);
  if (storage != "file" && storage != "memory")
    return absl::InvalidArgumentError(
        absl::StrCat("--nats_storage=", storage, " is not allowed; it must be file or memory"));
  options.memory_storage = storage == "memory";
  options.append_patience = absl::GetFlag(FLAGS_nats_append_patience);
  if (options.append_patience <= absl::ZeroDuration())
    return absl::InvalidArgumentError(
        absl::StrCat("--nats_append_patience=", absl::FormatDuration(options.append_patience),
                     " is not allowed; it must be more than 0"));
  return options;
}

}  // namespace tearsheet
