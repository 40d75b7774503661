// Errors of a log on NATS.
#pragma once

#include <string_view>

#include "absl/status/status.h"
#include "event_log/nats_handles.h"

namespace tearsheet {

// UNAVAILABLE with RetryInfo: `what` failed; it may work later.
absl::Status NatsUnavailable(std::string_view what);
// The same with the reason that the client library gives.
absl::Status NatsUnavailable(std::string_view what, natsStatus status);

// RESOURCE_EXHAUSTED with RetryInfo: the servers have no room for more records, as `why` says.
absl::Status NatsFull(std::string_view why);

}  // namespace tearsheet
