#include "ingest_service/mentions/reference_finder.h"

#include <algorithm>
#include <array>

#include "common/word_set.h"

namespace tearsheet {

namespace {

// Words of a description: "the San Francisco based artificial intelligence company" is longer than most.
constexpr int32_t kMostWords = 8;

constexpr std::array kPronouns =
    std::to_array<std::string_view>({"he", "her", "him", "his", "it", "its", "she", "their", "them", "they"});
constexpr std::array kPossessives = std::to_array<std::string_view>({"her", "his", "its", "their"});
constexpr std::array kNumbers = std::to_array<std::string_view>({"two", "three", "four"});

template <size_t n>
bool Contains(const std::array<std::string_view, n>& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

bool EndsIn(std::string_view word, std::string_view end) {
  return word.size() > end.size() + 1 && word.substr(word.size() - end.size()) == end;
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
      {"have",     "had",       "are",     "were",      "will",    "would",     "said",     "agreed",
       "declined", "plan",      "did",     "could",     "may",     "signed",    "expect",   "also",
       "to",       "on",        "in",      "for",       "has",     "is",        "was",      "announced",
       "say",      "responded", "hope",    "want",      "replied", "must",      "can",      "should",
       "might",    "do",        "does",    "confirmed", "denied",  "commented", "answered", "describe",
       "deny",     "plan",      "intend",  "believe",   "argue",   "agree",     "share",    "compete",
       "make",     "sell",      "refused", "had",       "then",    "now",       "of"});
  return Contains(kVerbs, next.lower);
}

// Words that end a noun phrase or go on after it.
bool IsFunctionWord(std::string_view word) {
  static constexpr auto kWords = MakeWordSet(
      {"a",      "about", "after",   "against", "all",     "an",     "and",   "any",   "are",   "as",
       "at",     "be",    "because", "been",    "before",  "behind", "being", "but",   "by",    "can",
       "could",  "did",   "do",      "does",    "down",    "during", "each",  "for",   "from",  "had",
       "has",    "have",  "he",      "her",     "his",     "how",    "if",    "in",    "into",  "is",
       "it",     "its",   "may",     "might",   "must",    "no",     "not",   "now",   "of",    "off",
       "on",     "once",  "or",      "our",     "out",     "over",   "said",  "says",  "shall", "she",
       "should", "since", "so",      "some",    "than",    "that",   "the",   "their", "them",  "then",
       "these",  "they",  "this",    "those",   "through", "to",     "told",  "under", "until", "up",
       "was",    "we",    "were",    "what",    "when",    "where",  "which", "while", "who",   "whom",
       "whose",  "why",   "will",    "with",    "without", "would",  "you",   "your"});
  return kWords.Has(word) || word == "'s" || word == "n't";
}

// Whether a description that ends with the noun at `noun` stands for somebody, and is no part of a longer
// phrase ("the rival proposal", "the airline industry"): what follows is a mark, a verb or a function word.
bool EndsPhrase(const TokenView& tokens, int32_t noun, bool plural, bool often_modifies) {
  if (!tokens.Has(noun + 1)) return true;
  const Token& next = tokens.At(noun + 1);
  if (next.lower == "-" && tokens.Glued(noun + 1)) return false;
  if (next.kind != Token::kWord || next.lower.front() == '\'') return true;
  if (next.capitalised || IsFunctionWord(next.lower)) return true;
  static constexpr std::array kNouns = std::to_array<std::string_view>(
      {"accounts", "assets",   "bonds",      "business", "businesses", "chief",   "customers", "deals",
       "deposits", "earnings", "executives", "fees",     "flights",    "holding", "index",     "industry",
       "loans",    "market",   "markets",    "merger",   "officials",  "plants",  "products",  "profits",
       "results",  "sales",    "sector",     "services", "shares",     "stocks",  "stores",    "systems",
       "takeover", "unit",     "units",      "workers"});
  if (Contains(kNouns, next.lower)) return false;
  if (plural || !often_modifies) return true;
  static constexpr std::array kFollowers = std::to_array<std::string_view>(
      {"also", "became", "began", "bought", "broke", "built", "came",     "chose",  "cut",   "drew",
       "fell", "found",  "gave",  "got",    "grew",  "held",  "hit",      "itself", "kept",  "last",
       "left", "led",    "lent",  "lost",   "made",  "met",   "next",     "paid",   "put",   "ran",
       "rose", "saw",    "sent",  "set",    "shut",  "sold",  "spent",    "still",  "stood", "struck",
       "sued", "today",  "took",  "went",   "won",   "wrote", "yesterday"});
  if (Contains(kFollowers, next.lower)) return true;
  return EndsIn(next.lower, "ed") || EndsIn(next.lower, "ly") ||
         (next.lower.back() == 's' && !EndsIn(next.lower, "ss"));
}

// Nouns that often stand before another one.
bool OftenModifies(std::string_view noun) {
  static constexpr std::array kNouns = std::to_array<std::string_view>(
      {"agency",      "airline", "airport", "app",        "bank",     "carrier",  "chain",      "chip",
       "client",      "company", "court",   "device",     "drug",     "exchange", "executive",  "fintech",
       "franchise",   "fund",    "game",    "government", "group",    "hospital", "investor",   "lab",
       "machine",     "manager", "model",   "network",    "operator", "parent",   "phone",      "platform",
       "product",     "railway", "rival",   "search",     "server",   "service",  "studio",     "subsidiary",
       "supermarket", "system",  "target",  "telecom",    "union",    "unit",     "university", "utility",
       "vaccine",     "venture"});
  return Contains(kNouns, noun);
}

// "the two companies", "both lenders", "neither side": the token after it, or -1.
int32_t PluralEnd(const TokenView& tokens, int32_t at) {
  const std::string_view word = tokens.Lower(at);
  static constexpr std::array kNouns = std::to_array<std::string_view>({"sides", "side", "parties", "party"});
  return Contains(kNouns, word) ? at + 1 : -1;
}

}  // namespace

std::optional<DocumentMention> ReadReferenceMention(const TokenView& tokens, int32_t at,
                                                    const Descriptions& descriptions) {
  const std::string_view word = tokens.Lower(at);
  if (word.size() < 2 || word.size() > 7 || tokens.At(at).all_caps) return std::nullopt;
  if (Contains(kPronouns, word)) {
    DocumentMention mention = MakeReference(at, at + 1);
    mention.possessive = Contains(kPossessives, word) && !(word == "her" && !tokens.Has(at + 1));
    return mention;
  }
  const bool both = word == "both" || word == "neither";
  if (word != "the" && word != "this" && word != "that" && word != "these" && !both) return std::nullopt;
  int32_t from = at + 1;
  if (word == "the" && (tokens.Lower(from) == "former" || tokens.Lower(from) == "latter") &&
      StandsAlone(tokens, from + 1)) {
    return MakeReference(at, from + 1);
  }
  const bool counted = word == "the" && Contains(kNumbers, tokens.Lower(from));
  if (counted) ++from;
  if ((both || counted) && PluralEnd(tokens, from) > 0) return MakeReference(at, PluralEnd(tokens, from));
  if (word == "the" &&
      ((tokens.Lower(from) == "pair" && tokens.Lower(from + 1) != "of") || tokens.Lower(from) == "duo" ||
       tokens.Lower(from) == "sides" || tokens.Lower(from) == "parties")) {
    return MakeReference(at, from + 1);
  }
  for (int32_t i = from; i <= at + kMostWords && tokens.Has(i); ++i) {
    const Token& token = tokens.At(i);
    if (tokens.IsDash(i) && tokens.Glued(i)) continue;
    if (token.kind != Token::kWord && token.kind != Token::kNumber) break;
    if (IsFunctionWord(token.lower)) break;
    int length = 0;
    bool plural = false;
    const Meaning* meaning =
        token.capitalised ? nullptr
                          : descriptions.Longest(tokens.document().tokens, i, tokens.end(), length, plural);
    if (meaning == nullptr || !meaning->IsHead()) continue;
    // "the company", and the last of several such nouns ("the startup investor").
    const int32_t last = i + length - 1;
    int more = 0;
    bool several = false;
    const Meaning* next =
        tokens.Has(last + 1) && !tokens.At(last + 1).capitalised
            ? descriptions.Longest(tokens.document().tokens, last + 1, tokens.end(), more, several)
            : nullptr;
    if (next != nullptr && next->IsHead()) continue;
    if (EndsPhrase(tokens, last, plural, OftenModifies(tokens.Lower(last))))
      return MakeReference(at, last + 1);
    i = last;
  }
  if ((both || counted) && StandsAlone(tokens, from)) return MakeReference(at, from);
  return std::nullopt;
}

}  // namespace tearsheet
