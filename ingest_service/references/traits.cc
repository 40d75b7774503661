#include "ingest_service/references/traits.h"

#include <algorithm>
#include <string>

#include "ingest_service/references/grammar_words.h"

namespace tearsheet {
namespace {

// Tokens before a name ("the Osaka drug developer X") and behind it ("X, a maker of …") that describe it.
constexpr int kBefore = 7;
constexpr int kAfter = 16;
// More words of one entity are not kept.
constexpr size_t kMostWords = 24;

class Learner {
 public:
  Learner(const Document& document, const Catalogue& catalogue, const Descriptions& descriptions)
      : document_(document),
        catalogue_(catalogue),
        descriptions_(descriptions),
        traits_(document.entities.size()),
        place_at_(document.tokens.size(), -1) {}

  std::vector<Traits> Run() {
    for (size_t e = 0; e < traits_.size(); ++e) ReadCatalogue(static_cast<int>(e));
    for (const DocumentMention& mention : document_.mentions) {
      if (mention.entities.size() == 1 && !mention.reference &&
          traits_[mention.entities[0]].kind == v1::ENTITY_KIND_PLACE) {
        for (int t = mention.first_token; t < mention.end_token; ++t) place_at_[t] = mention.entities[0];
      }
    }
    for (const DocumentMention& mention : document_.mentions) {
      if (mention.reference || mention.entities.size() != 1 || mention.kind != v1::ENTITY) continue;
      const v1::EntityKind kind = traits_[mention.entities[0]].kind;
      if (kind == v1::ENTITY_KIND_PLACE || kind == v1::ENTITY_KIND_OUTLET) continue;
      ReadName(mention);
      ReadBefore(mention);
      ReadAfter(mention);
    }
    const SectorSet investors = descriptions_.Sector("fund") | descriptions_.Sector("bank");
    for (Traits& traits : traits_) traits.investor = (traits.sectors & investors).any();
    return std::move(traits_);
  }

 private:
  void ReadCatalogue(int e) {
    const v1::Entity& entity = document_.entities[e];
    Traits& traits = traits_[e];
    traits.kind = entity.kind();
    traits.listed = !entity.tickers().empty();
    traits.owned = !entity.parent_id().empty();
    const CatalogueEntry* entry = catalogue_.FindEntry(entity.entity_id());
    if (entry == nullptr) return;
    traits.countries |= descriptions_.Country(entry->home);
    for (const std::string& sector : entry->sectors) traits.sectors |= descriptions_.Sector(sector);
    for (const std::string& city : entry->cities) {
      for (size_t begin = 0; begin < city.size();) {
        const size_t end = std::min(city.find(' ', begin), city.size());
        AddWord(std::string_view(city).substr(begin, end - begin), traits.places);
        begin = end + 1;
      }
    }
    traits.official =
        (traits.sectors & (descriptions_.Sector("regulator") | descriptions_.Sector("government"))).any();
  }

  static void AddWord(std::string_view word, std::vector<std::string_view>& words) {
    if (words.size() < kMostWords && std::find(words.begin(), words.end(), word) == words.end())
      words.push_back(word);
  }

  // "Peel Motors", "Bank of Leeds": what the words of the name say.
  void ReadName(const DocumentMention& mention) {
    Traits& traits = traits_[mention.entities[0]];
    for (int t = mention.first_token; t < mention.end_token; ++t) {
      const Token& token = document_.tokens[t];
      if (token.kind != Token::kWord) continue;
      AddWord(token.lower, traits.name);
      int length = 0;
      bool plural = false;
      const Meaning* meaning = descriptions_.Longest(document_.tokens, t, mention.end_token, length, plural);
      if (meaning == nullptr) continue;
      if (traits.kind == v1::ENTITY_KIND_PERSON) {
        if (t == mention.first_token && meaning->Is(Meaning::kFemaleName)) traits.woman = true;
        continue;
      }
      traits.sectors |= meaning->sectors;
      traits.countries |= meaning->countries;
      traits.official |=
          meaning->Is(Meaning::kNamed) || (meaning->Is(Meaning::kOfficial) && t + 1 == mention.end_token);
    }
  }

