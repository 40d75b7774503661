#include "ingest_service/mentions/reference_finder.h"

#include <algorithm>
#include <array>

namespace tearsheet {

namespace {

// Words between "the" and the noun: "the San Francisco based artificial intelligence company" is longer than
// any.
constexpr int32_t kMostAdjectives = 4;

constexpr std::array kPronouns =
    std::to_array<std::string_view>({"he", "her", "him", "his", "it", "its", "she", "their", "them", "they"});
constexpr std::array kPossessives = std::to_array<std::string_view>({"her", "his", "its", "their"});

template <size_t n>
bool Contains(const std::array<std::string_view, n>& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

DocumentMention MakeReference(int32_t first, int32_t end) {
  DocumentMention mention;
  mention.kind = v1::ENTITY;
  mention.first_token = first;
  mention.end_token = end;
  mention.reference = true;
  return mention;
}

// "the two", "both" where no noun follows that is something else ("the two chips").
bool StandsAlone(const TokenView& tokens, int32_t end) {
  if (!tokens.Has(end)) return true;
  const Token& next = tokens.At(end);
  if (next.kind == Token::kPunctuation) return true;
  static constexpr std::array kVerbs = std::to_array<std::string_view>(
      {"have", "had",   "are", "were",   "will",      "would",  "said", "agreed", "declined", "plan",
       "did",  "could", "may", "signed", "announced", "expect", "also", "to",     "on",       "in"});
  return Contains(kVerbs, next.lower);
}

// Nouns that often stand before another one ("the rival proposal"): they refer only where the phrase ends.
bool EndsPhrase(const TokenView& tokens, int32_t noun) {
  static constexpr std::array kModifiers = std::to_array<std::string_view>(
      {"rival",    "client", "customer", "partner", "target", "investor", "platform",
       "exchange", "agency", "unit",     "bank",    "fund",   "company",  "group",
       "airline",  "search", "studio",   "utility", "parent", "operator"});
  if (!Contains(kModifiers, tokens.Lower(noun)) || !tokens.Has(noun + 1)) return true;
  const Token& next = tokens.At(noun + 1);
  if (next.kind != Token::kWord || next.capitalised || next.lower.front() == '\'') return true;
  if (!tokens.IsName(noun + 1, kIsCommon)) return true;
  static constexpr std::array kFollowers = std::to_array<std::string_view>(
      {"a",      "about", "after",  "also",  "and",   "are",   "as",    "at",    "be",        "because",
       "before", "but",   "by",     "can",   "could", "did",   "does",  "for",   "from",      "had",
       "has",    "have",  "if",     "in",    "into",  "is",    "it",    "may",   "might",     "must",
       "now",    "of",    "on",     "once",  "or",    "over",  "said",  "says",  "should",    "since",
       "sold",   "still", "than",   "that",  "the",   "then",  "to",    "told",  "until",     "was",
       "were",   "when",  "which",  "while", "who",   "whose", "will",  "with",  "would",     "plans",
       "made",   "makes", "bought", "paid",  "last",  "this",  "next",  "today", "yesterday", "not",
       "itself", "took",  "won",    "lost",  "held",  "built", "behind"});
  if (Contains(kFollowers, next.lower)) return true;
  const std::string_view word = next.lower;
  return word.size() > 3 && (word.substr(word.size() - 2) == "ed" || word.substr(word.size() - 2) == "ly" ||
                             (word.back() == 's' && tokens.IsName(noun + 1, kIsOrgAfter)));
}

}  // namespace

std::optional<DocumentMention> ReadReferenceMention(const TokenView& tokens, int32_t at) {
  const std::string_view word = tokens.Lower(at);
  if (word.size() < 2 || word.size() > 5 || tokens.At(at).all_caps) return std::nullopt;
  if (Contains(kPronouns, word)) {
    DocumentMention mention = MakeReference(at, at + 1);
    mention.possessive = Contains(kPossessives, word) && !(word == "her" && !tokens.Has(at + 1));
    return mention;
  }
  if (word != "the" && word != "this" && word != "that" && word != "both" && word != "these")
    return std::nullopt;
  for (int32_t i = at + 1; i <= at + 1 + kMostAdjectives && tokens.Has(i); ++i) {
    const Token& token = tokens.At(i);
    // "the company": the last of several such nouns counts ("the startup investor").
    if (tokens.IsName(i, kIsReferenceNoun) && !token.capitalised && !tokens.IsName(i + 1, kIsReferenceNoun) &&
        EndsPhrase(tokens, i) && !(tokens.IsDash(i + 1) && tokens.Glued(i + 1))) {
      return MakeReference(at, i + 1);
    }
    const bool number = tokens.Is(i, kIsCardinal) && i == at + 1;
    if (number && word == "the" && (token.lower == "two") && StandsAlone(tokens, i + 1)) {
      return MakeReference(at, i + 1);
    }
    const bool part = number || tokens.IsName(i, kIsReferenceAdjective | kIsReferenceNoun | kIsNationality) ||
                      tokens.IsDash(i) || (token.capitalised && token.kind == Token::kWord) ||
                      (tokens.Glued(i) && tokens.IsDash(i - 1)) || token.lower == "based" ||
                      (tokens.IsDash(i + 1) && tokens.Glued(i + 1));
    if (!part) break;
  }
  if (word == "both" && StandsAlone(tokens, at + 1)) return MakeReference(at, at + 1);
  return std::nullopt;
}

}  // namespace tearsheet
