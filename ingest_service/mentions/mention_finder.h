// The second station: tokens become mentions of entities, amounts, percentages, quantities, terms, times and
// sources.
#pragma once

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "ingest_service/document.h"
#include "ingest_service/mentions/catalogue.h"
#include "ingest_service/mentions/descriptions.h"

namespace tearsheet {

// Immutable after construction and therefore thread-safe.
class MentionFinder {
 public:
  // Reads the lexicons that are part of the program. Borrows `catalogue`, which outlives the finder. A bad
  // lexicon is INVALID_ARGUMENT: "file:line: what is wrong".
  static absl::StatusOr<std::unique_ptr<MentionFinder>> Create(const Catalogue& catalogue);
  ~MentionFinder();

  // Fills mentions and entities of a document that ReadText made. Linear in the number of tokens.
  void Find(Document& document) const;

  // Hash of the lexicons and of the model of names; the catalogue has a version of its own.
  const std::string& version() const;

  // What the words of descriptions tell. Lives as long as this object.
  const Descriptions& descriptions() const;

 private:
  struct Parts;
  explicit MentionFinder(std::unique_ptr<const Parts> parts);
  std::unique_ptr<const Parts> parts_;
};

}  // namespace tearsheet
