#include "ingest_service/references/grammar_words.h"

#include "common/word_set.h"

namespace tearsheet {
namespace {

constexpr auto kPrepositions =
    MakeWordSet({"about",   "across",  "against", "alongside", "among", "at",     "between", "by",
                 "despite", "during",  "for",     "from",      "in",    "inside", "into",    "like",
                 "near",    "of",      "off",     "on",        "onto",  "over",   "through", "to",
                 "toward",  "towards", "under",   "upon",      "via",   "with",   "within",  "without"});

constexpr auto kSubordinators =
    MakeWordSet({"after",   "although", "as",    "because", "before", "but",   "how",  "if",   "once",
                 "since",   "so",       "that",  "though",  "unless", "until", "what", "when", "where",
                 "whether", "which",    "while", "who",     "whom",   "whose", "why"});

constexpr auto kOthers = MakeWordSet(
    {"'s",    "a",      "all",  "an",    "and",  "any",     "are",   "be",   "been",  "being", "both", "can",
     "could", "did",    "do",   "does",  "each", "had",     "has",   "have", "he",    "her",   "his",  "is",
     "it",    "its",    "may",  "might", "must", "neither", "no",    "not",  "or",    "our",   "said", "says",
     "she",   "should", "some", "than",  "the",  "their",   "them",  "then", "there", "these", "they", "this",
     "those", "told",   "was",  "we",    "were", "will",    "would", "you"});

constexpr auto kVerbs = MakeWordSet(
    {"accounts", "acquires", "added",   "agrees",  "aims",     "also",    "announces", "are",      "argues",
     "asks",     "became",   "becomes", "began",   "believes", "bid",     "bought",    "brings",   "brought",
     "built",    "buys",     "came",    "can",     "cannot",   "chose",   "claims",    "closes",   "could",
     "cut",      "cuts",     "denies",  "did",     "does",     "employs", "expects",   "faces",    "fell",
     "files",    "found",    "gave",    "gets",    "got",      "grew",    "had",       "has",      "have",
     "held",     "holds",    "hopes",   "intends", "is",       "joins",   "kept",      "launches", "led",
     "left",     "lent",     "lost",    "made",    "makes",    "may",     "met",       "might",    "must",
     "needs",    "never",    "now",     "offers",  "operates", "ordered", "owes",      "owns",     "paid",
     "pays",     "plans",    "posts",   "put",     "raises",   "ran",     "remains",   "reports",  "rose",
     "runs",     "said",     "saw",     "says",    "seeks",    "sells",   "sent",      "sets",     "shall",
     "should",   "signs",    "sold",    "spent",   "spun",     "still",   "struck",    "sued",     "takes",
     "then",     "thinks",   "told",    "took",    "trades",   "tries",   "turns",     "unveils",  "wants",
     "was",      "went",     "were",    "will",    "wins",     "won",     "works",     "would",    "wrote"});

constexpr auto kSaying =
    MakeWordSet({"added",    "announced", "announces", "argued",  "believes",  "claimed",  "confirmed",
                 "denied",   "disclosed", "expects",   "hopes",   "indicated", "insisted", "noted",
                 "promised", "reckons",   "reported",  "reports", "revealed",  "said",     "say",
                 "says",     "stated",    "thinks",    "told",    "warned",    "wrote"});

}  // namespace

bool IsPreposition(std::string_view word) { return kPrepositions.Has(word); }
bool IsSubordinator(std::string_view word) { return kSubordinators.Has(word); }
bool IsSayingVerb(std::string_view word) { return kSaying.Has(word); }

bool IsFunctionWord(std::string_view word) {
  return kOthers.Has(word) || IsPreposition(word) || IsSubordinator(word);
}

bool IsFiniteVerb(std::string_view word) {
  return kVerbs.Has(word) || (word.size() > 4 && word.substr(word.size() - 2) == "ed");
}

}  // namespace tearsheet
