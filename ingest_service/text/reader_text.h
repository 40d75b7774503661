// What a reader sees of a title or body, aligned to the bytes as received.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace tearsheet {

// Text without markup. A '\n' in it always ends a block (paragraph, heading, list item, table cell); every
// other white space is a space. A kBulletMark at the start of a block says that it is a list item.
struct ReaderText {
  // Stretch of the text: either copied byte by byte, or written for `source_size` bytes of the source as one
  // character
  // ("&amp;").
  struct Run {
    int32_t reader = 0;
    int32_t source = 0;
    // 0: copied byte by byte.
    int32_t source_size = 0;
  };

  std::string text;
  // Ordered by `reader`; empty means that text and source are of equal length and aligned byte by byte.
  std::vector<Run> runs;
};

// Stands at the start of a list item; never part of a token.
inline constexpr char kBulletMark = '\v';

// Offsets of a reader text -> offsets of its source. Linear when asked in ascending order.
class AlignmentCursor {
 public:
  // Borrows `runs`.
  explicit AlignmentCursor(const std::vector<ReaderText::Run>& runs) : runs_(runs) {}

  // Source range of the reader range [begin, end), which is not empty and does not start before an earlier
  // one.
  struct Range {
    int32_t begin = 0;
    int32_t end = 0;
  };
  Range ToSource(int32_t begin, int32_t end);

 private:
  // Moves to the last run that starts at or before `reader`.
  void Advance(int32_t reader);

  const std::vector<ReaderText::Run>& runs_;
  size_t run_ = 0;
};

// Plain text: line breaks become block breaks, except those of hard-wrapped lines. Offsets stay as they are.
ReaderText ReadPlainText(std::string_view source);

}  // namespace tearsheet
