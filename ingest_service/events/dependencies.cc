#include "ingest_service/events/dependencies.h"

namespace tearsheet {
namespace {

SyntaxToken::Unit UnitOf(const DocumentMention& mention) {
  switch (mention.kind) {
    case v1::AMOUNT:
      return SyntaxToken::kAmount;
    case v1::PERCENT:
      return SyntaxToken::kPercent;
    case v1::QUANTITY:
      return SyntaxToken::kQuantity;
    case v1::TIME:
      return SyntaxToken::kTime;
    case v1::TERM:
      return SyntaxToken::kTerm;
    default:
      // "the company", "it": words like others.
      return mention.reference ? SyntaxToken::kWord : SyntaxToken::kName;
  }
}

}  // namespace

std::vector<Dependency> ParseWindow(const Document& document, const TaggedWindow& window,
                                    SentenceParser& parser) {
  const int size = window.size();
  std::vector<SyntaxToken> words;
  words.reserve(static_cast<size_t>(size));
  // First token of each word, and word of each token.
  std::vector<int> starts;
  starts.reserve(static_cast<size_t>(size));
  std::vector<int> word_of(static_cast<size_t>(size));
  for (int i = 0; i < size; ++i) {
    const int mention = window.mention[i];
    const SyntaxToken::Unit unit = mention < 0 ? SyntaxToken::kWord : UnitOf(document.mentions[mention]);
    const bool goes_on = unit != SyntaxToken::kWord && i > 0 && mention == window.mention[i - 1];
    if (!goes_on) {
      const Token& token = document.tokens[window.window.first + i];
      starts.push_back(i);
      words.push_back({token.lower, token.capitalised, token.all_caps, unit});
    }
    word_of[i] = static_cast<int>(words.size()) - 1;
  }
  parser.Parse(words);
  std::vector<Dependency> found(static_cast<size_t>(size));
  for (int i = 0; i < size; ++i) {
    const int head = parser.head(word_of[i]);
    found[i] = {head < 0 ? -1 : starts[head], parser.relation(word_of[i])};
  }
  return found;
}

}  // namespace tearsheet
