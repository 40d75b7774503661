#include "ingest_service/text/reader_text.h"

#include <algorithm>

namespace tearsheet {

namespace {

// Wrapped text has lines of about equal length; a paragraph per line has not.
constexpr size_t kShortestWrappedLine = 50;
constexpr size_t kLongestWrappedLine = 90;
constexpr int kFewestWrappedLines = 6;

bool IsAsciiLower(char c) { return c >= 'a' && c <= 'z'; }

struct Line {
  size_t begin = 0;
  size_t end = 0;
  std::string_view In(std::string_view text) const { return text.substr(begin, end - begin); }
};

std::string_view Trim(std::string_view line) {
  const size_t first = line.find_first_not_of(" \t\r");
  if (first == std::string_view::npos) return {};
  return line.substr(first, line.find_last_not_of(" \t\r") + 1 - first);
}

bool LooksHardWrapped(std::string_view text) {
  int lines = 0;
  int wrapped = 0;
  for (size_t begin = 0; begin < text.size();) {
    const size_t end = std::min(text.find('\n', begin), text.size());
    const std::string_view line = Trim(text.substr(begin, end - begin));
    if (line.size() > kLongestWrappedLine) return false;
    if (!line.empty()) {
      ++lines;
      if (line.size() >= kShortestWrappedLine) ++wrapped;
    }
    begin = end + 1;
  }
  return lines >= kFewestWrappedLines && wrapped * 2 >= lines;
}

bool EndsStatement(std::string_view line) {
  return std::string_view(".!?:;\"").find(line.back()) != std::string_view::npos;
}

bool StartsListItem(std::string_view line) {
  return line.front() == '-' || line.front() == '*' || line.substr(0, 3) == "\u2022" ||
         line.substr(0, 3) == "\u2013";
}

// Whether the block goes on over the line break between two lines.
bool Continues(std::string_view before, std::string_view after, bool hard_wrapped) {
  if (before.empty() || after.empty() || StartsListItem(after)) return false;
  if (hard_wrapped && before.size() >= kShortestWrappedLine) return true;
  return IsAsciiLower(after.front()) && !EndsStatement(before) && before.size() >= kShortestWrappedLine;
}

}  // namespace

void AlignmentCursor::Advance(int32_t reader) {
  while (run_ + 1 < runs_.size() && runs_[run_ + 1].reader <= reader) ++run_;
}

AlignmentCursor::Range AlignmentCursor::ToSource(int32_t begin, int32_t end) {
  if (runs_.empty()) return {begin, end};
  Range range;
  Advance(begin);
  const ReaderText::Run& first = runs_[run_];
  range.begin = first.source_size > 0 ? first.source : first.source + (begin - first.reader);
  // The end is that of the last byte, for white space and markup may stand between it and what follows.
  Advance(end - 1);
  const ReaderText::Run& last = runs_[run_];
  range.end = last.source + (last.source_size > 0 ? last.source_size : end - last.reader);
  return range;
}

ReaderText ReadPlainText(std::string_view source) {
  ReaderText result;
  result.text.assign(source);
  for (char& c : result.text) {
    // Control characters are white space; '\r' alone never was a line break of its own since the 1990s.
    if (static_cast<unsigned char>(c) < ' ' && c != '\n') c = ' ';
  }
  const bool hard_wrapped = LooksHardWrapped(source);
  Line before{0, std::min(source.find('\n'), source.size())};
  while (before.end < source.size()) {
    const Line after{before.end + 1, std::min(source.find('\n', before.end + 1), source.size())};
    if (Continues(Trim(before.In(result.text)), Trim(after.In(result.text)), hard_wrapped)) {
      result.text[before.end] = ' ';
    }
    before = after;
  }
  return result;
}

}  // namespace tearsheet
