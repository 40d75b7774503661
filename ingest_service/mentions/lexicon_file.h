// The rows of a lexicon: plain text that a person can edit.
#pragma once

#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace tearsheet {

struct LexiconRow {
  int line = 0;
  // Without surrounding white space; views the text.
  std::vector<std::string_view> fields;
};

// Splits `text` into rows of tab-separated fields. Empty lines and lines that start with '#' are left out. A
// row with fewer than `least` or more than `most` fields, or with an empty first field, is INVALID_ARGUMENT.
// `name` stands for the text in errors.
absl::StatusOr<std::vector<LexiconRow>> ReadRows(std::string_view text, std::string_view name, size_t least,
                                                 size_t most);

// INVALID_ARGUMENT "name:line: what".
absl::Status LineError(std::string_view name, int line, std::string_view what);

// `text` without surrounding spaces, tabs and carriage returns.
std::string_view TrimSpace(std::string_view text);

// The parts of `text` between `separator`s, without white space around; empty ones are left out.
std::vector<std::string_view> Split(std::string_view text, char separator);

}  // namespace tearsheet
