#include "ingest_service/mentions/name_finder.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "common/strings.h"
#include "common/word_set.h"
#include "ingest_service/mentions/name_scanner.h"
#include "ingest_service/mentions/name_span.h"
#include "ingest_service/mentions/provisional.h"
#include "ingest_service/mentions/token_view.h"

namespace tearsheet {

namespace {

constexpr int32_t kNoEntity = -1;
constexpr int kMostDoubt = 2;
// What news of business is likely to name, in scores of the model: it says little of one word.
constexpr int32_t kCompanyWord = 400;
constexpr int32_t kCompanyName = 200;
constexpr int32_t kListed = 300;
// What the word before a name says against a place.
constexpr int32_t kNoPlace = 400;
constexpr int32_t kExcluded = -1000000;

bool MayStandBeforePlace(std::string_view word) {
  static constexpr auto kWords = MakeWordSet(
      {"across", "and", "around", "at",      "between", "from", "in",     "inside",  "into",   "near",
       "of",     "off", "or",     "outside", "through", "to",   "toward", "towards", "via",    "the",
       ",",      "(",   "-",      "north",   "south",   "east", "west",   "over",    "central"});
  return word.empty() || kWords.Has(word);
}

// "a stake in", "sold to", "a subsidiary of": what follows is a company.
bool IsOfCompanies(std::string_view word) {
  static constexpr auto kWords = MakeWordSet(
      {"acquirer",  "acquisition", "buyout",       "client",       "clients",      "customer",   "customers",
       "holding",   "holdings",    "interest",     "invest",       "invested",     "investing",  "investment",
       "investor",  "investors",   "majority",     "owner",        "owners",       "ownership",  "parent",
       "purchase",  "share",       "shareholder",  "shareholders", "shareholding", "shares",     "sold",
       "stake",     "stakes",      "stock",        "stockholder",  "stockholders", "subsidiary", "supplier",
       "suppliers", "takeover",    "passed",       "transferred",  "belonged",     "belongs",    "ceded",
       "vested",    "merged",      "incorporated", "hands",        "control"});
  return kWords.Has(word);
}

// How much doubt there is about what kind of thing a name names: the same words elsewhere follow the surest.
int DoubtOf(const NameSpan& span) {
  if (span.known != nullptr || (span.sure && span.kind == v1::ENTITY_KIND_PERSON)) return 0;
  return span.sure ? 1 : kMostDoubt;
}

class Finder {
 public:
  Finder(const Catalogue& catalogue, const Lexicon& lexicon, const std::vector<WordId>& words,
         Document& document)
      : catalogue_(catalogue), lexicon_(lexicon), words_(words), document_(document) {}

  void Run() {
    LearnPublisher();
    NameScanner scanner(catalogue_, document_);
    for (size_t s = 0; s < document_.sentences.size(); ++s) {
      const size_t first = spans_.size();
      const TokenView tokens = ViewOf(static_cast<int32_t>(s));
      scanner.Scan(tokens, static_cast<int32_t>(s), spans_);
      for (size_t i = first; i < spans_.size(); ++i) {
        if (spans_[i].known == nullptr) LearnAcronym(tokens, i);
      }
    }
    DecideKinds();
    // Names beyond doubt first: they decide what short forms and doubtful ones mean.
    linked_.assign(spans_.size(), kNoEntity);
    for (int doubt = 0; doubt <= kMostDoubt; ++doubt) {
      for (size_t i = 0; i < spans_.size(); ++i) {
        const NameSpan& span = spans_[i];
        const bool full = span.known != nullptr || span.end - span.first > 1;
        if (full && !span.weak && DoubtOf(span) == doubt) linked_[i] = Link(span);
      }
    }
    for (size_t i = 0; i < spans_.size(); ++i) {
      if (linked_[i] == kNoEntity) linked_[i] = LinkShort(spans_[i]);
    }
    // What is weak counts where the same words were linked elsewhere.
    for (size_t i = 0; i < spans_.size(); ++i) {
      if (linked_[i] == kNoEntity) linked_[i] = Look(KeyOf(spans_[i]));
      if (linked_[i] != kNoEntity) Emit(spans_[i], linked_[i]);
    }
  }

 private:
  TokenView ViewOf(int32_t sentence) const {
    const Sentence& s = document_.sentences[sentence];
    return TokenView(document_, words_, lexicon_, s.first_token, s.end_token);
  }

  // What an article calls itself ("(Reporting by Marlow Wire)") is an outlet, whatever the name looks like.
  void LearnPublisher() {
    const std::string name = BaseName(document_.article->publisher().name());
    if (!name.empty()) publisher_ = ProvisionalEntity(v1::ENTITY_KIND_OUTLET, name);
  }

