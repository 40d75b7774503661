#include "common/utf8.h"

#include "simdjson.h"
#include "unicode/utf8.h"

namespace tearsheet {

std::optional<size_t> FirstInvalidUtf8(std::string_view text) {
  if (simdjson::validate_utf8(text.data(), text.size())) return std::nullopt;
  // Only a refused text is walked again to find the place.
  const auto size = static_cast<int32_t>(text.size());
  for (int32_t next = 0; next < size;) {
    const int32_t start = next;
    UChar32 code_point;
    U8_NEXT(text.data(), next, size, code_point);
    if (code_point < 0) return start;
  }
  return std::nullopt;
}

}  // namespace tearsheet
