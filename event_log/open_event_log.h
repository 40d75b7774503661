// Event logs by name, as flags give them. A new backend is one more branch here and one more line in the
// error.
#pragma once

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "common/security/credentials.h"
#include "event_log/event_log.h"
#include "event_log/nats_options.h"
#include "event_log/sqlite_event_log.h"

namespace tearsheet {

// Opens the log "sqlite:PATH" or "nats://HOST:PORT[,HOST:PORT...]/STREAM" to append to it. INVALID_ARGUMENT
// for another name; for the rest see SqliteEventLog and NatsEventLog.
absl::StatusOr<std::unique_ptr<EventLog>> OpenEventLog(const std::string& name,
                                                       const SqliteEventLogOptions& sqlite_options,
                                                       const NatsOptions& nats_options);

// A reader of the log "grpc://HOST:PORT", "grpcs://HOST:PORT" for TLS, or "nats://...", which need not be
// reachable yet. INVALID_ARGUMENT for another name and for bad files of `security` and `nats_options`.
absl::StatusOr<std::unique_ptr<EventLogReader>> OpenEventLogReader(const std::string& name,
                                                                   const ChannelSecurity& security = {},
                                                                   const NatsOptions& nats_options = {});

// PATH of "sqlite:PATH"; INVALID_ARGUMENT for another name.
absl::StatusOr<std::string> SqlitePath(const std::string& name);

}  // namespace tearsheet
