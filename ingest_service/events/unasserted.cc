#include "ingest_service/events/unasserted.h"

#include <algorithm>
#include <string_view>

namespace tearsheet {
namespace {

// Tokens at the start of a sentence that tell what kind of sentence it is.
constexpr int kStart = 12;

bool StartsSupposition(const Document& document, const Sentence& sentence) {
  const auto word = [&](int i) {
    return sentence.first_token + i < sentence.end_token ? document.tokens[sentence.first_token + i].lower
                                                         : std::string_view();
  };
  if (word(0) == "suppose" || word(0) == "imagine" || word(0) == "picture") return true;
  if (word(0) == "assume") return true;
  if (word(0) == "let" && (word(1) == "'s" || word(1) == "us"))
    return word(2) == "say" || word(2) == "suppose" || word(2) == "imagine" || word(2) == "assume";
  return (word(0) == "say" && (word(1) == "that" || word(1) == "you")) ||
         (word(0) == "consider" && word(1) == "a");
}

bool StartsCorrection(const Document& document, const Sentence& sentence) {
  const int end = std::min(sentence.end_token, sentence.first_token + kStart);
  for (int t = sentence.first_token; t < end; ++t) {
    const std::string_view word = document.tokens[t].lower;
    const std::string_view next = t + 1 < end ? document.tokens[t + 1].lower : std::string_view();
    if ((word == "earlier" || word == "previous" || word == "original") && next == "version") return true;
    if (t == sentence.first_token && (word == "correction" || word == "corrects" || word == "clarification"))
      return true;
    // "An earlier report wrongly said", "the story misstated"
    if (word == "misstated" || ((word == "wrongly" || word == "incorrectly") && !next.empty())) return true;
  }
  return false;
}

}  // namespace

Unasserted::Unasserted(const Document& document)
    : withdrawn_(document.sentences.size()), supposed_(document.sentences.size()) {
  for (size_t s = 0; s < document.sentences.size(); ++s) {
    withdrawn_[s] = StartsCorrection(document, document.sentences[s]);
    supposed_[s] = StartsSupposition(document, document.sentences[s]);
  }
  std::vector<bool> met(document.entities.size());
  for (const DocumentMention& mention : document.mentions) {
    if (mention.reference) continue;
    for (const int e : mention.entities) {
      if (!met[e] && supposed_[mention.sentence] && document.entities[e].provisional())
        imaginary_.push_back(document.entities[e].entity_id());
      met[e] = true;
    }
  }
}

bool Unasserted::Drops(const Assertion& assertion) const {
  if (withdrawn_[assertion.sentence] || supposed_[assertion.sentence]) return true;
  if (imaginary_.empty()) return false;
  return std::any_of(assertion.event.participants().begin(), assertion.event.participants().end(),
                     [&](const v1::Participant& p) {
                       return std::find(imaginary_.begin(), imaginary_.end(), p.entity_id()) !=
                              imaginary_.end();
                     });
}

}  // namespace tearsheet