  // What the words beside a name leave open is decided by the model, for all mentions of a name together and
  // with those that are listed beside it.
  void DecideKinds() {
    absl::flat_hash_map<std::string, KindScores> total;
    for (const NameSpan& span : spans_) {
      if (span.kind == v1::ENTITY_KIND_UNSPECIFIED) Add(span.kinds, total[KeyOf(span)]);
    }
    for (size_t first = 0; first < spans_.size();) {
      KindScores list = {};
      size_t end = first;
      do {
        Add(EvidenceOf(spans_[end]), list);
        ++end;
      } while (end < spans_.size() && AreListed(spans_[end - 1], spans_[end]));
      // On average, so that long lists are no surer than short ones.
      for (int32_t& score : list) score = end - first == 1 ? 0 : score / static_cast<int32_t>(end - first);
      for (size_t i = first; i < end; ++i) {
        NameSpan& span = spans_[i];
        if (span.kind != v1::ENTITY_KIND_UNSPECIFIED) continue;
        KindScores scores = total[KeyOf(span)];
        Add(list, scores);
        span.kind = KindOf(span, scores, list[0] > list[2]);
      }
      first = end;
    }
  }

  static void Add(const KindScores& scores, KindScores& sum) {
    for (size_t kind = 0; kind < sum.size(); ++kind) sum[kind] += scores[kind];
  }

  // What a name says of the names that are listed beside it.
  static KindScores EvidenceOf(const NameSpan& span) {
    switch (span.kind) {
      case v1::ENTITY_KIND_UNSPECIFIED:
        return span.kinds;
      case v1::ENTITY_KIND_PERSON:
        return {0, kListed, 0, 0};
      case v1::ENTITY_KIND_PLACE:
        return {0, 0, kListed, 0};
      case v1::ENTITY_KIND_PRODUCT:
        return {0, 0, 0, kListed};
      default:
        return {kListed, 0, 0, 0};
    }
  }

  // "X, Y", "X and Y", "X, and Y"
  bool AreListed(const NameSpan& a, const NameSpan& b) const {
    if (a.sentence != b.sentence || b.first - a.end > 2 || b.first == a.end) return false;
    for (int32_t i = a.end; i < b.first; ++i) {
      const std::string_view word = document_.tokens[i].lower;
      if (word != "," && word != "and" && word != "or" && word != "&") return false;
    }
    return true;
  }

  // `with_companies`: those that are listed beside it are no places.
  v1::EntityKind KindOf(const NameSpan& span, KindScores scores, bool with_companies) const {
    static constexpr std::array kKinds = {v1::ENTITY_KIND_ORGANISATION, v1::ENTITY_KIND_PERSON,
                                          v1::ENTITY_KIND_PLACE, v1::ENTITY_KIND_PRODUCT};
    const TokenView tokens = ViewOf(span.sentence);
    const bool single = span.end - span.first == 1;
    scores[0] += single ? kCompanyWord : kCompanyName;
    // People are first named in full, and are nobody's.
    const std::string_view before = tokens.Lower(span.first - 1);
    const bool owned = before == "'s" || before == "its" || before == "their" || before == "the" ||
                       before == "a" || before == "an" || before == "new";
    if ((single && !tokens.IsName(span.first, kIsFirstName)) || owned) scores[1] = kExcluded;
    // A place is where something is, goes to or comes from.
    const int32_t article = before == "the" ? 1 : 0;
    if (with_companies || !MayStandBeforePlace(before) ||
        IsOfCompanies(tokens.Lower(span.first - 2 - article)))
      scores[2] -= kNoPlace;
    // Only companies and people say and do things.
    if (tokens.IsName(span.end, kIsOrgAfter | kIsPersonAfter)) scores[2] = scores[3] = kExcluded;
    return kKinds[std::max_element(scores.begin(), scores.end()) - scores.begin()];
  }

  // "Nordholm Compute Group (NCG)"
  void LearnAcronym(const TokenView& tokens, size_t index) {
    const NameSpan& span = spans_[index];
    if (tokens.Lower(span.end) != "(" || tokens.Lower(span.end + 2) != ")") return;
    const Token& short_form = tokens.At(span.end + 1);
    if (!short_form.all_caps || short_form.text.size() < 2) return;
    size_t at = 0;
    for (int32_t i = span.first; i < span.end && at < short_form.lower.size(); ++i) {
      if (tokens.At(i).lower.front() == short_form.lower[at]) ++at;
    }
    if (at == short_form.lower.size()) acronyms_.emplace_back(static_cast<int32_t>(index), short_form.lower);
  }

  // Lower case words of a name without legal form.
  std::string KeyOf(const NameSpan& span) const {
    std::string key;
    int32_t end = span.end;
    while (end - 1 > span.first &&
           (lexicon_.Word(words_[end - 1]).IsName(kIsLegalForm) || document_.tokens[end - 1].text == ",")) {
      --end;
    }
    for (int32_t i = span.first; i < end; ++i) {
      if (!key.empty()) key.push_back(' ');
      key.append(document_.tokens[i].lower);
    }
    return key;
  }

