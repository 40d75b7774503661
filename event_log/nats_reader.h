// Reads records of the stream by sequence and by id.
//
// Every record is asked for by itself, many at once, from any server that has the stream. So a reader has no
// consumer on the servers that could be lost, stand still or have to be made again.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "event_log/event_log.h"
#include "event_log/nats_client.h"

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
  // The record that no server brought, from the leader.
  absl::StatusOr<SequencedRecord> ReadFromLeader(int64_t sequence);
  absl::StatusOr<SequencedRecord> Decode(natsMsg& message, int64_t sequence,
                                         const std::string& subject) const;

  NatsClient& client_;
  const std::string stream_;
};

}  // namespace tearsheet
