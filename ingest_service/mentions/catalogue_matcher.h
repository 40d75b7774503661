// Finds the names of the catalogue in a sentence.
#pragma once

#include <cstdint>
#include <optional>

#include "ingest_service/mentions/catalogue.h"
#include "ingest_service/mentions/token_view.h"

namespace tearsheet {

struct CatalogueMatch {
  // Borrowed from the catalogue.
  const CatalogueName* name = nullptr;
  // One past its last token, legal form included ("Amazon.com, Inc.").
  int32_t end = 0;
};

// The longest name that starts at `at` and is written as such. In a sentence that is `all_capitals`, capitals
// prove nothing, and short names in capitals ("ARM") are not found. The lexicon's vocabulary begins with the
// catalogue's.
std::optional<CatalogueMatch> MatchCatalogue(const Catalogue& catalogue, const TokenView& tokens, int32_t at,
                                             bool all_capitals);

// One past the legal form that may follow a name ending before `end`: ", Inc.", "Holdings Ltd", "Group".
int32_t LegalFormEnd(const TokenView& tokens, int32_t end);

}  // namespace tearsheet