  int32_t Look(const std::string& key) const {
    const auto found = by_name_.find(key);
    return found == by_name_.end() ? kNoEntity : found->second;
  }

  // Name as written, in one line.
  std::string TextOf(const NameSpan& span) const {
    std::string text;
    for (int32_t i = span.first; i < span.end; ++i) {
      if (i > span.first && document_.tokens[i].space_before) text.push_back(' ');
      text.append(document_.tokens[i].text);
    }
    return text;
  }

  int32_t EntityIndex(v1::Entity entity) {
    const auto [place, is_new] =
        by_id_.try_emplace(entity.entity_id(), static_cast<int32_t>(document_.entities.size()));
    if (is_new) document_.entities.push_back(std::move(entity));
    return place->second;
  }

  v1::Entity Unknown(const NameSpan& span) const {
    std::string name = BaseName(TextOf(span));
    if (name.empty()) name = TextOf(span);
    return name == publisher_.name() ? publisher_ : ProvisionalEntity(span.kind, name);
  }

  int32_t Link(const NameSpan& span) {
    const std::string key = KeyOf(span);
    int32_t entity = span.known != nullptr ? kNoEntity : Look(key);
    if (entity == kNoEntity) {
      entity =
          EntityIndex(span.known != nullptr ? catalogue_.entries()[span.known->entry].entity : Unknown(span));
      by_name_.try_emplace(key, entity);
      LearnShortForms(span, entity);
    }
    return entity;
  }

  // "Nordholm" for "Nordholm Compute", "Holt" for "Wrenna Holt".
  void LearnShortForms(const NameSpan& span, int32_t entity) {
    if (span.end - span.first < 2) return;
    if (span.known != nullptr && span.known->description) return;
    if (span.kind == v1::ENTITY_KIND_PERSON) {
      by_name_.try_emplace(std::string(document_.tokens[span.end - 1].lower), entity);
      return;
    }
    if (span.kind != v1::ENTITY_KIND_ORGANISATION) return;
    // All but the heads at its end, down to a first word that is no ordinary one.
    NameSpan rest = span;
    while (rest.end - rest.first > 1) {
      --rest.end;
      const bool first_only = rest.end - rest.first == 1;
      const WordInfo& first = lexicon_.Word(words_[rest.first]);
      if (first_only && (first.IsName(kIsCommon | kIsFirstName | kIsNationality) ||
                         document_.tokens[rest.first].text.size() < 3)) {
        break;
      }
      const WordInfo& dropped = lexicon_.Word(words_[rest.end]);
      if (!dropped.IsName(kIsHead | kIsPluralHead | kIsLegalForm | kIsWeakLegalForm) && !first_only) continue;
      by_name_.try_emplace(KeyOf(rest), entity);
    }
    for (const auto& [index, acronym] : acronyms_) {
      if (spans_[index].first == span.first) by_name_.try_emplace(std::string(acronym), entity);
    }
  }

  int32_t LinkShort(const NameSpan& span) {
    if (span.known != nullptr) return span.weak ? kNoEntity : Link(span);
    const int32_t entity = Look(KeyOf(span));
    if (entity != kNoEntity || span.weak) return entity;
    return Link(span);
  }

  void Emit(const NameSpan& span, int32_t entity) {
    DocumentMention mention;
    mention.first_token = span.first;
    mention.end_token = span.end;
    mention.sentence = span.sentence;
    mention.kind = document_.entities[entity].kind() == v1::ENTITY_KIND_OUTLET ? v1::SOURCE : v1::ENTITY;
    mention.entities.push_back(entity);
    const TokenView tokens = ViewOf(span.sentence);
    mention.possessive =
        tokens.Lower(span.end) == "'s" ||
        (tokens.Lower(span.end) == "'" && tokens.Glued(span.end) && tokens.Lower(span.end - 1).back() == 's');
    document_.mentions.push_back(std::move(mention));
  }

  const Catalogue& catalogue_;
  const Lexicon& lexicon_;
  const std::vector<WordId>& words_;
  Document& document_;
  v1::Entity publisher_;
  std::vector<NameSpan> spans_;
  // Entity of each span.
  std::vector<int32_t> linked_;
  // (span, acronym in brackets behind it)
  std::vector<std::pair<int32_t, std::string_view>> acronyms_;
  absl::flat_hash_map<std::string, int32_t> by_name_;
  absl::flat_hash_map<std::string, int32_t> by_id_;
};

}  // namespace

void FindNames(const Catalogue& catalogue, const Lexicon& lexicon, const std::vector<WordId>& words,
               Document& document) {
  Finder(catalogue, lexicon, words, document).Run();
}

}  // namespace tearsheet
