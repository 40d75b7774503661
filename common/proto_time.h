// absl::Time <-> google.protobuf.Timestamp.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "google/protobuf/timestamp.pb.h"

namespace tearsheet {

// The time of a well-formed timestamp (years 1 to 9999, 0 <= nanos < 1e9), else INVALID_ARGUMENT.
absl::StatusOr<absl::Time> TimeFromProto(const google::protobuf::Timestamp& timestamp);

// Rounds towards the past to whole nanoseconds. `time` lies in the years 1 to 9999.
google::protobuf::Timestamp TimeToProto(absl::Time time);

// RFC 3339 in UTC without needless fractions: "2025-12-17T12:00:00Z".
std::string FormatUtc(absl::Time time);

// Parses RFC 3339, or a date ("2025-12-17": midnight UTC); INVALID_ARGUMENT says what is allowed.
absl::StatusOr<absl::Time> ParseTime(const std::string& text);

}  // namespace tearsheet
