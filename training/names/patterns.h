// Articles made of sentence patterns and invented names.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "training/names/inventor.h"
#include "training/names/passage.h"

namespace tearsheet {

class Patterns {
 public:
  // One pattern a line; templates.txt says how. INVALID_ARGUMENT for an unknown or unclosed slot.
  static absl::StatusOr<Patterns> Read(std::string_view text);

  size_t size() const { return lines_.size(); }

  // Fills pattern number `index` with names.
  Passage Fill(size_t index, const NameInventor& inventor, Random& random) const;

 private:
  std::vector<std::string> lines_;
};

}  // namespace tearsheet
