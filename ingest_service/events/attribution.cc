#include "ingest_service/events/attribution.h"

#include <algorithm>

#include "ingest_service/events/topic.h"

namespace tearsheet {
namespace {

int Order(v1::LinkKind kind) {
  switch (kind) {
    case v1::OUTLET:
      return 0;
    case v1::PARTY:
    case v1::OFFICIAL:
      return 1;
    case v1::FILING:
    case v1::ANALYST:
      return 2;
    default:
      return 3;
  }
}

// How far behind "citing" or "according to" a name may stand, in chunks: "minutes of a meeting obtained by
// X".
constexpr int kCitedReach = 7;

class SourceReader {
 public:
  SourceReader(const Grammar& grammar, const Cues& cues, const Catalogue& catalogue, const Document& document,
               const ChunkedWindow& window, const ArgumentFinder& arguments)
      : grammar_(grammar),
        cues_(cues),
        catalogue_(catalogue),
        document_(document),
        window_(window),
        arguments_(arguments),
        publisher_(PublisherLink(*document.article).name()) {}

  SourceChain Read() {
    const std::vector<CueMatch> matches = cues_.FindAll(window_.tagged.words, 0, window_.tagged.size());
    bool told = false;
    for (const CueMatch& match : matches) {
      if (match.cue->kind == Cue::kSaying) told |= Saying(match);
      if (match.cue->kind == Cue::kOutletSaying) OutletSaying(match);
      if (match.cue->kind == Cue::kReport) told |= Report(match);
      if (match.cue->kind == Cue::kObtained) OutletIn(window_.chunk_of[match.end - 1] + 1);
      if (match.cue->kind == Cue::kContinuation && (match.first < 3 || SaysNext(match)))
        chain_.continues = true;
    }
    OutletReports();
    for (const CueMatch& match : matches) {
      if (match.cue->kind != Cue::kSource) continue;
      // An analyst or a filing is a source only where somebody is told to say something.
      const bool alone = match.cue->link == v1::UNNAMED_SOURCE || match.cue->link == v1::AUTHOR;
      if (!alone && !told && !HasSaying(matches)) continue;
      // "analysts at Acme Bank" have a name already.
      if (!Has(match.cue->link)) Add(match.cue->link, -1);
    }
    std::stable_sort(chain_.links.begin(), chain_.links.end(),
                     [](const auto& a, const auto& b) { return Order(a.kind()) < Order(b.kind()); });
    return std::move(chain_);
  }

 private:
  static bool HasSaying(const std::vector<CueMatch>& matches) {
    return std::any_of(matches.begin(), matches.end(), [](const CueMatch& m) {
      return m.cue->kind == Cue::kSaying || m.cue->kind == Cue::kReport;
    });
  }

  bool Has(v1::LinkKind kind) const {
    return std::any_of(chain_.links.begin(), chain_.links.end(),
                       [&](const v1::Attribution& link) { return link.kind() == kind; });
  }

  // ", the filing said": a verb of saying stands right behind.
  bool SaysNext(const CueMatch& match) const {
    return match.end < window_.tagged.size() &&
           cues_.StartsWith(window_.tagged.words, match.end, Cue::kSaying);
  }

  bool Saying(const CueMatch& match) {
    const int c = window_.chunk_of[match.first];
    const Chunk& chunk = window_.chunks[c];
    if (chunk.kind != Chunk::kVerb || chunk.verb.negated) return false;
    const LemmaId form = window_.tagged.words[match.first]->form;
    if (chunk.verb.gerund || chunk.verb.infinitive) {
      // "citing people familiar", "quoting a filing": what follows is the source.
      if (form != grammar_.Id("citing") && form != grammar_.Id("quoting")) return false;
      return Cited(c + 1);
    }
    const std::vector<int> subject = arguments_.SurfaceSubject(c);
    // "Bloomberg was told by people": an outlet is told, anybody else is only meant.
    if (chunk.verb.passive) {
      for (int s : subject) OutletIn(s);
      return false;
    }
    bool added = false;
    for (int s : subject) added |= AddPhrase(s);
    // "analysts at Acme Bank said"
    if (!added && !subject.empty() && HasAnalyst(subject[0])) added = AddPhrase(subject[0] + 2);
    // "the people said", "they said": whoever the sentence before cited.
    if (!added && !subject.empty() && Pronoun(subject[0])) chain_.continues = true;
    // ", said Jane Roe": the subject stands behind.
    if (subject.empty()) added |= AddPhrase(c + 1);
    // "Acme told Reuters".
    if (form == grammar_.Id("told") || form == grammar_.Id("tells")) OutletIn(c + 1);
    return added || subject.empty();
  }

