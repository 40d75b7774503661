// Passages as the model reads them: tokens of the extractor, their features, their labels.
#pragma once

#include <string_view>
#include <vector>

#include "ingest_service/mentions/catalogue.h"
#include "ingest_service/mentions/lexicon.h"
#include "training/names/passage.h"
#include "training/names/perceptron.h"

namespace tearsheet {

// Appends the runs of `passage`. Names that do not begin and end where tokens do, and adjectives of nations,
// are no names.
void AppendRuns(const Passage& passage, const Catalogue& catalogue, const Lexicon& lexicon,
                std::vector<LabelledRun>& runs);

// Names found, right and wanted, of each NameKind; and of any kind, by their spans alone.
struct NameCounts {
  static constexpr size_t kKinds = 4;
  struct Count {
    int found = 0;
    int right = 0;
    int wanted = 0;
  };
  Count of_kind[kKinds];
  Count spans;
};

// Compares the labels of a run with those that are right.
void CountNames(const std::vector<NameLabel>& found, const std::vector<NameLabel>& right, NameCounts& counts);

}  // namespace tearsheet
