// The packaged Abseil has a string_view of its own. Our interfaces use std::string_view; this is the bridge.
#pragma once

#include <string_view>

#include "absl/strings/string_view.h"

namespace tearsheet {

// The same bytes as Abseil's view, for its string functions.
inline absl::string_view Absl(std::string_view text) { return {text.data(), text.size()}; }

// The same bytes as the standard view.
inline std::string_view Std(absl::string_view text) { return {text.data(), text.size()}; }

}  // namespace tearsheet
