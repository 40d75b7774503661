#include "ingest_service/mentions/vocabulary.h"

#include "common/strings.h"
#include "ingest_service/text/tokenizer.h"

namespace tearsheet {

WordId Vocabulary::Add(std::string_view word) {
  const auto known = ids_.find(Absl(word));
  if (known != ids_.end()) return known->second;
  return ids_.try_emplace(std::string(word), static_cast<WordId>(ids_.size() + 1)).first->second;
}

WordId Vocabulary::Find(std::string_view word) const {
  const auto found = ids_.find(Absl(word));
  return found == ids_.end() ? kNoWord : found->second;
}

std::vector<WordId> Vocabulary::AddPhrase(std::string_view phrase) {
  std::string plain;
  plain.reserve(phrase.size());
  std::vector<Token> tokens;
  Tokenize(phrase, {}, plain, tokens);
  std::vector<WordId> words;
  words.reserve(tokens.size());
  for (const Token& token : tokens) words.push_back(Add(token.lower));
  return words;
}

int32_t PhraseTable::Add(absl::Span<const WordId> words, int32_t value) {
  if (words[0] >= starts_.size()) starts_.resize(words[0] + 1);
  starts_[words[0]] = true;
  uint32_t node = 0;
  for (const WordId word : words) {
    const auto [entry, is_new] = next_.try_emplace(Key(node, word), static_cast<uint32_t>(values_.size()));
    if (is_new) values_.push_back(kNone);
    node = entry->second;
  }
  const int32_t before = values_[node];
  values_[node] = value;
  return before;
}

PhraseTable::Match PhraseTable::Longest(absl::Span<const WordId> words) const {
  Match best;
  if (words.empty() || !Starts(words[0])) return best;
  uint32_t node = 0;
  int32_t length = 0;
  for (const WordId word : words) {
    const auto found = next_.find(Key(node, word));
    if (found == next_.end()) break;
    node = found->second;
    ++length;
    if (values_[node] != kNone) best = {length, values_[node]};
  }
  return best;
}

int32_t PhraseTable::Find(absl::Span<const WordId> words) const {
  const Match match = Longest(words);
  return match.length == static_cast<int32_t>(words.size()) ? match.value : kNone;
}

}  // namespace tearsheet
