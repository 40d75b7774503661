#include "ingest_service/references/resolve_references.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "ingest_service/references/deal_roles.h"
#include "ingest_service/references/demand.h"
#include "ingest_service/references/fit.h"
#include "ingest_service/references/grammar_words.h"
#include "ingest_service/references/new_name.h"
#include "ingest_service/references/position.h"
#include "ingest_service/references/salience.h"
#include "ingest_service/references/traits.h"
#include "ingest_service/references/unnamed_people.h"

namespace tearsheet {
namespace {

// How far back candidates are looked for, in mentions, and how far ahead of an opening clause.
constexpr int kHistory = 64;
constexpr int kAheadMentions = 6;
// Sentences back for a pronoun or "the company"; a description that tells more reaches as far as the history.
constexpr int kSentenceReach = 5;
// What is longer is no prose: clauses are not looked for over more tokens, nor roles in longer sentences.
constexpr int kLongClause = 60;
constexpr int kLongSentence = 300;
// Tokens of an opening clause.
constexpr int kOpening = 40;

class Resolver {
 public:
  Resolver(const Catalogue& catalogue, const Descriptions& descriptions, Document& document)
      : descriptions_(descriptions),
        document_(document),
        traits_(LearnTraits(document, catalogue, descriptions)),
        told_(document.entities.size(), 0) {
    for (size_t e = 0; e < document.entities.size(); ++e)
      index_.try_emplace(document.entities[e].entity_id(), static_cast<int>(e));
    FindMain();
    for (const Sentence& sentence : document.sentences) {
      if (sentence.bullet) bullets_.insert(sentence.paragraph);
    }
  }

  void Run() {
    for (size_t m = 0; m < document_.mentions.size(); ++m) {
      DocumentMention& mention = document_.mentions[m];
      if (mention.sentence != sentence_) StartSentence(mention.sentence);
      if (mention.reference && mention.entities.empty()) Resolve(static_cast<int>(m));
      if (mention.kind != v1::ENTITY || mention.entities.empty()) continue;
      Seen seen{static_cast<int>(m), PositionOf(document_, mention)};
      // "Acme and Birch": both stand where the first does.
      if (!seen_.empty() && Coordinated(seen_.back().mention, seen.mention)) {
        seen.position = seen_.back().position;
        seen.joined = true;
      }
      seen_.push_back(seen);
      for (int e : mention.entities) ++told_[e];
      if (mention.entities.size() == 1 && IsCompany(mention.entities[0]))
        known_.push_back({static_cast<int>(m), mention.entities[0]});
    }
  }

 private:
  struct Seen {
    int mention = 0;
    Position position = Position::kObject;
    // Joined by "and" to the one before.
    bool joined = false;
  };

  // Whom the title names, and the company that the article names most.
  void FindMain() {
    in_title_.assign(document_.entities.size(), false);
    std::vector<int> named(document_.entities.size(), 0);
    for (const DocumentMention& mention : document_.mentions) {
      for (int e : mention.entities) {
        ++named[e];
        if (document_.sentences[mention.sentence].part == v1::TEXT_PART_TITLE) in_title_[e] = true;
      }
    }
    for (size_t e = 0; e < named.size(); ++e) {
      if (IsCompany(static_cast<int>(e)) && named[e] > 1 && (main_ < 0 || named[e] > named[main_]))
        main_ = static_cast<int>(e);
    }
  }

  bool IsCompany(int entity) const {
    const v1::EntityKind kind = traits_[entity].kind;
    return kind == v1::ENTITY_KIND_ORGANISATION || kind == v1::ENTITY_KIND_UNSPECIFIED;
  }

  void StartSentence(int sentence) {
    ReadRoles();
    known_.clear();
    sentence_ = sentence;
    roles_read_ = document_.sentences[sentence].first_token;
  }

  // Roles that the sentence has told so far.
  void ReadRoles() {
    if (sentence_ < 0) return;
    ReadRolesUpTo(document_.sentences[sentence_].end_token);
  }

  void ReadRolesUpTo(int end) {
    if (end > roles_read_ && end - roles_read_ <= kLongSentence)
      roles_.Read(document_, roles_read_, end, known_);
  }

  bool Coordinated(int a, int b) const {
    const DocumentMention& left = document_.mentions[a];
    const DocumentMention& right = document_.mentions[b];
    if (left.sentence != right.sentence || left.possessive) return false;
    const int between = right.first_token - left.end_token;
    return between == 1 &&
           (document_.tokens[left.end_token].lower == "and" || document_.tokens[left.end_token].lower == "&");
  }

