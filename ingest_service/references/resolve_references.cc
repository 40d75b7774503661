#include "ingest_service/references/resolve_references.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>

#include "ingest_service/references/reference_kind.h"

namespace tearsheet {
namespace {

// How many sentences back a reference can reach.
constexpr int kReach = 4;
// Words before a name ("drug developer Acme") and after the comma behind it ("Acme, a chipmaker") that
// describe it.
constexpr int kBefore = 3;
constexpr int kAfter = 9;

bool IsCompany(v1::EntityKind kind) {
  return kind == v1::ENTITY_KIND_ORGANISATION || kind == v1::ENTITY_KIND_UNSPECIFIED;
}

class Resolver {
 public:
  explicit Resolver(Document& document) : document_(document) {}

  void Run() {
    LearnDescriptions();
    for (size_t m = 0; m < document_.mentions.size(); ++m) {
      DocumentMention& mention = document_.mentions[m];
      if (mention.reference && mention.entities.empty()) Resolve(static_cast<int>(m));
      if (mention.kind != v1::ENTITY || mention.entities.empty()) continue;
      resolved_.push_back(static_cast<int>(m));
      for (int e : mention.entities) ++told_[e];
    }
  }

 private:
  v1::EntityKind KindOf(int mention) const {
    return document_.entities[document_.mentions[mention].entities[0]].kind();
  }

  // What the article itself calls each company.
  void LearnDescriptions() {
    for (const DocumentMention& mention : document_.mentions) {
      if (mention.reference || mention.entities.size() != 1 || mention.kind != v1::ENTITY) continue;
      std::set<std::string_view>& words = described_[mention.entities[0]];
      const Sentence& sentence = document_.sentences[mention.sentence];
      for (int t = std::max(sentence.first_token, mention.first_token - kBefore); t < mention.first_token;
           ++t) {
        if (!document_.tokens[t].capitalised && document_.tokens[t].kind == Token::kWord)
          words.insert(document_.tokens[t].lower);
      }
      int t = mention.end_token;
      if (t >= sentence.end_token || document_.tokens[t].lower != ",") continue;
      for (++t; t < sentence.end_token && t < mention.end_token + kAfter && document_.tokens[t].lower != ",";
           ++t) {
        words.insert(document_.tokens[t].lower);
      }
    }
  }

  bool Described(int entity, std::string_view head) const {
    auto it = described_.find(entity);
    return it != described_.end() && it->second.count(head) > 0;
  }

  void Resolve(int m) {
    DocumentMention& mention = document_.mentions[m];
    const Reference reference = ReadReference(document_, mention);
    if (reference.kind == ReferenceKind::kPair) {
      TakePair(mention);
      return;
    }
    int best = -1;
    int best_score = 0;
    // "Acme Cloud will pay the company": the owner of the subject is not meant either.
    std::string subject_owner;
    if (!resolved_.empty() && !mention.possessive && reference.kind == ReferenceKind::kDescription) {
      const DocumentMention& last = document_.mentions[resolved_.back()];
      if (last.sentence == mention.sentence && last.entities.size() == 1 &&
          SubjectRightBefore(mention, last)) {
        subject_owner = document_.entities[last.entities[0]].parent_id();
      }
    }
    for (auto it = resolved_.rbegin(); it != resolved_.rend(); ++it) {
      const DocumentMention& other = document_.mentions[*it];
      if (document_.sentences[other.sentence].part != document_.sentences[mention.sentence].part) break;
      if (mention.sentence - other.sentence > kReach) break;
      if (other.entities.size() != 1) continue;
      int score = Score(reference, mention, *it);
      if (!subject_owner.empty() && document_.entities[other.entities[0]].entity_id() == subject_owner)
        score -= 60;
      if (score > best_score) {
        best_score = score;
        best = *it;
      }
    }
    if (best >= 0) mention.entities = document_.mentions[best].entities;
  }

  // The first company of a sentence is most often its subject.
  bool StartsSentence(int m) const {
    const Sentence& sentence = document_.sentences[document_.mentions[m].sentence];
    for (int i = m - 1; i >= 0 && document_.mentions[i].first_token >= sentence.first_token; --i) {
      if (document_.mentions[i].kind == v1::ENTITY && !document_.mentions[i].entities.empty() &&
          IsCompany(KindOf(i)))
        return false;
    }
    return true;
  }

