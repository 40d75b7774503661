// The line format that all rule files share: frames, cues and grammar.
//
//   # comment                     to the end of the line, anywhere
//   key: value                    one line, one fact; indented lines belong to the line above that is not
//   indented
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"

namespace tearsheet {

// A rule file in memory. `name` stands for it in errors.
struct RuleText {
  std::string name;
  std::string_view text;
};

// One line that is not empty. Views the text it was read from.
struct RuleLine {
  int number = 0;
  bool indented = false;
  // Before the first colon, trimmed; the whole line when there is none.
  std::string_view key;
  // After the first colon, trimmed.
  std::string_view value;
};

std::vector<RuleLine> ReadRuleLines(std::string_view text);

// INVALID_ARGUMENT: "name:line: problem".
absl::Status RuleError(const RuleText& file, int line, std::string_view problem);

// Parts between `separator`, trimmed, without empty ones.
std::vector<std::string_view> SplitTrimmed(std::string_view text, char separator);

std::string_view Trimmed(std::string_view text);

}  // namespace tearsheet
