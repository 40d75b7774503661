// UTF-8 validation.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace tearsheet {

// Offset of the first byte that is no well-formed UTF-8 (Unicode 15, table 3-7), or nothing.
std::optional<size_t> FirstInvalidUtf8(std::string_view text);

}  // namespace tearsheet
