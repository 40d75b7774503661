// The log between the two services: an ordered, durable, append-only list of records.
//
// Sequences are 1, 2, 3 ... without gaps. A record is never changed or removed. Implementations:
// SqliteEventLog (default, owned by the ingest service), NatsEventLog (a replicated stream on NATS JetStream,
// with any number of writers), MemoryEventLog (tests), RemoteEventLog (readers only, over gRPC). All pass the
// suite in tests/conformance/.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "tearsheet/log/v1/log_record.pb.h"

namespace tearsheet {

// A record and its position.
struct SequencedRecord {
  int64_t sequence = 0;
  log::v1::LogRecord record;
};

// What became of one record of an Append.
struct Appended {
  int64_t sequence = 0;
  // True when the log had a record of this id already; `sequence` is that one's and nothing was appended.
  bool duplicate = false;
};

// Reads a log from any position. Thread-safe.
class EventLogReader {
 public:
  virtual ~EventLogReader() = default;

  // Up to `max_records` records from `from_sequence` on, in order and without gaps; fewer at the end of the
  // log, when together they pass `max_bytes` (at least one is returned all the same), and when a log that is
  // read over the network has no more at hand. Empty only at the end of the log. Errors: INVALID_ARGUMENT
  // (from_sequence < 1), OUT_OF_RANGE (from_sequence > last + 1: the caller has seen records that this log
  // does not have), DATA_LOSS (a record is damaged or missing; the message names its sequence), UNAVAILABLE
  // (cannot be read now; try again).
  virtual absl::StatusOr<std::vector<SequencedRecord>> Read(int64_t from_sequence, int max_records,
                                                            int64_t max_bytes) = 0;

  // The last sequence; 0 for an empty log. Errors: UNAVAILABLE.
  virtual absl::StatusOr<int64_t> LastSequence() = 0;

  // Waits until the log holds `sequence`, or `deadline` passes, or Interrupt is called, and returns the last
  // sequence known then; the caller compares. Errors: UNAVAILABLE.
  virtual absl::StatusOr<int64_t> WaitFor(int64_t sequence, absl::Time deadline) = 0;

  // Ends all present and future waits at once, and the tries of appends after the one under way; for shutting
  // down.
  virtual void Interrupt() = 0;
};

// Appends too. Thread-safe.
class EventLog : public EventLogReader {
 public:
  // Appends those of `records` whose record_id the log does not have, and returns one entry per record in
  // order. When it returns ok, all of them are durable. Two records of one call with the same id are appended
  // once. Sequences ascend in the order of `records`, but for records that NatsEventLog had to send again.
  //
  // On an error the caller knows of no record whether it is in the log (SqliteEventLog and MemoryEventLog
  // have none of them then; NatsEventLog may have some): it appends the same again, and those that are in the
  // log come back as duplicates. Errors: RESOURCE_EXHAUSTED (disk full) and UNAVAILABLE (cannot be written
  // now), with RetryInfo; the log works again when the cause is gone, without a restart. INVALID_ARGUMENT (a
  // record is larger than max_record_bytes). DATA_LOSS when it is damaged.
  virtual absl::StatusOr<std::vector<Appended>> Append(const std::vector<log::v1::LogRecord>& records) = 0;

  // The sequence of the record with this id, or nothing. Errors: UNAVAILABLE, DATA_LOSS.
  virtual absl::StatusOr<std::optional<int64_t>> Find(const std::string& record_id) = 0;

  // Bytes of the largest record that Append takes, as it is now.
  virtual int64_t max_record_bytes() = 0;
};

}  // namespace tearsheet
