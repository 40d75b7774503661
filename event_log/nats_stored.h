// A message of the stream as a server brings it: by direct get from any server that has the stream, or from
// the stream's leader. Pure but for the message of the client library.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "event_log/nats_handles.h"
#include "event_log/nats_record.h"

namespace tearsheet {

struct NatsStored {
  int64_t sequence = 0;
  std::string subject;
  std::string checksum;
  std::string payload;
};

// Asks any server for the message `sequence`. It may be behind the leader; and one that was killed and caught
// up may differ from it for good (nats-server 2.9 was seen to miss a message in the middle).
NatsMessage AskAny(std::string_view stream, int64_t sequence);

// Asks the leader of the stream for the message `sequence`, or for the last one of `subject`.
NatsMessage AskLeader(std::string_view stream, int64_t sequence);
NatsMessage AskLeader(std::string_view stream, std::string_view subject);

// The answer to AskAny; `reply` may be null. NOT_FOUND: none, or no message.
absl::StatusOr<NatsStored> FromAny(natsMsg* reply);

// The answer to AskLeader; `reply` may be null. NOT_FOUND: the leader has no such message; UNAVAILABLE: it
// does not answer, or not with a message.
absl::StatusOr<NatsStored> FromLeader(natsMsg* reply);

// The same of the answer's bytes, a JSON object of type io.nats.jetstream.api.v1.stream_msg_get_response.
absl::StatusOr<NatsStored> ParseLeaderAnswer(std::string_view json);

// Whether `messages`, at consecutive sequences and from servers that may have missed a message, are those of
// the leader, whose message at the last of these sequences is `last`. A server that misses one gives all
// later ones a wrong place, so its last one is not the leader's; where right and wrong servers answer in
// turn, a message comes twice.
bool AgreeWithLeader(const std::vector<NatsStored>& messages, const NatsStored& last);

}  // namespace tearsheet
