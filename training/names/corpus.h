// Annotated corpora: JSON lines of tokens and spans.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "training/names/inventor.h"
#include "training/names/passage.h"

namespace tearsheet {

// A part of a corpus: what is trained on, and what is held out to measure.
struct CorpusPart {
  std::string name;
  std::vector<Passage> train;
  std::vector<Passage> test;
};

// Reads the corpora of `folder` (docs/names_model.md names them). Sentences that follow each other make one
// passage where the corpus keeps them in order. NOT_FOUND for a missing file, INVALID_ARGUMENT for a bad
// line.
absl::StatusOr<std::vector<CorpusPart>> ReadCorpora(std::string_view folder);

// The same passage with some of its names replaced by invented ones of their kind, the same one everywhere.
Passage WithOtherNames(const Passage& passage, size_t percent, const NameInventor& inventor, Random& random);

// The same passage as a headline: capitals for every longer word, or for every letter.
Passage InTitleCase(const Passage& passage);
Passage InCapitals(const Passage& passage);

}  // namespace tearsheet