  // "Reuters put the price at": only an outlet is a source by such a verb.
  void OutletSaying(const CueMatch& match) {
    const int c = window_.chunk_of[match.first];
    const Chunk& chunk = window_.chunks[c];
    if (chunk.kind != Chunk::kVerb || chunk.verb.passive || !chunk.verb.finite()) return;
    for (int s : arguments_.SurfaceSubject(c)) OutletIn(s);
  }

  // "according to X", "a report from X", "X's statement".
  bool Report(const CueMatch& match) {
    const int c = window_.chunk_of[match.end - 1];
    bool added = Noun(c) && AddPhrase(c);
    if (!added) added = Cited(c + 1);
    if (match.cue->link != v1::LINK_KIND_UNSPECIFIED && !added) Add(match.cue->link, -1);
    return true;
  }

  // "a Moneycontrol report", "in a Financial Times interview".
  void OutletReports() {
    for (int c = 0; c < static_cast<int>(window_.chunks.size()); ++c) {
      const Chunk& chunk = window_.chunks[c];
      if (chunk.kind != Chunk::kNoun || chunk.mentions.empty() ||
          document_.mentions[chunk.mentions[0]].kind != v1::SOURCE)
        continue;
      for (int i = chunk.first; i < chunk.end; ++i) {
        if (cues_.StartsWith(window_.tagged.words, i, Cue::kHearsay)) OutletIn(c);
      }
    }
  }

  // The first name from `chunk` on: "an article in the Nikkei", "minutes of a meeting obtained by X".
  bool Cited(int chunk) {
    for (int c = chunk; c < chunk + kCitedReach && c < static_cast<int>(window_.chunks.size()); ++c) {
      const Chunk& next = window_.chunks[c];
      if (next.kind == Chunk::kStop || next.kind == Chunk::kComma || next.kind == Chunk::kSubordinator ||
          next.kind == Chunk::kRelative)
        return false;
      if (next.kind == Chunk::kVerb && next.verb.finite()) return false;
      if (AddPhrase(c)) return true;
      // "according to people close to Acme": whom they are close to says nothing.
      if (next.kind == Chunk::kNoun && StartsSource(next)) return false;
    }
    return false;
  }

  bool StartsSource(const Chunk& chunk) const {
    for (int i = chunk.first; i < chunk.end; ++i) {
      if (cues_.StartsWith(window_.tagged.words, i, Cue::kSource)) return true;
    }
    return false;
  }

  bool Noun(int chunk) const {
    return chunk >= 0 && chunk < static_cast<int>(window_.chunks.size()) &&
           window_.chunks[chunk].kind == Chunk::kNoun;
  }

  // A pronoun that stands for nobody who is named.
  bool Pronoun(int chunk) const {
    return window_.chunks[chunk].end - window_.chunks[chunk].first == 1 &&
           std::all_of(window_.chunks[chunk].mentions.begin(), window_.chunks[chunk].mentions.end(),
                       [&](int m) {
                         return document_.mentions[m].reference && document_.mentions[m].entities.empty();
                       }) &&
           !window_.chunks[chunk].mentions.empty();
  }

  // Adds an outlet of the phrase, if it has one; the publisher itself is in every chain already.
  void OutletIn(int chunk) {
    if (!Noun(chunk)) return;
    for (int m : window_.chunks[chunk].mentions) {
      const DocumentMention& mention = document_.mentions[m];
      if (mention.entities.size() != 1 || mention.reference) continue;
      if (document_.entities[mention.entities[0]].kind() == v1::ENTITY_KIND_OUTLET)
        Add(v1::OUTLET, mention.entities[0]);
    }
  }

