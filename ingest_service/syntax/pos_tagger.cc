#include "ingest_service/syntax/pos_tagger.h"

namespace tearsheet {

Pos PosOfUnit(SyntaxToken::Unit unit) {
  switch (unit) {
    case SyntaxToken::kWord:
      return Pos::kNone;
    case SyntaxToken::kName:
      return Pos::kProperNoun;
    case SyntaxToken::kAmount:
      return Pos::kAmount;
    case SyntaxToken::kPercent:
      return Pos::kPercent;
    case SyntaxToken::kQuantity:
      return Pos::kQuantity;
    case SyntaxToken::kTime:
      return Pos::kTime;
    case SyntaxToken::kTerm:
      return Pos::kTerm;
  }
  return Pos::kNone;
}

void TagWords(const TagTable& table, absl::Span<const SyntaxToken> tokens, absl::Span<const WordForm> forms,
              std::vector<Pos>& tags) {
  tags.resize(tokens.size());
  for (int i = 0; i < static_cast<int>(tokens.size()); ++i) {
    tags[i] = PosOfUnit(tokens[i].unit);
    if (tags[i] != Pos::kNone) continue;
    TagTable::Scores scores = {};
    TagFeatures(forms, absl::MakeConstSpan(tags), i, [&](uint64_t hash) { table.Add(hash, scores); });
    tags[i] = static_cast<Pos>(TagTable::Best(scores));
  }
}

}  // namespace tearsheet
