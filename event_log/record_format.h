// How a record becomes bytes and how damage is noticed; docs/log_format.md is the description. Pure.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "tearsheet/log/v1/log_record.pb.h"

namespace tearsheet {

// Largest record of a log that has no smaller limit: what Protobuf and SQLite are sure to take.
inline constexpr int64_t kMaxRecordBytes = int64_t{512} << 20;

// Checksum of a stored record: XXH3 (64 bits, seed 0) of its position, its id and its payload. It covers the
// position, so that two intact records that changed places are noticed too.
uint64_t RecordChecksum(int64_t sequence, std::string_view record_id, std::string_view payload);

// The payload of `record`: equal records give equal bytes.
std::string EncodeRecord(const log::v1::LogRecord& record);

// The record of a stored row. DATA_LOSS, naming the sequence, when the checksum does not fit, the payload is
// no LogRecord, or its id is another one.
absl::StatusOr<log::v1::LogRecord> DecodeRecord(int64_t sequence, std::string_view record_id,
                                                std::string_view payload, uint64_t checksum);

// DATA_LOSS at `sequence` because of `what`; says what to do.
absl::Status DamagedRecord(int64_t sequence, std::string_view what);

}  // namespace tearsheet
