#include "ingest_service/events/rule_file.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "common/strings.h"

namespace tearsheet {

std::string_view Trimmed(std::string_view text) { return Std(absl::StripAsciiWhitespace(Absl(text))); }

std::vector<std::string_view> SplitTrimmed(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  while (true) {
    const size_t end = text.find(separator);
    if (const std::string_view part = Trimmed(text.substr(0, end)); !part.empty()) parts.push_back(part);
    if (end == std::string_view::npos) return parts;
    text.remove_prefix(end + 1);
  }
}

std::vector<RuleLine> ReadRuleLines(std::string_view text) {
  std::vector<RuleLine> lines;
  int number = 0;
  while (!text.empty()) {
    const size_t end = text.find('\n');
    std::string_view line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    ++number;
    line = line.substr(0, line.find('#'));
    const bool indented = !line.empty() && (line[0] == ' ' || line[0] == '\t');
    line = Trimmed(line);
    if (line.empty()) continue;
    const size_t colon = line.find(':');
    RuleLine& added = lines.emplace_back();
    added.number = number;
    added.indented = indented;
    added.key = Trimmed(line.substr(0, colon));
    if (colon != std::string_view::npos) added.value = Trimmed(line.substr(colon + 1));
  }
  return lines;
}

absl::Status RuleError(const RuleText& file, int line, std::string_view problem) {
  return absl::InvalidArgumentError(absl::StrCat(file.name, ":", line, ": ", Absl(problem)));
}

}  // namespace tearsheet