  void Resolve(int m) {
    DocumentMention& mention = document_.mentions[m];
    const Demand demand = ReadDemand(document_, mention, descriptions_);
    if (const int name = NextTo(m, demand); name >= 0) {
      mention.entities = {name};
      return;
    }
    switch (demand.kind) {
      case Demand::kSeveral:
        TakeSeveral(mention, demand);
        return;
      case Demand::kFormer:
      case Demand::kLatter:
        TakeOfTwo(mention, demand.kind == Demand::kFormer);
        return;
      case Demand::kThey:
        if (TakeGroup(mention) || MeansPeople(document_, descriptions_, mention)) return;
        break;
      case Demand::kIt:
        if (!mention.possessive && IsExpletive(document_, mention)) return;
        break;
      case Demand::kDescription:
        if (Restricted(mention)) return;
        if ((demand.flags & Meaning::kParent) != 0) {
          TakeParent(mention);
          return;
        }
        break;
      default:
        break;
    }
    TakeBest(m, demand);
  }

  // "Acme, the lender", "the lender, Acme," and "the lender Acme" name who is meant; -1 otherwise.
  int NextTo(int m, const Demand& demand) const {
    if (demand.kind != Demand::kDescription) return -1;
    const DocumentMention& mention = document_.mentions[m];
    const Sentence& sentence = document_.sentences[mention.sentence];
    const auto word = [&](int t) {
      return t >= sentence.first_token && t < sentence.end_token ? document_.tokens[t].lower
                                                                 : std::string_view();
    };
    const auto fits = [&](const DocumentMention& other) {
      if (other.entities.size() != 1 || other.kind != v1::ENTITY || other.reference || other.possessive)
        return false;
      const std::optional<Fit> fit = FitOf(demand, traits_[other.entities[0]]);
      return fit.has_value() && fit->points > -salience::kSector;
    };
    // "Acme, the lender founded by two brothers,": what follows describes.
    const bool verb_follows = IsFiniteVerb(word(mention.end_token)) && word(mention.end_token + 1) != "by";
    if (m > 0 && !verb_follows && word(mention.first_token - 1) == ",") {
      const DocumentMention& before = document_.mentions[m - 1];
      if (before.end_token == mention.first_token - 1 && fits(before)) return before.entities[0];
    }
    // Past names inside the description itself ("the Cyprus-registered shipowner").
    size_t next = static_cast<size_t>(m) + 1;
    while (next < document_.mentions.size() && document_.mentions[next].first_token < mention.end_token)
      ++next;
    if (next < document_.mentions.size()) {
      const DocumentMention& after = document_.mentions[next];
      const bool comma = word(mention.end_token) == "," && word(after.end_token) == ",";
      if ((after.first_token == mention.end_token || (comma && after.first_token == mention.end_token + 1)) &&
          fits(after))
        return after.entities[0];
    }
    return -1;
  }

  // "the bank that financed the factory", "the company behind it": told anew, not told of before.
  bool Restricted(const DocumentMention& mention) const {
    const Sentence& sentence = document_.sentences[mention.sentence];
    if (mention.end_token >= sentence.end_token) return false;
    const std::string_view next = document_.tokens[mention.end_token].lower;
    return next == "that" || next == "which" || next == "who" || next == "whose" || next == "behind";
  }

  void TakeBest(int m, const Demand& demand) {
    DocumentMention& mention = document_.mentions[m];
    if (demand.role != DealRole::kNone) ReadRolesUpTo(mention.first_token);
    const Position position = PositionOf(document_, mention);
    const bool specific = demand.kind == Demand::kDescription && !demand.general;
    boundaries_ = ClauseBoundaries(
        document_,
        std::max(document_.sentences[mention.sentence].first_token, mention.first_token - kLongClause),
        mention.first_token);
    const bool needs_kind = NeedsKind(demand);
    int best = -1;
    int best_points = 0;
    int looked = 0;
    for (auto it = seen_.rbegin(); it != seen_.rend() && looked < kHistory; ++it, ++looked) {
      const DocumentMention& other = document_.mentions[it->mention];
      if (other.entities.size() != 1) continue;
      const std::optional<Fit> fit = FitOf(demand, traits_[other.entities[0]]);
      if (!fit.has_value()) continue;
      const std::optional<int> place = PlacePoints(demand, m, position, *it);
      if (!place.has_value()) continue;
      const int away = mention.sentence - other.sentence;
      if (away > kSentenceReach && !(specific && fit->evidence)) continue;
      const int role = RolePoints(demand, other.entities[0]);
      const int points =
          *place + fit->points + role - salience::kBetween * std::min(looked, salience::kMostBetween);
      if (needs_kind && !fit->kind_agrees && role <= 0) continue;
      const int enough = specific ? salience::kEnoughForSpecific : salience::kEnough;
      if (points < enough || points <= best_points) continue;
      best_points = points;
      best = other.entities[0];
    }
    if (const std::optional<std::pair<int, int>> ahead = Ahead(m, demand);
        ahead.has_value() && ahead->second > best_points) {
      best = ahead->first;
    }
    if (best < 0) best = FromNewName(m, demand);
    if (best >= 0) mention.entities = {best};
  }

