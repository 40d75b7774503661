// The flags of a log on NATS, which both services have.
#pragma once

#include "absl/status/statusor.h"
#include "event_log/nats_options.h"

namespace tearsheet {

// INVALID_ARGUMENT names the flag and what it may be.
absl::StatusOr<NatsOptions> NatsOptionsFromFlags();

}  // namespace tearsheet
