#include "cli/text/display_width.h"

#include <cstdint>

#include "unicode/uchar.h"
#include "unicode/utf8.h"

namespace tearsheet {
namespace {

// One character of a text: its code point (negative: bad UTF-8) and its bytes.
struct Character {
  UChar32 code = 0;
  std::string_view bytes;
};

// Takes the first character off `text`, which is not empty.
Character TakeFirst(std::string_view& text) {
  Character first;
  int32_t next = 0;
  // Four bytes are the longest character; the rest of a large text needs no look.
  const auto length = static_cast<int32_t>(text.size() < 4 ? text.size() : 4);
  U8_NEXT(text.data(), next, length, first.code);
  if (first.code < 0) next = 1;
  first.bytes = text.substr(0, static_cast<size_t>(next));
  text.remove_prefix(static_cast<size_t>(next));
  return first;
}

int WidthOf(UChar32 code) {
  if (code < 0x300) return 1;
  switch (u_charType(code)) {
    case U_NON_SPACING_MARK:
    case U_ENCLOSING_MARK:
    case U_FORMAT_CHAR:
      return 0;
    default:
      break;
  }
  const int east_asian = u_getIntPropertyValue(code, UCHAR_EAST_ASIAN_WIDTH);
  return east_asian == U_EA_WIDE || east_asian == U_EA_FULLWIDTH ? 2 : 1;
}

// The longest beginning of `text` that fits in `width` columns.
std::string_view Beginning(std::string_view text, int width) {
  std::string_view rest = text;
  int used = 0;
  size_t taken = 0;
  while (!rest.empty()) {
    const Character next = TakeFirst(rest);
    used += WidthOf(next.code);
    if (used > width) break;
    taken += next.bytes.size();
  }
  return text.substr(0, taken);
}

}  // namespace

std::string CleanLine(std::string_view text) {
  std::string clean;
  clean.reserve(text.size());
  bool space = false;
  while (!text.empty()) {
    const Character next = TakeFirst(text);
    // The separators U+2028 and U+2029 count as white space too.
    if (next.code >= 0 && u_isUWhiteSpace(next.code) && next.code != 0xA0) {
      space = true;
      continue;
    }
    if (space && !clean.empty()) clean += ' ';
    space = false;
    if (next.code < 0 || u_charType(next.code) == U_CONTROL_CHAR) {
      clean += '?';
    } else {
      clean += next.bytes;
    }
  }
  return clean;
}

int DisplayWidth(std::string_view text) {
  int width = 0;
  while (!text.empty()) width += WidthOf(TakeFirst(text).code);
  return width;
}

std::string CutToWidth(std::string_view text, int width) {
  if (DisplayWidth(text) <= width) return std::string(text);
  std::string_view beginning = Beginning(text, width - 1);
  while (!beginning.empty() && beginning.back() == ' ') beginning.remove_suffix(1);
  return std::string(beginning) + "…";
}

std::vector<std::string> WrapToWidth(std::string_view text, int width) {
  std::vector<std::string> lines;
  while (DisplayWidth(text) > width) {
    std::string_view line = Beginning(text, width);
    // A wide character in a column of one: it has to go somewhere.
    if (line.empty()) {
      std::string_view rest = text;
      line = TakeFirst(rest).bytes;
    }
    size_t next = line.size();
    if (next < text.size() && text[next] != ' ') {
      const size_t space = line.rfind(' ');
      if (space != std::string_view::npos && space > 0) {
        line = line.substr(0, space);
        next = space;
      }
    }
    while (!line.empty() && line.back() == ' ') line.remove_suffix(1);
    lines.emplace_back(line);
    while (next < text.size() && text[next] == ' ') ++next;
    text.remove_prefix(next);
  }
  if (!text.empty() || lines.empty()) lines.emplace_back(text);
  return lines;
}

}  // namespace tearsheet