  // "The company was renamed Birch Motors": nobody was named before, but now he is.
  int FromNewName(int m, const Demand& demand) {
    if (demand.kind != Demand::kIt && demand.kind != Demand::kDescription) return -1;
    const int name = NewNameOf(document_, m);
    return name < 0 ? -1 : document_.mentions[name].entities[0];
  }

  // Nouns of which every article has several that it never names: "the bank", "the investor", "the buyer".
  bool NeedsKind(const Demand& demand) const {
    if (demand.kind != Demand::kDescription || (demand.flags & Meaning::kThing) != 0) return false;
    if (demand.role != DealRole::kNone || (demand.flags & Meaning::kNamed) != 0) return true;
    static constexpr std::string_view kSectors[] = {"regulator", "government", "fund",       "broker",
                                                    "exchange",  "union",      "consulting", "education",
                                                    "charity",   "bank"};
    SectorSet common;
    for (const std::string_view sector : kSectors) common |= descriptions_.Sector(sector);
    return (demand.noun_sectors & common).any();
  }

  int RolePoints(const Demand& demand, int entity) const {
    if ((demand.flags & Meaning::kYoung) != 0) {
      if (roles_.Holder(DealRole::kTarget) == entity) return salience::kYoungTarget;
      return roles_.Holder(DealRole::kAcquirer) == entity ? salience::kYoungAcquirer : 0;
    }
    if (demand.role == DealRole::kNone) return 0;
    if (roles_.Holder(demand.role) == entity) return salience::kRole;
    for (int role = 1; role < kDealRoles; ++role) {
      if (roles_.Holder(static_cast<DealRole>(role)) == entity) return salience::kOtherRole;
    }
    return 0;
  }

  // Points for where the candidate stands; nothing when grammar rules it out.
  std::optional<int> PlacePoints(const Demand& demand, int m, Position position, const Seen& seen) const {
    const DocumentMention& mention = document_.mentions[m];
    const DocumentMention& other = document_.mentions[seen.mention];
    const Sentence& here = document_.sentences[mention.sentence];
    const Sentence& there = document_.sentences[other.sentence];
    const int away = std::min(mention.sentence - other.sentence, salience::kMostAway);
    int points = salience::kBase - salience::kSentenceAway * away;
    if (here.part != there.part) points -= salience::kFromTitle;
    if (here.paragraph != there.paragraph) points -= salience::kOtherParagraph;
    if (here.paragraph != there.paragraph && (InBullet(here) || InBullet(there)))
      points -= salience::kOtherBullet;
    points += salience::kTold * std::min(told_[other.entities[0]], salience::kMostTold);
    const bool inside_description = demand.kind == Demand::kDescription && away == 0;
    const Position stands = away == 0 && HasRelativeClause(other) ? Position::kSubject : seen.position;
    if (stands == Position::kSubject && !inside_description) points += salience::kSubject;
    if (stands == Position::kOblique) points += salience::kOblique;
    if (stands == Position::kPossessor) points += salience::kPossessor;
    if (stands == Position::kSubjectOwner) points += salience::kSubjectOwner;
    if (in_title_[other.entities[0]]) points += salience::kInTitle;
    if (other.entities[0] == main_) points += salience::kMain;
    if (away > 0) {
      if (position == Position::kSubject && stands == Position::kSubject) points += salience::kParallel;
      if (position == Position::kObject && stands == Position::kObject) points += salience::kParallel;
      return points;
    }
    const bool boundary = mention.first_token - other.end_token > kLongClause ||
                          HasBoundaryAfter(document_, boundaries_, other.end_token);
    if (mention.possessive && demand.kind != Demand::kDescription) {
      // "Belmed, its Swiss arm": not Belmed's.
      if (other.end_token == mention.first_token - 1 && document_.tokens[other.end_token].lower == ",")
        return std::nullopt;
      if (stands == Position::kSubject && !boundary) points += salience::kOwnSubject;
      if (stands == Position::kSubjectOwner && !boundary) points += salience::kOwnSubjectOwner;
      return points;
    }
    // Nobody is the object of his own verb, nor of his own possession.
    if (!boundary && stands == Position::kSubject && position != Position::kSubject) {
      if (mention.first_token - other.end_token <= kNearObject) return std::nullopt;
      points +=
          position == Position::kOblique ? salience::kObliqueOfSubject : salience::kObliqueOfSubject / 2;
    }
    if (!boundary && position == Position::kObject && demand.kind != Demand::kDescription &&
        mention.first_token - other.end_token <= 2)
      return std::nullopt;
    if (position == Position::kSubject && stands == Position::kSubject && SaysBetween(other, mention))
      points += salience::kSpeaker;
    return points;
  }

