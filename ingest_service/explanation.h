// Why an event says what it says, in words for people; `tearsheet extract --explain` prints it.
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace tearsheet {

struct Reason {
  // What is explained: "rule", "trigger", a role, a slot, "status", "source", "told again".
  std::string about;
  std::string text;
};

struct EventExplanation {
  std::vector<Reason> reasons;
  // What the confidence is made of: features and their weights in thousandths of log-odds, the bias first.
  std::vector<std::pair<std::string, int>> confidence;
};

}  // namespace tearsheet
