// Short names for contents: ids and versions.
#pragma once

#include <string>
#include <string_view>

namespace tearsheet {

// The first `digits` (at most 64) hexadecimal digits of the SHA-256 of `bytes`.
std::string ShortHash(std::string_view bytes, size_t digits = 16);

// The version of everything in `before`, then `text`: a list of texts is hashed one by one, and where one
// ends matters. Starts from an empty version.
std::string VersionWith(std::string_view before, std::string_view text);

}  // namespace tearsheet
