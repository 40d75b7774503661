// The tokens of one sentence with what the lexicon knows of them: what all recognisers read.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "absl/types/span.h"
#include "ingest_service/document.h"
#include "ingest_service/mentions/lexicon.h"
#include "ingest_service/mentions/vocabulary.h"

namespace tearsheet {

// Borrows everything. Positions are indexes into Document::tokens; beyond the sentence there are no words and
// no flags.
class TokenView {
 public:
  // `words` has the number of each token of the document.
  TokenView(const Document& document, const std::vector<WordId>& words, const Lexicon& lexicon, int32_t first,
            int32_t end)
      : document_(document), words_(words), lexicon_(lexicon), first_(first), end_(end) {}

  int32_t first() const { return first_; }
  int32_t end() const { return end_; }
  const Lexicon& lexicon() const { return lexicon_; }
  const Document& document() const { return document_; }

  bool Has(int32_t i) const { return i >= first_ && i < end_; }
  const Token& At(int32_t i) const { return document_.tokens[i]; }
  std::string_view Lower(int32_t i) const { return Has(i) ? At(i).lower : std::string_view(); }
  bool IsNumber(int32_t i) const { return Has(i) && At(i).kind == Token::kNumber; }
  // No white space between token `i` and the one before it.
  bool Glued(int32_t i) const { return Has(i) && i > first_ && !At(i).space_before; }
  bool IsDash(int32_t i) const { return Has(i) && At(i).lower == "-"; }

  WordId Id(int32_t i) const { return Has(i) ? words_[i] : kNoWord; }
  const WordInfo& Word(int32_t i) const { return lexicon_.Word(Id(i)); }
  bool Is(int32_t i, uint32_t flags) const { return Word(i).Is(flags); }

  bool IsName(int32_t i, uint32_t flags) const { return Word(i).IsName(flags); }

  // The longest phrase of `table` that starts at `i`, within the sentence.
  PhraseTable::Match Longest(const PhraseTable& table, int32_t i) const {
    return LongestUpTo(table, i, end_);
  }

  // The same within the tokens before `end`, which is at most the sentence's.
  PhraseTable::Match LongestUpTo(const PhraseTable& table, int32_t i, int32_t end) const {
    if (!Has(i)) return {};
    return table.Longest(absl::MakeConstSpan(words_).subspan(i, end - i));
  }

 private:
  const Document& document_;
  const std::vector<WordId>& words_;
  const Lexicon& lexicon_;
  int32_t first_;
  int32_t end_;
};

}  // namespace tearsheet
