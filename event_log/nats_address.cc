#include "event_log/nats_address.h"

#include <algorithm>
#include <string_view>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/status_macros.h"

namespace tearsheet {
namespace {

constexpr std::string_view kScheme = "nats://";
constexpr size_t kMaxStreamBytes = 64;

absl::Status WrongAddress(const std::string& name, const std::string& why) {
  return absl::InvalidArgumentError(absl::StrCat("--event_log=", name, " is not allowed: ", why,
                                                 "; write nats://HOST:PORT[,HOST:PORT...]/STREAM"));
}

bool IsStreamName(const std::string& stream) {
  return !stream.empty() && stream.size() <= kMaxStreamBytes &&
         std::all_of(stream.begin(), stream.end(),
                     [](char c) { return absl::ascii_isalnum(c) || c == '-' || c == '_'; });
}

// "nats://host:port" of "host", "host:port" or "[address]:port"; empty when it is none.
std::string Server(const std::string& text) {
  const size_t bracket = text.rfind(']');
  const size_t colon = text.find(':', bracket == std::string::npos ? 0 : bracket);
  const std::string host = text.substr(0, colon);
  if (host.empty() || host == "[]") return "";
  if (colon == std::string::npos) return absl::StrCat("nats://", host, ":4222");
  int port = 0;
  if (!absl::SimpleAtoi(text.substr(colon + 1), &port) || port < 1 || port > 65535) return "";
  return absl::StrCat("nats://", host, ":", port);
}

}  // namespace

bool IsNatsAddress(const std::string& name) { return name.starts_with(kScheme); }

absl::StatusOr<NatsAddress> ParseNatsAddress(const std::string& name) {
  if (!IsNatsAddress(name)) return WrongAddress(name, "it does not start with nats://");
  if (name.find('@') != std::string::npos) {
    return absl::InvalidArgumentError(
        "--event_log=nats://... may not hold a user, password or token; name a file with --nats_user_file, "
        "--nats_token_file or --nats_credentials");
  }
  const std::string rest = name.substr(kScheme.size());
  const size_t slash = rest.find('/');
  if (slash == std::string::npos) return WrongAddress(name, "the stream is missing");
  NatsAddress address;
  address.stream = rest.substr(slash + 1);
  if (!IsStreamName(address.stream))
    return WrongAddress(
        name, absl::StrCat("the stream's name has 1 to ", kMaxStreamBytes, " letters, digits, '-' and '_'"));
  for (const std::string& text : std::vector<std::string>(absl::StrSplit(rest.substr(0, slash), ','))) {
    const std::string server = Server(text);
    if (server.empty()) return WrongAddress(name, absl::StrCat("'", text, "' is no HOST:PORT"));
    address.servers.push_back(server);
  }
  return address;
}

}  // namespace tearsheet
