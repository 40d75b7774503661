#include "ingest_service/references/demand.h"

#include <algorithm>
#include <array>

namespace tearsheet {
namespace {

template <size_t N>
bool OneOf(std::string_view word, const char* const (&words)[N]) {
  return std::any_of(std::begin(words), std::end(words), [&](const char* w) { return word == w; });
}

int CountOf(std::string_view word) {
  if (OneOf(word, {"both", "two", "pair", "duo", "neither", "sides", "parties", "side"})) return 2;
  if (word == "three" || word == "trio") return 3;
  if (word == "four") return 4;
  return 0;
}

}  // namespace

Demand ReadDemand(const Document& document, const DocumentMention& mention,
                  const Descriptions& descriptions) {
  Demand demand;
  const std::string_view first = document.tokens[mention.first_token].lower;
  if (OneOf(first, {"he", "him", "his"})) demand.kind = Demand::kHe;
  if (OneOf(first, {"she", "her", "hers"})) demand.kind = Demand::kShe;
  if (OneOf(first, {"it", "its", "itself"})) demand.kind = Demand::kIt;
  if (OneOf(first, {"they", "their", "them", "themselves"})) demand.kind = Demand::kThey;
  if (demand.kind != Demand::kDescription) return demand;

  int several = 0;
  for (int t = mention.first_token; t < mention.end_token; ++t) {
    const Token& token = document.tokens[t];
    if (several == 0) several = CountOf(token.lower);
    if (token.lower == "former" && t + 1 == mention.end_token) demand.kind = Demand::kFormer;
    if (token.lower == "latter") demand.kind = Demand::kLatter;
    if (t == mention.first_token || token.kind != Token::kWord) continue;
    int length = 0;
    bool plural = false;
    const Meaning* meaning = descriptions.Longest(document.tokens, t, mention.end_token, length, plural);
    const bool last = t + std::max(length, 1) >= mention.end_token;
    if (meaning != nullptr) demand.countries |= meaning->countries;
    if (last && meaning != nullptr) {
      demand.flags = meaning->flags;
      demand.role = meaning->role;
      demand.noun_sectors = meaning->Is(Meaning::kOrganisation) ? meaning->sectors : SectorSet();
      demand.plural = plural;
      for (int i = t; i < mention.end_token && i < t + length; ++i) {
        if (document.tokens[i].kind != Token::kWord) continue;
        demand.noun = document.tokens[i].lower;
        demand.words.push_back(demand.noun);
      }
      break;
    }
    if (meaning != nullptr) demand.sectors |= meaning->sectors;
    if (token.capitalised && (meaning == nullptr || meaning->countries.none())) {
      demand.places.push_back(token.lower);
    } else {
      demand.words.push_back(token.lower);
    }
  }
  demand.counted = several > 0;
  // "the companies": the last two.
  if (several == 0 && demand.plural) several = 2;
  if (several > 0 && demand.kind == Demand::kDescription) {
    demand.kind = Demand::kSeveral;
    demand.count = several;
  }
  constexpr uint32_t kTelling = Meaning::kYoung | Meaning::kParent | Meaning::kChild | Meaning::kNamed |
                                Meaning::kPost | Meaning::kThing;
  demand.general = demand.noun_sectors.none() && demand.sectors.none() && demand.countries.none() &&
                   demand.places.empty() && demand.role == DealRole::kNone && (demand.flags & kTelling) == 0;
  return demand;
}

bool IsExpletive(const Document& document, const DocumentMention& mention) {
  const Sentence& sentence = document.sentences[mention.sentence];
  int t = mention.end_token;
  const auto word = [&](int i) {
    return i < sentence.end_token ? document.tokens[i].lower : std::string_view();
  };
  if (OneOf(word(t),
            {"seems", "seemed", "appears", "appeared", "emerged", "turns", "turned", "takes", "took",
             "remains", "remained", "happened", "follows", "followed", "comes", "came", "matters"})) {
    // "It remains committed", "it took control": somebody; "it remains to be seen", "it comes as": nobody.
    if (OneOf(word(t), {"remains", "remained", "takes", "took"}))
      return word(t + 1) == "to" || word(t + 1) == "unclear";
    return true;
  }
  while (OneOf(word(t), {"is",  "was", "will",     "would", "may",  "could",      "might", "be",
                         "has", "had", "been",     "'s",    "not",  "n't",        "also",  "still",
                         "now", "yet", "probably", "just",  "only", "immediately"}))
    ++t;
  if (t == mention.end_token) return false;
  if (OneOf(word(t),
            {"clear",     "unclear", "likely",    "unlikely", "possible",  "impossible", "hard",
             "difficult", "easy",    "important", "true",     "expected",  "understood", "thought",
             "believed",  "known",   "estimated", "reported", "time",      "too",        "worth",
             "up",        "because", "here",      "there",    "why",       "how",        "what",
             "when",      "as",      "certain",   "obvious",  "necessary", "common",     "surprising",
             "enough",    "good",    "bad",       "better",   "best",      "rumoured",   "rumored"})) {
    // "It is expected to buy": somebody; "it is expected that", "it is likely that": nobody.
    if (OneOf(word(t), {"expected", "likely", "unlikely", "believed", "thought", "understood", "known",
                        "rumoured", "rumored", "estimated", "reported"}))
      return word(t + 1) == "that" || word(t + 1) == "by" || word(t + 1) == ",";
    return true;
  }
  // "It is the largest deal", "it would be its third purchase": the deal is meant.
  const bool is = OneOf(word(t - 1), {"is", "was", "be", "been", "'s"});
  if (!is || !OneOf(word(t), {"a", "an", "the", "its", "one", "another", "their", "only", "among"}))
    return false;
  for (int i = t; i < t + 9 && i < sentence.end_token; ++i) {
    if (OneOf(word(i), {"deal",        "acquisition", "takeover", "purchase",     "order",    "sale",
                        "investment",  "round",       "move",     "step",         "merger",   "transaction",
                        "contract",    "bid",         "offer",    "listing",      "ipo",      "flotation",
                        "partnership", "agreement",   "loan",     "announcement", "decision", "increase",
                        "rise",        "fall",        "drop",     "year",         "quarter",  "time"}))
      return true;
    if (document.tokens[i].kind == Token::kPunctuation ||
        OneOf(word(i), {"of", "to", "in", "for", "by", "that"}))
      return false;
  }
  return false;
}

}  // namespace tearsheet
