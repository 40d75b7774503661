#include "event_log/open_event_log.h"

#include "absl/strings/str_cat.h"
#include "common/clock.h"
#include "common/status_macros.h"
#include "event_log/nats_address.h"
#include "event_log/nats_event_log.h"
#include "event_log/remote_event_log.h"

namespace tearsheet {
namespace {

constexpr char kSqlite[] = "sqlite:";
constexpr char kGrpc[] = "grpc://";
constexpr char kGrpcTls[] = "grpcs://";

// What follows `prefix` in `name`; empty when it does not start so.
std::string After(const char* prefix, const std::string& name) {
  return name.starts_with(prefix) ? name.substr(std::char_traits<char>::length(prefix)) : "";
}

absl::Status NotAllowed(const std::string& name, const char* allowed) {
  return absl::InvalidArgumentError(
      absl::StrCat("'", name, "' is no event log that can be opened here; --event_log must be ", allowed));
}

}  // namespace

absl::StatusOr<std::string> SqlitePath(const std::string& name) {
  std::string path = After(kSqlite, name);
  if (path.empty()) return NotAllowed(name, "sqlite:PATH");
  return path;
}

absl::StatusOr<std::unique_ptr<EventLog>> OpenEventLog(const std::string& name,
                                                       const SqliteEventLogOptions& sqlite_options,
                                                       const NatsOptions& nats_options) {
  if (IsNatsAddress(name)) {
    ASSIGN_OR_RETURN(const NatsAddress address, ParseNatsAddress(name));
    return NatsEventLog::Open(address, nats_options);
  }
  const std::string path = After(kSqlite, name);
  if (path.empty()) return NotAllowed(name, "sqlite:PATH or nats://HOST:PORT[,HOST:PORT...]/STREAM");
  return SqliteEventLog::Open(path, sqlite_options);
}

absl::StatusOr<std::unique_ptr<EventLogReader>> OpenEventLogReader(const std::string& name,
                                                                   const ChannelSecurity& security,
                                                                   const NatsOptions& nats_options) {
  if (IsNatsAddress(name)) {
    ASSIGN_OR_RETURN(const NatsAddress address, ParseNatsAddress(name));
    return NatsEventLog::OpenReader(address, nats_options);
  }
  const Target target = ParseTarget(name);
  if ((!name.starts_with(kGrpc) && !name.starts_with(kGrpcTls)) ||
      target.address.find(':') == std::string::npos)
    return NotAllowed(name,
                      "grpc://HOST:PORT or grpcs://HOST:PORT, the address of the ingest service, or "
                      "nats://HOST:PORT[,HOST:PORT...]/STREAM");
  ASSIGN_OR_RETURN(const auto credentials, MakeChannelCredentials(target, security, Clock::Real().TimeNow()));
  return std::make_unique<RemoteEventLog>(target.address, RemoteEventLogOptions(), credentials);
}

}  // namespace tearsheet
