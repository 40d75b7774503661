// Character references of HTML ("&amp;", "&#8217;").
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace tearsheet {

struct DecodedReference {
  // What it stands for, as valid UTF-8; empty for white space.
  std::string text;
  // Bytes of the source that it takes; 0 when there is no reference.
  size_t size = 0;
};

// Decodes the reference at the start of `source`, which begins with '&'. Knows numbers and the names of HTML
// 4; the final semicolon may be missing. A number that is no character is U+FFFD.
DecodedReference DecodeReference(std::string_view source);

}  // namespace tearsheet
