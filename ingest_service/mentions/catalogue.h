// The entities that are known by name before any article is read: what docs/extending.md calls the catalogue.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "tearsheet/v1/entity.pb.h"

namespace tearsheet {

// Immutable after construction and therefore thread-safe.
class Catalogue {
 public:
  // The catalogue that is part of the program, then `files` in order; a later line for an id replaces the earlier one.
  // A bad line is INVALID_ARGUMENT: "file:line: what is wrong".
  static absl::StatusOr<Catalogue> Load(const std::vector<std::string>& files);

  // Null when there is none. Lives as long as this object.
  const v1::Entity* Find(std::string_view entity_id) const;
};

}  // namespace tearsheet
