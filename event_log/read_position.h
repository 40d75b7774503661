// The checks of a read position that every log makes alike.
#pragma once

#include <cstdint>

#include "absl/status/status.h"

namespace tearsheet {

// INVALID_ARGUMENT when `from_sequence` is less than 1; OUT_OF_RANGE when it is more than one after
// `last_sequence`.
absl::Status CheckReadPosition(int64_t from_sequence, int64_t last_sequence);

}  // namespace tearsheet
