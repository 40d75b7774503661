#include "event_log/read_position.h"

#include "absl/strings/str_cat.h"
#include "common/error.h"

namespace tearsheet {

absl::Status CheckReadPosition(int64_t from_sequence, int64_t last_sequence) {
  if (from_sequence < 1)
    return InvalidField("from_sequence", absl::StrCat("is ", from_sequence, "; the first record is 1"));
  if (from_sequence > last_sequence + 1) {
    return ErrorBuilder(
               absl::StatusCode::kOutOfRange, "POSITION_AFTER_END",
               absl::StrCat("from_sequence is ", from_sequence, " but the log ends at ", last_sequence,
                            "; its reader has seen another or a longer log: rebuild the reader's state"))
        .Metadata("from_sequence", absl::StrCat(from_sequence))
        .Metadata("last_sequence", absl::StrCat(last_sequence))
        .Build();
  }
  return absl::OkStatus();
}

}  // namespace tearsheet