  // "said it would": the reference is a subject itself.
  bool StartsClause(const DocumentMention& mention) const {
    const Sentence& sentence = document_.sentences[mention.sentence];
    if (mention.end_token >= sentence.end_token) return false;
    const std::string_view next = document_.tokens[mention.end_token].lower;
    for (const char* word : {"is",    "was",   "were", "are",   "has",     "had",      "have",  "will",
                             "would", "could", "may",  "might", "did",     "does",     "plans", "expects",
                             "wants", "said",  "says", "also",  "planned", "expected", "needs"}) {
      if (next == word) return true;
    }
    return false;
  }

  bool FollowsPreposition(const DocumentMention& mention) const {
    if (mention.first_token == 0) return false;
    const std::string_view before = document_.tokens[mention.first_token - 1].lower;
    for (const char* word :
         {"of", "in", "for", "with", "from", "by", "to", "into", "on", "about", "over", "against"}) {
      if (before == word) return true;
    }
    return false;
  }

  // "Acme will pay the company": nobody is the object of his own verb.
  bool SubjectRightBefore(const DocumentMention& mention, const DocumentMention& other) const {
    if (mention.first_token - other.end_token > 5 || StartsClause(mention)) return false;
    for (int t = other.end_token; t < mention.first_token; ++t) {
      const Token& token = document_.tokens[t];
      if (token.kind == Token::kPunctuation || token.lower == "and" || token.lower == "but" ||
          token.lower == "or" || token.lower == "that") {
        return false;
      }
    }
    return true;
  }

  int Score(const Reference& reference, const DocumentMention& mention, int candidate) const {
    const DocumentMention& other = document_.mentions[candidate];
    const v1::Entity& entity = document_.entities[other.entities[0]];
    if (reference.kind == ReferenceKind::kPerson) {
      return entity.kind() == v1::ENTITY_KIND_PERSON ? 100 - 10 * (mention.sentence - other.sentence) : 0;
    }
    if (!IsCompany(entity.kind())) return 0;
    const int away = mention.sentence - other.sentence;
    if (away == 0 && !mention.possessive && reference.kind != ReferenceKind::kGroup &&
        SubjectRightBefore(mention, other))
      return 0;
    int score = 100 - 20 * away;
    const bool subject = StartsSentence(candidate);
    // "Acme owns a tenth of it": what stands after a preposition is hardly the subject again.
    if (away == 0 && subject && !mention.possessive && FollowsPreposition(mention)) score -= 70;
    if (other.possessive) score -= 8;
    // Whom the article has most to say of is whom it goes on about.
    score += 3 * std::min(told_.at(other.entities[0]), 6);
    if (reference.kind == ReferenceKind::kDescription) {
      // Inside one sentence "the company" is not the subject of the clause but whoever came in last.
      if (away > 0 && subject) score += 12;
      if (!IsGeneralHead(reference.head) && Described(other.entities[0], reference.head)) score += 60;
      const bool listed = !entity.tickers().empty();
      const bool young =
          reference.head == "startup" || reference.head == "start-up" || reference.head == "newcomer";
      if (young) score += listed || !entity.parent_id().empty() ? -60 : 25;
      if (reference.head == "giant") score += listed ? 25 : -10;
    } else {
      if (subject) score += 15;
    }
    return score;
  }

  // The last two companies that were told of.
  void TakePair(DocumentMention& mention) {
    std::vector<int> pair;
    for (auto it = resolved_.rbegin(); it != resolved_.rend() && pair.size() < 2; ++it) {
      const DocumentMention& other = document_.mentions[*it];
      if (mention.sentence - other.sentence > kReach) break;
      for (int e : other.entities) {
        if (IsCompany(document_.entities[e].kind()) && std::find(pair.begin(), pair.end(), e) == pair.end() &&
            pair.size() < 2)
          pair.push_back(e);
      }
    }
    if (pair.size() == 2) mention.entities = {pair[1], pair[0]};
  }

  Document& document_;
  std::vector<int> resolved_;
  // How often each entity was told of so far.
  std::map<int, int> told_;
  std::map<int, std::set<std::string_view>> described_;
};

}  // namespace

void ResolveReferences(Document& document) { Resolver(document).Run(); }

}  // namespace tearsheet
