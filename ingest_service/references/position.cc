#include "ingest_service/references/position.h"

#include "ingest_service/references/grammar_words.h"

namespace tearsheet {
namespace {

// Words between the start of a noun phrase and the name that it ends with: "the Osaka drugmaker X".
constexpr int kMostModifiers = 6;

bool IsDeterminer(std::string_view word) {
  return word == "the" || word == "a" || word == "an" || word == "its" || word == "his" || word == "their" ||
         word == "her" || word == "this" || word == "both";
}

bool IsInverted(std::string_view word) {
  return word == "would" || word == "will" || word == "did" || word == "does" || word == "can" ||
         word == "could" || word == "should" || word == "nor";
}

// First token of the noun phrase that `mention` ends.
int PhraseStart(const Document& document, const DocumentMention& mention, int sentence_start) {
  int t = mention.first_token;
  if (mention.reference) return t;
  for (int back = 1; back <= kMostModifiers && t > sentence_start; ++back) {
    const Token& before = document.tokens[t - 1];
    if (IsDeterminer(before.lower)) return t - 1;
    if ((before.kind != Token::kWord && before.lower != "-") || IsFunctionWord(before.lower) ||
        IsFiniteVerb(before.lower))
      return t;
    --t;
  }
  return t;
}

bool IsGerund(std::string_view word) { return word.size() > 5 && word.substr(word.size() - 3) == "ing"; }

}  // namespace

Position PositionOf(const Document& document, const DocumentMention& mention) {
  const Sentence& sentence = document.sentences[mention.sentence];
  const int start = PhraseStart(document, mention, sentence.first_token);
  if (mention.possessive)
    return start == sentence.first_token ? Position::kSubjectOwner : Position::kPossessor;
  if (start == sentence.first_token) return Position::kSubject;
  const std::string_view before = document.tokens[start - 1].lower;
  const std::string_view after =
      mention.end_token < sentence.end_token ? document.tokens[mention.end_token].lower : std::string_view();
  if (IsSubordinator(before) && !(IsPreposition(before) && !IsFiniteVerb(after))) return Position::kSubject;
  if (IsPreposition(before)) return Position::kOblique;
  // "Why would Acme bother?"
  if (IsInverted(before)) return Position::kSubject;
  if (IsFiniteVerb(after)) return Position::kSubject;
  const Token& mark = document.tokens[start - 1];
  // "On Monday, Acme …": after a comma and before another one stands an apposition or a subject.
  if (mark.kind == Token::kPunctuation) return after == "," ? Position::kSubject : Position::kObject;
  if (before == "and") return Position::kSubject;
  return Position::kObject;
}

std::vector<int> ClauseBoundaries(const Document& document, int first, int end) {
  std::vector<int> found;
  for (int t = end - 1; t >= first; --t) {
    const std::string_view word = document.tokens[t].lower;
    // "Acme fell after selling it": still Acme's clause.
    if (IsSubordinator(word) && t + 1 < end && IsGerund(document.tokens[t + 1].lower)) continue;
    const bool last = t + 1 == end;
    // "…, and it": another subject.
    if (word == ";" || word == ":" || word == "\"" || (IsSubordinator(word) && word != "as") ||
        IsSayingVerb(word) || (last && (word == "and" || word == "as" || word == "or" || word == ",")))
      found.push_back(t);
  }
  return found;
}

bool HasBoundaryAfter(const Document& document, const std::vector<int>& boundaries, int end) {
  for (const int t : boundaries) {
    if (t < end) return false;
    // "Acme, which owns it": still Acme's clause.
    const std::string_view word = document.tokens[t].lower;
    if (t > end + 1 || (word != "which" && word != "who")) return true;
  }
  return false;
}

}  // namespace tearsheet
