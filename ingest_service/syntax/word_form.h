// What tagger and parser see of a word: hashes of its form and shape. The same on every machine.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "absl/types/span.h"
#include "ingest_service/syntax/syntax_token.h"

namespace tearsheet {

struct WordForm {
  // The whole word, its last three and last two letters.
  uint32_t word = 0;
  uint32_t suffix3 = 0;
  uint32_t suffix2 = 0;
  // The word where the model knows it, else its end and shape: what the parser tells words apart by.
  uint32_t lexeme = 0;
  uint8_t shape = 0;
};

// Hash of a word; digits count as one.
uint32_t WordHash(std::string_view lower);

// The words that a model knows: a set of hashes. Immutable and therefore thread-safe.
class KnownWords {
 public:
  KnownWords() : KnownWords(std::vector<uint32_t>()) {}
  explicit KnownWords(std::vector<uint32_t> hashes);

  bool Has(uint32_t hash) const {
    for (size_t slot = hash & mask_; slots_[slot] != 0; slot = (slot + 1) & mask_) {
      if (slots_[slot] == hash) return true;
    }
    return false;
  }
  // In ascending order.
  const std::vector<uint32_t>& hashes() const { return hashes_; }

 private:
  std::vector<uint32_t> hashes_;
  std::vector<uint32_t> slots_;
  size_t mask_ = 0;
};

// Fills `forms`, one per token. Does not allocate when `forms` is large enough. Linear.
void ReadWordForms(absl::Span<const SyntaxToken> tokens, const KnownWords& known,
                   std::vector<WordForm>& forms);

}  // namespace tearsheet
