#include "ingest_service/events/attribution.h"

#include <algorithm>

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

class SourceReader {
 public:
  SourceReader(const Grammar& grammar, const Cues& cues, const Document& document,
               const ChunkedWindow& window, const ArgumentFinder& arguments)
      : grammar_(grammar), cues_(cues), document_(document), window_(window), arguments_(arguments) {}

  SourceChain Read() {
    const std::vector<CueMatch> matches = cues_.FindAll(window_.tagged.words, 0, window_.tagged.size());
    bool told = false;
    for (const CueMatch& match : matches) {
      if (match.cue->kind == Cue::kSaying) told |= Saying(match);
      if (match.cue->kind == Cue::kReport) told |= Report(match);
      if (match.cue->kind == Cue::kContinuation && match.first < 3) chain_.continues = true;
    }
    for (const CueMatch& match : matches) {
      if (match.cue->kind != Cue::kSource) continue;
      // An analyst or a filing is a source only where somebody is told to say something.
      if (match.cue->link == v1::UNNAMED_SOURCE || told || HasSaying(matches)) Add(match.cue->link, -1);
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

  bool Saying(const CueMatch& match) {
    const int c = window_.chunk_of[match.first];
    const Chunk& chunk = window_.chunks[c];
    if (chunk.kind != Chunk::kVerb || chunk.verb.passive || chunk.verb.negated) return false;
    if (chunk.verb.gerund || chunk.verb.infinitive) {
      // "citing people familiar": what follows is the source.
      if (window_.tagged.words[match.first]->form == grammar_.Id("citing")) return AddPhrase(c + 1);
      return false;
    }
    const std::vector<int> subject = arguments_.SurfaceSubject(c);
    bool added = false;
    for (int s : subject) added |= AddPhrase(s);
    // ", said Jane Roe": the subject stands behind.
    if (subject.empty()) added |= AddPhrase(c + 1);
    return added || subject.empty();
  }

  // "according to X", "a report from X", "X's statement".
  bool Report(const CueMatch& match) {
    const int c = window_.chunk_of[match.end - 1];
    bool added = false;
    if (Noun(c)) added |= AddPhrase(c);
    const int next = c + 1;
    if (!added && Noun(next)) added |= AddPhrase(next);
    if (next + 1 < static_cast<int>(window_.chunks.size()) &&
        window_.chunks[next].kind == Chunk::kPreposition)
      added |= AddPhrase(next + 1);
    if (match.cue->link != v1::LINK_KIND_UNSPECIFIED && !added) Add(match.cue->link, -1);
    return true;
  }

  bool Noun(int chunk) const {
    return chunk >= 0 && chunk < static_cast<int>(window_.chunks.size()) &&
           window_.chunks[chunk].kind == Chunk::kNoun;
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
        Add(kind == v1::ENTITY_KIND_OUTLET ? v1::OUTLET : v1::PARTY, e);
        return true;
      }
    }
    return false;
  }

  void Add(v1::LinkKind kind, int entity) {
    v1::Attribution link;
    link.set_kind(kind);
    if (entity >= 0) {
      link.set_name(document_.entities[entity].name());
      link.set_entity_id(document_.entities[entity].entity_id());
    }
    for (const v1::Attribution& known : chain_.links) {
      if (known.kind() == kind && known.entity_id() == link.entity_id()) return;
    }
    chain_.links.push_back(std::move(link));
  }

  const Grammar& grammar_;
  const Cues& cues_;
  const Document& document_;
  const ChunkedWindow& window_;
  const ArgumentFinder& arguments_;
  SourceChain chain_;
};

}  // namespace

bool SourceChain::HasOutlet() const {
  return std::any_of(links.begin(), links.end(), [](const auto& l) { return l.kind() == v1::OUTLET; });
}

bool SourceChain::HasParty() const {
  return std::any_of(links.begin(), links.end(), [](const auto& l) { return l.kind() == v1::PARTY; });
}

SourceChain ReadSources(const Grammar& grammar, const Cues& cues, const Document& document,
                        const ChunkedWindow& window, const ArgumentFinder& arguments) {
  return SourceReader(grammar, cues, document, window, arguments).Read();
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
