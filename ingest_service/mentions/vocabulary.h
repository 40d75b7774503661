// Words <-> small numbers, and phrases of words.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/types/span.h"

namespace tearsheet {

// Number of a word; kNoWord is none.
using WordId = uint32_t;
inline constexpr WordId kNoWord = 0;

// Numbers words from 1 on. Reading is thread-safe once all words are added.
class Vocabulary {
 public:
  // The number of `word`, which is new or known. Words are in lower case, as Token::lower.
  WordId Add(std::string_view word);

  // kNoWord when `word` is unknown. Does not allocate.
  WordId Find(std::string_view word) const;

  // Makes room for `words` words.
  void Reserve(size_t words) { ids_.reserve(words); }

  // Adds the words of `phrase`, split as the tokenizer splits an article.
  std::vector<WordId> AddPhrase(std::string_view phrase);

  // One more than the greatest number.
  size_t size() const { return ids_.size() + 1; }

 private:
  absl::flat_hash_map<std::string, WordId> ids_;
};

// Phrases with a value each; finds the longest that starts at a place. Reading is thread-safe once all are
// added.
class PhraseTable {
 public:
  static constexpr int32_t kNone = -1;

  struct Match {
    // Words; 0 when no phrase starts there.
    int32_t length = 0;
    int32_t value = kNone;
  };

  // Maps `words`, at least one, to `value`, which is not negative. Returns the value that was there before,
  // or kNone; the new one replaces it.
  int32_t Add(absl::Span<const WordId> words, int32_t value);

  // Makes room for phrases that have `beginnings` different beginnings.
  void Reserve(size_t beginnings) {
    next_.reserve(beginnings);
    values_.reserve(beginnings);
  }

  // Whether some phrase starts with `word`.
  bool Starts(WordId word) const { return word < starts_.size() && starts_[word]; }

  // The longest phrase that `words` begins with. Takes time in its length; does not allocate.
  Match Longest(absl::Span<const WordId> words) const;

  // The value of exactly `words`, or kNone.
  int32_t Find(absl::Span<const WordId> words) const;

 private:
  // A node of the trie per beginning of a phrase; 0 is the root. The key is (node, word).
  static uint64_t Key(uint32_t node, WordId word) { return (uint64_t{node} << 32) | word; }

  absl::flat_hash_map<uint64_t, uint32_t> next_;
  // Whether a phrase starts with the word; by WordId. Most words of a text start none.
  std::vector<bool> starts_;
  std::vector<int32_t> values_ = {kNone};
};

}  // namespace tearsheet
