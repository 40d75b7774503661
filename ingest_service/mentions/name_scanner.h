// Finds where names stand in a sentence and what they may name: the catalogue, then rules of shape and
// context, then the model where the rules do not reach.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "ingest_service/document.h"
#include "ingest_service/mentions/catalogue.h"
#include "ingest_service/mentions/catalogue_matcher.h"
#include "ingest_service/mentions/name_labels.h"
#include "ingest_service/mentions/name_span.h"
#include "ingest_service/mentions/token_view.h"

namespace tearsheet {

// Borrows everything. One scanner reads one document.
class NameScanner {
 public:
  NameScanner(const Catalogue& catalogue, const Document& document)
      : catalogue_(catalogue), labels_(catalogue, document) {}

  // Appends the names of a sentence in order. They do not overlap. Linear in the number of tokens.
  void Scan(const TokenView& tokens, int32_t sentence, std::vector<NameSpan>& spans);

 private:
  // Each returns whether a name begins at `span.first`, and fills `span`.
  bool ReadKnown(const TokenView& tokens, Capitals capitals, const std::optional<NameSpan>& shape,
                 NameSpan& span) const;
  bool ReadUnknown(const TokenView& tokens, Capitals capitals, const std::optional<NameSpan>& shape,
                   int32_t& end, NameSpan& span) const;
  std::optional<CatalogueMatch> ReadSmallOutlet(const TokenView& tokens, int32_t at) const;
  bool DescribesGoods(const TokenView& tokens, const CatalogueMatch& match) const;
  bool IsPartOfLonger(const TokenView& tokens, const CatalogueMatch& match,
                      const std::optional<NameSpan>& shape) const;

  const Catalogue& catalogue_;
  NameLabels labels_;
};

}  // namespace tearsheet