  void ReadBefore(const DocumentMention& mention) {
    const Sentence& sentence = document_.sentences[mention.sentence];
    Traits& traits = traits_[mention.entities[0]];
    int t = mention.first_token - 1;
    if (t < sentence.first_token) return;
    if (traits.kind == v1::ENTITY_KIND_PERSON) ReadHonorific(document_.tokens[t].lower, traits);
    // "Milan's Gruppo Salice"
    if (document_.tokens[t].lower == "'s") {
      if (t - 1 >= sentence.first_token) ReadPlace(t - 1, traits);
      return;
    }
    // "Leeds-based Metro Foods"
    if (document_.tokens[t].lower == "based" && t - 2 >= sentence.first_token &&
        document_.tokens[t - 1].lower == "-") {
      ReadPlace(t - 2, traits);
      return;
    }
    // "the Osaka drug developer X": up to a determiner, if a noun for organisations stands right before the
    // name.
    const Meaning* noun = descriptions_.Word(document_.tokens[t].lower);
    if (noun == nullptr || !noun->IsHead() || document_.tokens[t].capitalised) return;
    const int first = std::max(sentence.first_token, mention.first_token - kBefore);
    while (t > first && !IsFunctionWord(document_.tokens[t - 1].lower) &&
           (document_.tokens[t - 1].kind == Token::kWord || document_.tokens[t - 1].lower == "-"))
      --t;
    ReadRun(t, mention.first_token, traits);
  }

  static void ReadHonorific(std::string_view word, Traits& traits) {
    traits.man |= word == "mr" || word == "sir" || word == "lord" || word == "herr";
    traits.woman |= word == "mrs" || word == "ms" || word == "miss" || word == "dame" || word == "baroness";
  }

  void ReadAfter(const DocumentMention& mention) {
    const Sentence& sentence = document_.sentences[mention.sentence];
    Traits& traits = traits_[mention.entities[0]];
    int t = mention.end_token;
    const int end = std::min(sentence.end_token, t + kAfter);
    if (t + 1 >= end) return;
    const std::string_view next = document_.tokens[t].lower;
    // "Lindauer of Munich"
    if (next == "of") {
      if (place_at_[t + 1] >= 0) ReadPlace(t + 1, traits);
      return;
    }
    const bool comma = next == ",";
    if (!comma && next != "is" && next != "was" && next != "-" && next != "remains") return;
    ++t;
    const std::string_view start = document_.tokens[t].lower;
    const Meaning* meaning = descriptions_.Word(start);
    // "X, based in Leeds"
    const bool based = start == "based" || start == "headquartered";
    const bool opens = start == "a" || start == "an" || start == "the" || start == "one" || based ||
                       (comma && meaning != nullptr && (meaning->IsHead() || meaning->countries.any()));
    if (!opens) return;
    int last = t;
    while (last < end && !EndsApposition(document_.tokens[last])) ++last;
    ReadRun(t, last, traits);
  }

  static bool EndsApposition(const Token& token) {
    static constexpr std::string_view kWords[] = {",",    ".",   ";",     ":",    "(",    "that", "which",
                                                  "who",  "by",  "whose", "with", "said", "will", "has",
                                                  "have", "had", "is",    "was",  "are",  "would"};
    return std::find(std::begin(kWords), std::end(kWords), token.lower) != std::end(kWords);
  }

  void ReadRun(int first, int end, Traits& traits) {
    for (int t = first; t < end; ++t) {
      const Token& token = document_.tokens[t];
      if (token.kind != Token::kWord) continue;
      int length = 0;
      bool plural = false;
      const Meaning* meaning = descriptions_.Longest(document_.tokens, t, end, length, plural);
      if (meaning != nullptr) {
        traits.sectors |= meaning->sectors;
        traits.countries |= meaning->countries;
        traits.flags |= meaning->flags;
        if (traits.kind == v1::ENTITY_KIND_PERSON) {
          traits.man |= meaning->Is(Meaning::kMan);
          traits.woman |= meaning->Is(Meaning::kWoman);
        }
      }
      if (place_at_[t] >= 0) {
        ReadPlace(t, traits);
      } else if (token.capitalised && !StartsSentence(t) &&
                 (meaning == nullptr || meaning->countries.none())) {
        AddWord(token.lower, traits.places);
      } else if (!IsFunctionWord(token.lower)) {
        AddWord(token.lower, traits.words);
      }
      if (token.lower == "listed") traits.listed = true;
    }
  }

  bool StartsSentence(int t) const { return t == 0 || document_.tokens[t - 1].lower == "."; }

  void ReadPlace(int t, Traits& traits) {
    AddWord(document_.tokens[t].lower, traits.places);
    if (place_at_[t] < 0) {
      if (const Meaning* meaning = descriptions_.Word(document_.tokens[t].lower); meaning != nullptr)
        traits.countries |= meaning->countries;
      return;
    }
    const CatalogueEntry* entry = catalogue_.FindEntry(document_.entities[place_at_[t]].entity_id());
    if (entry != nullptr) traits.countries |= descriptions_.Country(entry->home);
  }

  const Document& document_;
  const Catalogue& catalogue_;
  const Descriptions& descriptions_;
  std::vector<Traits> traits_;
  // Entity of the place that each token names, or -1.
  std::vector<int> place_at_;
};

}  // namespace

std::vector<Traits> LearnTraits(const Document& document, const Catalogue& catalogue,
                                const Descriptions& descriptions) {
  return Learner(document, catalogue, descriptions).Run();
}

}  // namespace tearsheet
