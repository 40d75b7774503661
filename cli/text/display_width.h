// Text on a terminal: how many columns it takes, cut and wrapped to fit.
//
// All functions take any bytes; what is no UTF-8 counts as one column per byte and is shown as "?".
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace tearsheet {

// `text` on one line and harmless on a terminal: every run of white space is one space, control characters
// (an article may hold escape sequences) and bad UTF-8 are "?", the ends are trimmed.
std::string CleanLine(std::string_view text);

// Columns that `text` takes: 0 for combining marks, 2 for wide East Asian characters and emoji, else 1.
int DisplayWidth(std::string_view text);

// `text` itself when it fits in `width` columns, else its beginning and "…". `width` is at least 1.
std::string CutToWidth(std::string_view text, int width);

// `text` as lines of at most `width` columns, broken at spaces where possible; at least one line. `width` is
// at least 1.
std::vector<std::string> WrapToWidth(std::string_view text, int width);

}  // namespace tearsheet
