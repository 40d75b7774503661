// The names of a document as the model sees them, sentence by sentence.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "ingest_service/document.h"
#include "ingest_service/mentions/catalogue.h"
#include "ingest_service/mentions/name_features.h"
#include "ingest_service/mentions/name_model.h"
#include "ingest_service/mentions/name_span.h"
#include "ingest_service/mentions/token_view.h"

namespace tearsheet {

// Borrows everything. Linear in the number of tokens.
class NameLabels {
 public:
  NameLabels(const Catalogue& catalogue, const Document& document);

  // Labels the tokens of a sentence; At and NameEnd hold for the sentences read so far.
  void Read(const TokenView& tokens, Capitals capitals);

  NameLabel At(int32_t token) const { return labels_[token]; }
  // One past the name that begins at `token`, at most 14 tokens on, or `token` where none does.
  int32_t NameEnd(int32_t token) const;
  // How well each kind of entity fits the tokens [first, end) of the sentence read last, in the order of
  // NameLabel: organisation, person, place, thing. Zero for tokens that cannot be part of names.
  KindScores KindsOf(int32_t first, int32_t end) const;

 private:
  NameFeatureReader reader_;
  std::vector<NameLabel> labels_;
  std::vector<NameFeatures> features_;
  // Scores of the tokens of the last sentence, from its first on.
  int32_t first_ = 0;
  std::vector<LabelScores> scores_;
  LabelWork work_;
};

}  // namespace tearsheet
