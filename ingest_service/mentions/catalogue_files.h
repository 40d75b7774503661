// The catalogue files that are part of the program: those that CMakeLists.txt names, in its order.
#pragma once

#include <string_view>

#include "absl/types/span.h"

namespace tearsheet {

struct CatalogueFile {
  // For messages: "lexicons/catalogue_asia.txt".
  std::string_view name;
  std::string_view text;
};

// Lives as long as the program. A name that two files give away belongs to the earlier one.
absl::Span<const CatalogueFile> BuiltInCatalogueFiles();

}  // namespace tearsheet
