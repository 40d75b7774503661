// Gives every token of a sentence its part of speech, by the word classes of the grammar and its neighbours.
#pragma once

#include <cstdint>
#include <vector>

#include "ingest_service/document.h"
#include "ingest_service/events/grammar.h"

namespace tearsheet {

enum class Tag : uint8_t {
  kNoun,    // also whatever is not known
  kName,    // part of an entity mention, resolved or not
  kNumber,  // part of an amount, percentage or quantity, or a bare number
  kTerm,
  kTime,
  kVerb,
  kAuxiliary,
  kModal,
  kNegation,
  kTo,  // before an infinitive
  kDeterminer,
  kAdjective,
  kAdverb,
  kPronoun,
  kPreposition,
  kConjunction,
  kSubordinator,
  kRelative,
  kPossessive,  // 's
  kComma,
  kStop,  // ; : and sentence ends
  kDash,
  kOpen,
  kClose,
  kQuote,
};

// A run of tokens that is analysed as one: a sentence, or a piece of an overlong one.
struct Window {
  int first = 0;
  int end = 0;
};

// Words and tags of the tokens of a window; index 0 is the token `window.first`.
struct TaggedWindow {
  Window window;
  std::vector<const Word*> words;
  std::vector<Tag> tags;
  // Index of the document mention that covers the token, or -1.
  std::vector<int> mention;

  int size() const { return window.end - window.first; }
};

// `first_mention` is the index of the first mention that may stand in the window. Linear in the window.
TaggedWindow TagWindow(const Grammar& grammar, const Document& document, Window window, int first_mention);

}  // namespace tearsheet