  // "Acme, which said it": its own subject.
  bool HasRelativeClause(const DocumentMention& mention) const {
    int t = mention.end_token;
    const int end = document_.sentences[mention.sentence].end_token;
    if (t < end && document_.tokens[t].lower == ",") ++t;
    return t < end && (document_.tokens[t].lower == "which" || document_.tokens[t].lower == "who");
  }

  bool InBullet(const Sentence& sentence) const { return bullets_.count(sentence.paragraph) > 0; }

  // "Acme said it", "Acme said on Monday that it".
  bool SaysBetween(const DocumentMention& speaker, const DocumentMention& mention) const {
    for (int t = speaker.end_token; t < mention.first_token && t < speaker.end_token + 4; ++t) {
      if (IsSayingVerb(document_.tokens[t].lower)) return true;
    }
    return false;
  }

  // The subject behind an opening clause: "Speaking after it reported, Acme said"; entity and points.
  std::optional<std::pair<int, int>> Ahead(int m, const Demand& demand) const {
    const DocumentMention& mention = document_.mentions[m];
    const Sentence& sentence = document_.sentences[mention.sentence];
    if (demand.kind != Demand::kIt && demand.kind != Demand::kHe && demand.kind != Demand::kShe)
      return std::nullopt;
    const Token& first = document_.tokens[sentence.first_token];
    const bool opens = IsSubordinator(first.lower) || IsPreposition(first.lower) ||
                       (first.lower.size() > 5 && first.lower.substr(first.lower.size() - 3) == "ing");
    if (!opens || first.lower == "but") return std::nullopt;
    const int opening_end = std::min(sentence.end_token, sentence.first_token + kOpening);
    if (mention.first_token >= opening_end) return std::nullopt;
    int comma = mention.end_token;
    while (comma < opening_end && document_.tokens[comma].lower != ",") ++comma;
    for (int i = sentence.first_token; i < mention.first_token; ++i) {
      if (document_.tokens[i].lower == ",") return std::nullopt;
    }
    for (size_t n = static_cast<size_t>(m) + 1;
         n < document_.mentions.size() && n < static_cast<size_t>(m) + kAheadMentions; ++n) {
      const DocumentMention& other = document_.mentions[n];
      if (other.sentence != mention.sentence) break;
      if (other.first_token < comma || other.kind != v1::ENTITY) continue;
      if (other.reference || other.entities.size() != 1 || other.first_token > comma + kNearObject) break;
      const std::optional<Fit> fit = FitOf(demand, traits_[other.entities[0]]);
      if (!fit.has_value() || PositionOf(document_, other) != Position::kSubject) continue;
      return std::make_pair(other.entities[0], fit->points + (mention.possessive ? salience::kAheadPossessive
                                                                                 : salience::kAhead));
    }
    return std::nullopt;
  }

  // "the parent": the owner of whom was told last.
  void TakeParent(DocumentMention& mention) {
    int looked = 0;
    for (auto it = seen_.rbegin(); it != seen_.rend() && looked < kHistory; ++it, ++looked) {
      const DocumentMention& other = document_.mentions[it->mention];
      if (mention.sentence - other.sentence > kSentenceReach) return;
      if (other.entities.size() != 1) continue;
      const auto parent = index_.find(document_.entities[other.entities[0]].parent_id());
      if (parent == index_.end()) continue;
      mention.entities = {parent->second};
      return;
    }
  }

