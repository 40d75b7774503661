// Small files of an operator, read whole.
#pragma once

#include <string>

#include "absl/status/statusor.h"

namespace tearsheet {

// The bytes of `path`. INVALID_ARGUMENT with path and reason when it cannot be read or is larger than 1 MiB.
absl::StatusOr<std::string> ReadWholeFile(const std::string& path);

}  // namespace tearsheet
