// The options of the client library for a connection.
#pragma once

#include "absl/status/statusor.h"
#include "event_log/nats_address.h"
#include "event_log/nats_handles.h"
#include "event_log/nats_options.h"

namespace tearsheet {

// Reads the files that `options` names. INVALID_ARGUMENT names the one that cannot be used, and never says
// what stands in it.
absl::StatusOr<NatsHandle<natsOptions>> MakeNatsSettings(const NatsAddress& address,
                                                         const NatsOptions& options);

}  // namespace tearsheet