  // The companies of the nearest sentence that has enough of them, in their order.
  void TakeSeveral(DocumentMention& mention, const Demand& demand) {
    std::vector<int> found;
    int from = -1;
    int looked = 0;
    for (auto it = seen_.rbegin(); it != seen_.rend() && looked < kHistory; ++it, ++looked) {
      const DocumentMention& other = document_.mentions[it->mention];
      if (mention.sentence - other.sentence > kSentenceReach) break;
      // Two of one sentence rather than one of each of two.
      // A list of many (a round's investors) is not who "the two" are.
      const int have = static_cast<int>(found.size());
      if (other.sentence != from && from >= 0 && have >= demand.count && have <= 2 * demand.count) break;
      from = other.sentence;
      for (auto e = other.entities.rbegin(); e != other.entities.rend(); ++e) {
        if (!IsCompany(*e) || std::find(found.begin(), found.end(), *e) != found.end()) continue;
        if (traits_[*e].official) continue;
        const bool known = traits_[*e].sectors.any() || !demand.counted;
        if (demand.noun_sectors.any() && known && (traits_[*e].sectors & demand.noun_sectors).none())
          continue;
        found.push_back(*e);
      }
    }
    if (static_cast<int>(found.size()) < demand.count) return;
    std::reverse(found.begin(), found.end());
    // Of more than that many those that the article tells most of.
    if (static_cast<int>(found.size()) > demand.count) {
      std::vector<int> order = found;
      std::stable_sort(order.begin(), order.end(), [&](int a, int b) { return told_[a] > told_[b]; });
      order.resize(demand.count);
      std::erase_if(found, [&](int e) { return std::find(order.begin(), order.end(), e) == order.end(); });
    }
    mention.entities = std::move(found);
  }

  // The first or second of the last two that were named together.
  void TakeOfTwo(DocumentMention& mention, bool first) {
    for (size_t i = seen_.size(); i-- > 1;) {
      const DocumentMention& right = document_.mentions[seen_[i].mention];
      const DocumentMention& left = document_.mentions[seen_[i - 1].mention];
      if (mention.sentence - right.sentence > 2) return;
      if (right.sentence != left.sentence || left.entities.size() != 1 || right.entities.size() != 1)
        continue;
      if (left.entities == right.entities) continue;
      mention.entities = first ? left.entities : right.entities;
      return;
    }
  }

  // "Acme and Birch said they": those who were told of together.
  bool TakeGroup(DocumentMention& mention) {
    int looked = 0;
    for (size_t i = seen_.size(); i-- > 0 && looked < 8; ++looked) {
      const DocumentMention& other = document_.mentions[seen_[i].mention];
      if (mention.sentence - other.sentence > 1) return false;
      if (TellsOfSeveral(document_, descriptions_, other.end_token, mention.first_token, false)) return false;
      if (other.entities.size() > 1) {
        mention.entities = other.entities;
        return true;
      }
      if (!seen_[i].joined || i == 0 || seen_[i].position != Position::kSubject) continue;
      std::vector<int> group = {other.entities[0]};
      for (size_t j = i; j > 0 && seen_[j].joined; --j)
        group.insert(group.begin(), document_.mentions[seen_[j - 1].mention].entities[0]);
      if (!IsCompany(group[0])) return false;
      mention.entities = std::move(group);
      return true;
    }
    return false;
  }

  static constexpr int kNearObject = 6;

  const Descriptions& descriptions_;
  Document& document_;
  const std::vector<Traits> traits_;
  // Entities by id.
  absl::flat_hash_map<std::string, int> index_;
  // Paragraphs that are items of a list.
  absl::flat_hash_set<int> bullets_;
  std::vector<bool> in_title_;
  int main_ = -1;
  // How often each entity was told of so far.
  std::vector<int> told_;
  std::vector<Seen> seen_;
  // Where clauses start before the reference that is being resolved.
  std::vector<int> boundaries_;
  DealRoles roles_;
  // Of the sentence that is being read.
  int sentence_ = -1;
  int roles_read_ = 0;
  std::vector<KnownMention> known_;
};

}  // namespace

void ResolveReferences(const Catalogue& catalogue, const Descriptions& descriptions, Document& document) {
  Resolver(catalogue, descriptions, document).Run();
}

}  // namespace tearsheet
