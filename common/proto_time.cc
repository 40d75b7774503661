#include "common/proto_time.h"

#include "absl/strings/str_cat.h"

namespace tearsheet {

absl::StatusOr<absl::Time> TimeFromProto(const google::protobuf::Timestamp& timestamp) {
  constexpr int64_t kFirstSecond = -62135596800;  // 0001-01-01T00:00:00Z
  constexpr int64_t kLastSecond = 253402300799;   // 9999-12-31T23:59:59Z
  if (timestamp.seconds() < kFirstSecond || timestamp.seconds() > kLastSecond)
    return absl::InvalidArgumentError("the time lies outside the years 1 to 9999");
  if (timestamp.nanos() < 0 || timestamp.nanos() >= 1'000'000'000)
    return absl::InvalidArgumentError("nanos must be 0 to 999999999");
  return absl::FromUnixSeconds(timestamp.seconds()) + absl::Nanoseconds(timestamp.nanos());
}

google::protobuf::Timestamp TimeToProto(absl::Time time) {
  google::protobuf::Timestamp timestamp;
  const int64_t seconds = absl::ToUnixSeconds(time);
  timestamp.set_seconds(seconds);
  timestamp.set_nanos(static_cast<int32_t>((time - absl::FromUnixSeconds(seconds)) / absl::Nanoseconds(1)));
  return timestamp;
}

std::string FormatUtc(absl::Time time) {
  return absl::FormatTime("%Y-%m-%d%ET%H:%M:%E*SZ", time, absl::UTCTimeZone());
}

absl::StatusOr<absl::Time> ParseTime(const std::string& text) {
  absl::Time time;
  std::string error;
  if (absl::ParseTime(absl::RFC3339_full, text, &time, &error)) return time;
  if (absl::ParseTime("%Y-%m-%d", text, &time, &error)) return time;
  return absl::InvalidArgumentError(
      absl::StrCat("'", text, "' is no time: write 2025-12-17T12:00:00Z or 2025-12-17"));
}

}  // namespace tearsheet
