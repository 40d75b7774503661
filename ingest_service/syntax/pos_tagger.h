// Gives every word its part of speech, from left to right, by an averaged perceptron.
#pragma once

#include <vector>

#include "absl/types/span.h"
#include "ingest_service/syntax/feature_table.h"
#include "ingest_service/syntax/syntax_token.h"
#include "ingest_service/syntax/tags.h"
#include "ingest_service/syntax/word_form.h"

namespace tearsheet {

using TagTable = FeatureTable<kTaggedPos>;

// What a unit counts as, or kNone for a plain word.
Pos PosOfUnit(SyntaxToken::Unit unit);

// Calls `sink` with the hash of each feature of word `i`. Tags to its left are known.
template <class Sink>
void TagFeatures(absl::Span<const WordForm> forms, absl::Span<const Pos> tags, int i, const Sink& sink) {
  const int n = static_cast<int>(forms.size());
  static constexpr WordForm kOutside;
  const WordForm& w = forms[i];
  const WordForm& before = i > 0 ? forms[i - 1] : kOutside;
  const WordForm& before2 = i > 1 ? forms[i - 2] : kOutside;
  const WordForm& next = i + 1 < n ? forms[i + 1] : kOutside;
  const WordForm& next2 = i + 2 < n ? forms[i + 2] : kOutside;
  const auto tag1 = static_cast<uint64_t>(i > 0 ? tags[i - 1] : Pos::kNone);
  const auto tag2 = static_cast<uint64_t>(i > 1 ? tags[i - 2] : Pos::kNone);
  sink(FeatureHash(1, w.word));
  sink(FeatureHash(2, w.suffix3, w.shape));
  sink(FeatureHash(3, w.suffix2, tag1));
  sink(FeatureHash(4, w.shape, tag1));
  sink(FeatureHash(5, before.word));
  sink(FeatureHash(6, next.word));
  sink(FeatureHash(7, before2.word));
  sink(FeatureHash(8, next2.word));
  sink(FeatureHash(9, tag1, tag2));
  sink(FeatureHash(10, w.word, tag1));
  sink(FeatureHash(11, w.word, next.word));
  sink(FeatureHash(12, w.word, before.word));
  sink(FeatureHash(13, next.suffix3, next.shape));
  sink(FeatureHash(14, before.suffix3));
  sink(FeatureHash(15, w.suffix3, next.suffix2));
  sink(FeatureHash(16, w.word, tag1, tag2));
  sink(FeatureHash(17, tag1, next.word));
  sink(FeatureHash(18, w.lexeme, next.suffix3));
}

// Fills `tags`, one per word. Linear; does not allocate when `tags` is large enough.
void TagWords(const TagTable& table, absl::Span<const SyntaxToken> tokens, absl::Span<const WordForm> forms,
              std::vector<Pos>& tags);

}  // namespace tearsheet