  bool HasAnalyst(int chunk) const {
    if (!Noun(chunk)) return false;
    for (int i = window_.chunks[chunk].first; i < window_.chunks[chunk].end; ++i) {
      for (const CueMatch& match : cues_.FindAll(window_.tagged.words, i, i + 1)) {
        if (match.cue->kind == Cue::kSource && match.cue->link == v1::ANALYST) return true;
      }
    }
    return false;
  }

  // The first organisation, outlet or person of a phrase.
  bool AddPhrase(int chunk) {
    if (!Noun(chunk)) return false;
    for (int m : window_.chunks[chunk].mentions) {
      const DocumentMention& mention = document_.mentions[m];
      if ((mention.kind != v1::ENTITY && mention.kind != v1::SOURCE) || mention.entities.empty()) continue;
      for (int e : mention.entities) {
        const v1::EntityKind kind = document_.entities[e].kind();
        if (kind == v1::ENTITY_KIND_PRODUCT || kind == v1::ENTITY_KIND_PLACE) continue;
        // "analysts at Acme Bank", "Acme Bank analyst Jane Roe"
        const bool analyst = HasAnalyst(chunk) || (chunk >= 2 && HasAnalyst(chunk - 2) &&
                                                   window_.chunks[chunk - 1].kind == Chunk::kPreposition);
        Add(KindOf(document_.entities[e], analyst), e);
        return true;
      }
    }
    return false;
  }

  v1::LinkKind KindOf(const v1::Entity& entity, bool analyst) const {
    if (entity.kind() == v1::ENTITY_KIND_OUTLET) return v1::OUTLET;
    if (analyst) return v1::ANALYST;
    return IsOfficial(entity, catalogue_) ? v1::OFFICIAL : v1::PARTY;
  }

  void Add(v1::LinkKind kind, int entity) {
    v1::Attribution link;
    link.set_kind(kind);
    if (entity >= 0) {
      const v1::Entity* named = &document_.entities[entity];
      if (named->kind() == v1::ENTITY_KIND_OUTLET && named->name() == publisher_) return;
      // An officer speaks for the company.
      const CatalogueEntry* entry = catalogue_.FindEntry(named->entity_id());
      if (entry != nullptr && !entry->employer.empty()) {
        if (const v1::Entity* employer = catalogue_.Find(entry->employer); employer != nullptr)
          named = employer;
      }
      link.set_name(named->name());
      link.set_entity_id(named->entity_id());
    }
    for (const v1::Attribution& known : chain_.links) {
      if (known.kind() == kind && known.entity_id() == link.entity_id()) return;
    }
    chain_.links.push_back(std::move(link));
  }

  const Grammar& grammar_;
  const Cues& cues_;
  const Catalogue& catalogue_;
  const Document& document_;
  const ChunkedWindow& window_;
  const ArgumentFinder& arguments_;
  const std::string publisher_;
  SourceChain chain_;
};

}  // namespace

bool SourceChain::HasOutlet() const {
  return std::any_of(links.begin(), links.end(), [](const auto& l) { return l.kind() == v1::OUTLET; });
}

bool SourceChain::HasParty() const {
  return std::any_of(links.begin(), links.end(), [](const auto& l) { return l.kind() == v1::PARTY; });
}

SourceChain ReadSources(const Grammar& grammar, const Cues& cues, const Catalogue& catalogue,
                        const Document& document, const ChunkedWindow& window,
                        const ArgumentFinder& arguments) {
  return SourceReader(grammar, cues, catalogue, document, window, arguments).Read();
}

v1::Attribution PublisherLink(const v1::Article& article) {
  v1::Attribution link;
  link.set_kind(v1::PUBLISHER);
  link.set_name(article.publisher().name());
  if (link.name().empty()) link.set_name(article.publisher().domain());
  if (link.name().empty()) {
    const std::string& uri = article.uri();
    const size_t start = uri.find("://") == std::string::npos ? 0 : uri.find("://") + 3;
    link.set_name(uri.substr(start, uri.find('/', start) - start));
  }
  return link;
}

}  // namespace tearsheet
