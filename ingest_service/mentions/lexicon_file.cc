#include "ingest_service/mentions/lexicon_file.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "common/strings.h"

namespace tearsheet {

std::string_view TrimSpace(std::string_view text) {
  constexpr std::string_view kSpace = " \t\r";
  const size_t first = text.find_first_not_of(kSpace);
  if (first == text.npos) return {};
  return text.substr(first, text.find_last_not_of(kSpace) + 1 - first);
}

absl::Status LineError(std::string_view name, int line, std::string_view what) {
  return absl::InvalidArgumentError(absl::StrCat(Absl(name), ":", line, ": ", Absl(what)));
}

absl::StatusOr<std::vector<LexiconRow>> ReadRows(std::string_view text, std::string_view name, size_t least,
                                                 size_t most) {
  std::vector<LexiconRow> rows;
  int line = 0;
  for (size_t begin = 0; begin < text.size();) {
    const size_t end = std::min(text.find('\n', begin), text.size());
    const std::string_view content = text.substr(begin, end - begin);
    begin = end + 1;
    ++line;
    if (TrimSpace(content).empty() || content.front() == '#') continue;
    LexiconRow row;
    row.line = line;
    for (size_t field = 0; field <= content.size();) {
      const size_t tab = std::min(content.find('\t', field), content.size());
      row.fields.push_back(TrimSpace(content.substr(field, tab - field)));
      field = tab + 1;
    }
    if (row.fields.size() < least || row.fields.size() > most || row.fields.front().empty()) {
      return LineError(name, line,
                       Std(absl::StrCat("has ", row.fields.size(), " fields where ", least,
                                        least == most ? std::string() : absl::StrCat(" to ", most),
                                        " are expected, separated by tabs")));
    }
    rows.push_back(std::move(row));
  }
  return rows;
}

std::vector<std::string_view> Split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  for (size_t begin = 0; begin <= text.size();) {
    const size_t end = std::min(text.find(separator, begin), text.size());
    const std::string_view part = TrimSpace(text.substr(begin, end - begin));
    if (!part.empty()) parts.push_back(part);
    begin = end + 1;
  }
  return parts;
}

}  // namespace tearsheet
