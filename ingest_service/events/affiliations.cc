#include "ingest_service/events/affiliations.h"

#include <string_view>

#include "common/word_set.h"

namespace tearsheet {
namespace {

// Words between a company and its officer.
constexpr int kMostBetween = 8;

bool IsPost(std::string_view word) {
  static constexpr auto kWords = MakeWordSet(
      {"executive", "chief",    "ceo",       "cfo",       "coo",   "cto",      "chairman", "chairwoman",
       "chair",     "founder",  "cofounder", "president", "boss",  "officer",  "director", "head",
       "treasurer", "governor", "partner",   "editor",    "owner", "founders", "leader",   "counsel"});
  return kWords.Has(word);
}

// What may stand beside the words of a post between a company and a person.
bool IsFiller(std::string_view word) {
  static constexpr auto kWords = MakeWordSet(
      {"'s",         "'",         ",",     "-",      "the",      "of",        "at",         "and",
       "its",        "s",         "vice",  "deputy", "co",       "group",     "then",       "finance",
       "financial",  "operating", "chief", "senior", "managing", "marketing", "technology", "new",
       "longtime",   "current",   "long",  "time",   "interim",  "acting",    "general",    "founding",
       "commercial", "non",       "for",   "who",    "is"});
  return kWords.Has(word);
}

class Reader {
 public:
  Reader(const Document& document, std::vector<int>& found) : document_(document), found_(found) {}

  void Run() {
    const std::vector<DocumentMention>& mentions = document_.mentions;
    for (size_t m = 0; m < mentions.size(); ++m) {
      const int person = Only(mentions[m], v1::ENTITY_KIND_PERSON);
      if (person < 0 || mentions[m].reference || found_[person] >= 0) continue;
      if (m > 0) Learn(person, mentions[m - 1], mentions[m - 1].end_token, mentions[m].first_token);
      if (m + 1 < mentions.size() && found_[person] < 0)
        Learn(person, mentions[m + 1], mentions[m].end_token, mentions[m + 1].first_token, true);
    }
  }

 private:
  // The only entity of the mention, when it is of this kind, or -1.
  int Only(const DocumentMention& mention, v1::EntityKind kind) const {
    if (mention.kind != v1::ENTITY || mention.entities.size() != 1) return -1;
    return document_.entities[mention.entities[0]].kind() == kind ? mention.entities[0] : -1;
  }

  // "Acme chief executive", ", chief executive of" and nothing else between `first` and `end`.
  void Learn(int person, const DocumentMention& other, int first, int end, bool behind = false) {
    const int organisation = Only(other, v1::ENTITY_KIND_ORGANISATION);
    if (organisation < 0 || end <= first || end - first > kMostBetween) return;
    // "Holt, the founder of Acme", not "Holt of Acme".
    if (behind && document_.tokens[first].lower != ",") return;
    if (!behind && first > 0 && Former(other.first_token)) return;
    bool post = false;
    for (int t = first; t < end; ++t) {
      const std::string_view word = document_.tokens[t].lower;
      post |= IsPost(word);
      if (!IsPost(word) && !IsFiller(word)) return;
    }
    if (post) found_[person] = organisation;
  }

  bool Former(int token) const {
    if (token == 0) return false;
    const std::string_view word = document_.tokens[token - 1].lower;
    return word == "former" || word == "ex" || word == "-" || word == "onetime";
  }

  const Document& document_;
  std::vector<int>& found_;
};

}  // namespace

std::vector<int> FindAffiliations(const Document& document, const Catalogue& catalogue) {
  std::vector<int> found(document.entities.size(), -1);
  bool person = false;
  for (const v1::Entity& entity : document.entities) person |= entity.kind() == v1::ENTITY_KIND_PERSON;
  if (!person) return found;
  Reader(document, found).Run();
  for (size_t p = 0; p < found.size(); ++p) {
    const CatalogueEntry* entry =
        found[p] < 0 ? catalogue.FindEntry(document.entities[p].entity_id()) : nullptr;
    if (entry == nullptr || entry->employer.empty()) continue;
    for (size_t e = 0; e < found.size(); ++e) {
      if (document.entities[e].entity_id() == entry->employer) found[p] = static_cast<int>(e);
    }
  }
  return found;
}

}  // namespace tearsheet
