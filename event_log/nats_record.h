// A record as a message of the stream: its subject, its headers, its bytes. docs/log_format.md describes it.
// Pure.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "tearsheet/log/v1/log_record.pb.h"

namespace tearsheet {

// A message that is not sent yet.
struct NatsMessage {
  std::string subject;
  std::vector<std::pair<std::string, std::string>> headers = {};
  std::string payload = {};
};

// Header with the checksum of a record, 16 hexadecimal digits.
inline constexpr char kChecksumHeader[] = "Tearsheet-Checksum";

// "tearsheet.v1.{stream}.>": all records of a stream.
std::string RecordSubjects(std::string_view stream);

// "tearsheet.stored.{stream}.>": where the server tells of every message that it has stored.
std::string StoredSubjects(std::string_view stream);

// The one subject of the record with this id: "tearsheet.v1.{stream}.{content}.{id}". Different ids have
// different subjects.
std::string RecordSubject(std::string_view stream, std::string_view record_id);

// The record as a message, to be stored only when its subject has none.
NatsMessage EncodeNatsRecord(std::string_view stream, const log::v1::LogRecord& record);

// The record of the message `sequence` of `stream`. DATA_LOSS, naming the sequence, when it is not as it was
// written: the checksum does not fit, the payload is no LogRecord, or it belongs to another subject.
absl::StatusOr<log::v1::LogRecord> DecodeNatsRecord(std::string_view stream, int64_t sequence,
                                                    std::string_view subject, std::string_view checksum,
                                                    std::string_view payload);

// DATA_LOSS at `sequence` because of `what`; says what to do.
absl::Status DamagedMessage(std::string_view stream, int64_t sequence, std::string_view what);

}  // namespace tearsheet
