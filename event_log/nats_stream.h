// The stream behind a log: made when it is missing, and checked to be what a log needs.
#pragma once

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "event_log/nats_client.h"
#include "event_log/nats_handles.h"
#include "event_log/nats_options.h"

namespace tearsheet {

// Where a stream ends, and which one it is.
struct NatsStreamEnd {
  int64_t last_sequence = 0;
  // When the stream was made, in nanoseconds; another value is another stream of the same name.
  int64_t created = 0;
};

// Asks the stream's leader. NOT_FOUND when there is no such stream, FAILED_PRECONDITION (naming every
// difference) when it is not made as a log needs it, DATA_LOSS when messages are missing from it,
// UNAVAILABLE.
absl::StatusOr<NatsStreamEnd> ReadStreamEnd(NatsClient& client, const std::string& stream);

// Makes the stream unless there is one, and checks it as ReadStreamEnd does. A stream with fewer replicas
// than `options` asks for is used all the same, with a warning in the log.
absl::StatusOr<NatsStreamEnd> EnsureStream(NatsClient& client, const std::string& stream,
                                           const NatsOptions& options);

// What keeps a stream of this configuration from being a log, as sentences for people; empty when nothing
// does.
std::string StreamDifferences(const jsStreamConfig& config);

// A problem with the messages that a stream holds: its start is gone, or some in between. Ok when none.
absl::Status CheckStreamState(const std::string& stream, const jsStreamState& state);

}  // namespace tearsheet
