// Bytes of a store in less room: articles, and the forms of a deal before and after a change, which have most
// of their bytes in common.
#pragma once

#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace tearsheet {

// `bytes` in the format of Zstandard, as what differs from `like` where that is given (its dictionary). Empty
// for empty ones. RESOURCE_EXHAUSTED for want of memory. Thread-safe.
absl::StatusOr<std::string> Pack(std::string_view bytes, std::string_view like = {});

// The bytes again. DATA_LOSS when `packed` was not made with `like`. Thread-safe.
absl::StatusOr<std::string> Unpack(std::string_view packed, std::string_view like = {});

}  // namespace tearsheet
