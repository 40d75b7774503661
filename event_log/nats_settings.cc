#include "event_log/nats_settings.h"

#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/status_macros.h"

namespace tearsheet {
namespace {

// Soon enough for a server that hangs to be left before callers lose patience.
constexpr int64_t kPingMillis = 2000;
constexpr int kMaxPingsOut = 2;
constexpr int64_t kConnectMillis = 2000;
constexpr int64_t kReconnectMillis = 200;

absl::Status Check(natsStatus status, const std::string& what) {
  if (status == NATS_OK) return absl::OkStatus();
  return absl::InvalidArgumentError(absl::StrCat(what, " cannot be used: ", natsStatus_GetText(status)));
}

absl::StatusOr<std::vector<std::string>> ReadLines(const std::string& flag, const std::string& path,
                                                   size_t count) {
  std::ifstream file(path);
  std::stringstream text;
  text << file.rdbuf();
  if (!file) return absl::InvalidArgumentError(absl::StrCat("--", flag, "=", path, " cannot be read"));
  const std::string content = text.str();
  std::vector<std::string> lines = absl::StrSplit(content, absl::ByAnyChar("\r\n"), absl::SkipEmpty());
  if (lines.size() != count)
    return absl::InvalidArgumentError(
        absl::StrCat("--", flag, "=", path, " must hold ", count, " line", count == 1 ? "" : "s"));
  return lines;
}

absl::Status SetTls(const NatsOptions& options, natsOptions* settings) {
  if (options.certificate_file.empty() != options.key_file.empty())
    return absl::InvalidArgumentError("--nats_certificate and --nats_key belong together; give both or none");
  if (!options.tls && options.ca_file.empty() && options.certificate_file.empty()) return absl::OkStatus();
  RETURN_IF_ERROR(Check(natsOptions_SetSecure(settings, true), "TLS"));
  if (!options.ca_file.empty())
    RETURN_IF_ERROR(Check(natsOptions_LoadCATrustedCertificates(settings, options.ca_file.c_str()),
                          absl::StrCat("--nats_ca=", options.ca_file)));
  if (options.certificate_file.empty()) return absl::OkStatus();
  return Check(
      natsOptions_LoadCertificatesChain(settings, options.certificate_file.c_str(), options.key_file.c_str()),
      absl::StrCat("--nats_certificate=", options.certificate_file, " with --nats_key=", options.key_file));
}

absl::Status SetCredentials(const NatsOptions& options, natsOptions* settings) {
  const int given = (options.user_file.empty() ? 0 : 1) + (options.token_file.empty() ? 0 : 1) +
                    (options.credentials_file.empty() ? 0 : 1);
  if (given > 1)
    return absl::InvalidArgumentError(
        "--nats_user_file, --nats_token_file and --nats_credentials exclude each other; give one");
  if (!options.user_file.empty()) {
    ASSIGN_OR_RETURN(const std::vector<std::string> lines, ReadLines("nats_user_file", options.user_file, 2));
    return Check(natsOptions_SetUserInfo(settings, lines[0].c_str(), lines[1].c_str()), "--nats_user_file");
  }
  if (!options.token_file.empty()) {
    ASSIGN_OR_RETURN(const std::vector<std::string> lines,
                     ReadLines("nats_token_file", options.token_file, 1));
    return Check(natsOptions_SetToken(settings, lines[0].c_str()), "--nats_token_file");
  }
  if (options.credentials_file.empty()) return absl::OkStatus();
  if (!std::ifstream(options.credentials_file))
    return absl::InvalidArgumentError(
        absl::StrCat("--nats_credentials=", options.credentials_file, " cannot be read"));
  return Check(natsOptions_SetUserCredentialsFromFiles(settings, options.credentials_file.c_str(), nullptr),
               absl::StrCat("--nats_credentials=", options.credentials_file));
}

}  // namespace

absl::StatusOr<NatsHandle<natsOptions>> MakeNatsSettings(const NatsAddress& address,
                                                         const NatsOptions& options) {
  natsOptions* settings = nullptr;
  RETURN_IF_ERROR(Check(natsOptions_Create(&settings), "the NATS client"));
  NatsHandle<natsOptions> owner(settings);
  std::vector<const char*> servers;
  servers.reserve(address.servers.size());
  for (const std::string& server : address.servers) servers.push_back(server.c_str());
  RETURN_IF_ERROR(Check(natsOptions_SetServers(settings, servers.data(), static_cast<int>(servers.size())),
                        "the list of servers"));
  natsOptions_SetName(settings, options.client_name.c_str());
  natsOptions_SetTimeout(settings, kConnectMillis);
  natsOptions_SetPingInterval(settings, kPingMillis);
  natsOptions_SetMaxPingsOut(settings, kMaxPingsOut);
  natsOptions_SetMaxReconnect(settings, -1);
  natsOptions_SetReconnectWait(settings, kReconnectMillis);
  natsOptions_SetFailRequestsOnDisconnect(settings, true);
  RETURN_IF_ERROR(SetTls(options, settings));
  RETURN_IF_ERROR(SetCredentials(options, settings));
  return owner;
}

}  // namespace tearsheet
