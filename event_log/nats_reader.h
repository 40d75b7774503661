// Reads records of the stream by sequence and by id.
//
// Every record is asked for by itself, many at once, from any server that has the stream. So a reader has no
// consumer on the servers that could be lost, stand still or have to be made again. The leader is asked for
// the last of them: a server that misses a message gives all later ones a wrong place, and so is found out.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "event_log/event_log.h"
#include "event_log/nats_client.h"
#include "event_log/nats_stored.h"

namespace tearsheet {

// Thread-safe.
class NatsReader {
 public:
  // Borrows `client`.
  NatsReader(NatsClient& client, std::string stream) : client_(client), stream_(std::move(stream)) {}

  // Records from `from_sequence` to at most `last_sequence`, which the stream's leader has; in order, at
  // least one, and fewer than asked for when the servers bring no more at once. Errors: DATA_LOSS,
  // UNAVAILABLE.
  absl::StatusOr<std::vector<SequencedRecord>> Read(int64_t from_sequence, int64_t last_sequence,
                                                    int max_records, int64_t max_bytes);

  // The sequence of the record with this id, as the stream's leader knows it.
  absl::StatusOr<std::optional<int64_t>> Find(const std::string& record_id);

 private:
  // `count` messages from `begin` on, from any server; none when it has not got all of them or is not of one
  // mind with the leader. UNAVAILABLE: the leader does not answer.
  absl::StatusOr<std::vector<NatsStored>> AskAnyServer(int64_t begin, int64_t count);
  // At least one of them, from the leader. Errors as Read.
  absl::StatusOr<std::vector<NatsStored>> AskTheLeader(int64_t begin, int64_t count);
  // The error for a message that the leader has not.
  absl::Status Missing(int64_t sequence);

  NatsClient& client_;
  const std::string stream_;
};

}  // namespace tearsheet
