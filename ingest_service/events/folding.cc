#include "ingest_service/events/folding.h"

#include <algorithm>
#include <cstdlib>
#include <limits>
#include <string_view>

#include "absl/container/flat_hash_map.h"
#include "absl/container/inlined_vector.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"

namespace tearsheet {
namespace {

// Most assertions of one type and party that a further one is compared with; no article tells of so many, and
// a megabyte that does is read in linear time.
constexpr size_t kMostCompared = 20;

// Decimal strings compare well enough as doubles here: nothing is computed from the result.
double Bound(const std::string& text, double absent) {
  return text.empty() ? absent : std::strtod(text.c_str(), nullptr);
}

template <typename Range>
bool RangesOverlap(const Range& a, const Range& b) {
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  const double low = std::max(Bound(a.low(), -kInfinity), Bound(b.low(), -kInfinity));
  const double high = std::min(Bound(a.high(), kInfinity), Bound(b.high(), kInfinity));
  if (low <= high) return true;
  // "about 10 billion" and "9.8 billion" are one thing told twice.
  const bool rough = a.approximate() || b.approximate();
  return rough && low - high <= 0.05 * std::max(std::abs(low), std::abs(high));
}

// Few roles have more participants.
using IdList = absl::InlinedVector<std::string_view, 4>;

// Ids of the participants in `role`, sorted; they view the event.
IdList Ids(const v1::Event& event, std::string_view role) {
  IdList ids;
  for (const v1::Participant& participant : event.participants()) {
    if (participant.role() == role) ids.push_back(participant.entity_id());
  }
  std::sort(ids.begin(), ids.end());
  return ids;
}

bool Holds(const IdList& ids, std::string_view id) { return std::binary_search(ids.begin(), ids.end(), id); }

bool Intersect(const IdList& a, const IdList& b) {
  return std::any_of(a.begin(), a.end(), [&](std::string_view id) { return Holds(b, id); });
}

class Folder {
 public:
  explicit Folder(const Ontology& ontology) : ontology_(ontology) {}

  std::vector<Assertion> Run(std::deque<Assertion> assertions) {
    folded_.reserve(assertions.size());
    // Body sentences come first, in their order: title and headings yield to them.
    for (Assertion& assertion : assertions) {
      if (!assertion.title && !assertion.heading) Fold(assertion);
    }
    for (Assertion& assertion : assertions) {
      if (assertion.title || assertion.heading) Fold(assertion);
    }
    // Assertions are dear to move, so each is moved once.
    std::vector<Assertion*> order;
    order.reserve(folded_.size());
    for (Assertion& assertion : folded_) {
      SortEvidence(assertion.event);
      order.push_back(&assertion);
    }
    std::stable_sort(order.begin(), order.end(), [](const Assertion* a, const Assertion* b) {
      return Before(a->event.evidence(0), b->event.evidence(0));
    });
    std::vector<Assertion> sorted;
    sorted.reserve(order.size());
    for (Assertion* assertion : order) sorted.push_back(std::move(*assertion));
    return sorted;
  }

 private:
  void Fold(Assertion& assertion) {
    const int same = FindSame(assertion);
    const int into = same < 0 ? static_cast<int>(folded_.size()) : same;
    for (const v1::Participant& participant : assertion.event.participants()) {
      std::vector<int>& told = by_entity_[Key(assertion.event, participant)];
      if (told.size() < kMostCompared && (told.empty() || told.back() != into)) told.push_back(into);
    }
    if (same < 0) {
      folded_.push_back(std::move(assertion));
    } else {
      Merge(assertion, folded_[same]);
    }
  }

  static bool Before(const v1::Evidence& a, const v1::Evidence& b) {
    if (a.part() != b.part()) return a.part() == v1::TEXT_PART_TITLE;
    return a.start() != b.start() ? a.start() < b.start() : a.end() < b.end();
  }

  static std::string Key(const v1::Event& event, const v1::Participant& participant) {
    return absl::StrCat(event.type(), " ", participant.entity_id());
  }

  // The first folded assertion that tells the same, or -1: one of those that share a participant.
  int FindSame(const Assertion& assertion) const {
    std::vector<int> near;
    for (const v1::Participant& participant : assertion.event.participants()) {
      const auto told = by_entity_.find(Key(assertion.event, participant));
      if (told != by_entity_.end()) near.insert(near.end(), told->second.begin(), told->second.end());
    }
    std::sort(near.begin(), near.end());
    near.erase(std::unique(near.begin(), near.end()), near.end());
    for (int other : near) {
      if (Same(folded_[other], assertion)) return other;
    }
    return -1;
  }

  bool Same(const Assertion& a, const Assertion& b) const {
    if (a.event.type() != b.event.type()) return false;
    if (Swapped(a.event, b.event)) return true;
    const v1::EventType& type = *a.frame->type;
    // What every event of the type must have agrees; other core roles agree where both are told.
    bool shared = false;
    for (const v1::Role& role : type.roles()) {
      if (!role.core()) continue;
      const IdList left = Ids(a.event, role.id());
      const IdList right = Ids(b.event, role.id());
      if (left.empty() || right.empty()) continue;
      const bool two =
          role.repeated_role() &&
          std::any_of(type.required().begin(), type.required().end(), [&](const v1::RoleSet& set) {
            return std::count(set.roles().begin(), set.roles().end(), role.id()) > 1;
          });
      if (two ? !(std::includes(left.begin(), left.end(), right.begin(), right.end()) ||
                  std::includes(right.begin(), right.end(), left.begin(), left.end()))
              : !Intersect(left, right)) {
        // "raised $5m in a round led by X, with Y": one round and its parties, told part by part.
        const bool parts = role.repeated_role() && std::abs(a.sentence - b.sentence) <= 3 &&
                           (NoNumber(a.event) || NoNumber(b.event));
        if (!parts || two) return false;
        continue;
      }
      shared = true;
    }
    if (!shared) return false;
    if (a.event.has_amount() && b.event.has_amount() && !Overlaps(a.event.amount(), b.event.amount()))
      return false;
    if (a.event.has_percent() && b.event.has_percent() && !Overlaps(a.event.percent(), b.event.percent()))
      return false;
    if (a.event.has_quantity() && b.event.has_quantity() && !Overlaps(a.event.quantity(), b.event.quantity()))
      return false;
    if (NoNumber(a.event) != NoNumber(b.event) && TimesApart(a.event, b.event)) return false;
    for (const std::string& slot : type.telling_slots()) {
      const std::string left = GetWord(a.event, slot);
      const std::string right = GetWord(b.event, slot);
      if (!left.empty() && !right.empty() && left != right) return false;
    }
    return true;
  }

  // "Acme and Birch discuss a $3bn investment" does not tell who invests; the sentence that does comes first.
  static bool Swapped(const v1::Event& a, const v1::Event& b) {
    if (a.participants_size() != 2 || b.participants_size() != 2 || !a.has_amount() || !b.has_amount())
      return false;
    return a.participants(0).role() == b.participants(0).role() &&
           a.participants(1).role() == b.participants(1).role() &&
           a.participants(0).entity_id() == b.participants(1).entity_id() &&
           a.participants(1).entity_id() == b.participants(0).entity_id() && Overlaps(a.amount(), b.amount());
  }

  static bool NoNumber(const v1::Event& event) {
    return !event.has_amount() && !event.has_percent() && !event.has_quantity();
  }

  // They start in the same year or in two that follow each other.
  static bool SameYears(const v1::TimeSpan& a, const v1::TimeSpan& b) {
    int left = 0;
    int right = 0;
    return absl::SimpleAtoi(a.start().substr(0, 4), &left) &&
           absl::SimpleAtoi(b.start().substr(0, 4), &right) && std::abs(left - right) <= 1;
  }

  static bool TimesApart(const v1::Event& a, const v1::Event& b) {
    if (!a.has_time() || !b.has_time()) return false;
    // "agreed to buy in May", "called off on Friday": one deal and its end.
    const bool ends = a.status() >= v1::DELAYED || b.status() >= v1::DELAYED;
    if (ends && a.status() != b.status() && SameYears(a.time(), b.time())) return false;
    const v1::TimeSpan& left = a.time();
    const v1::TimeSpan& right = b.time();
    return (!left.end().empty() && !right.start().empty() && left.end() <= right.start()) ||
           (!right.end().empty() && !left.start().empty() && right.end() <= left.start());
  }

  // The status of what two assertions tell: the later stage, of which three things are no part. A stage that
  // only a noun suggests yields to one that is told; what is completed is not called off; a denial falls
  // where something newer in the article goes on with it.
  static v1::Status Together(const Assertion& a, const Assertion& b) {
    const v1::Status left = a.event.status();
    const v1::Status right = b.event.status();
    if (a.stage_told != b.stage_told) return a.stage_told ? left : right;
    if (left == v1::COMPLETED && right > v1::COMPLETED) return left;
    if (right == v1::COMPLETED && left > v1::COMPLETED) return right;
    if (left == v1::DENIED && Supports(b, a)) return right;
    if (right == v1::DENIED && Supports(a, b)) return left;
    return std::max(left, right);
  }

  static bool Supports(const Assertion& newer, const Assertion& denial) {
    if (newer.event.status() == v1::AGREED || newer.event.status() == v1::ONGOING) return true;
    return !newer.title && !newer.heading && newer.sentence > denial.sentence &&
           newer.event.status() >= v1::OFFERED && newer.event.status() < v1::DELAYED;
  }

  void Merge(const Assertion& from, Assertion& into) const {
    v1::Event& event = into.event;
    const bool swapped = Swapped(event, from.event);
    for (const v1::Participant& participant : from.event.participants()) {
      if (swapped) break;
      const v1::Role* role = Ontology::FindRole(*into.frame->type, participant.role());
      const IdList known = Ids(event, participant.role());
      if (!Holds(known, participant.entity_id()) &&
          (known.empty() ||
           (role != nullptr && role->repeated_role() && (!from.from_context || NamedThere(participant))))) {
        *event.add_participants() = participant;
      }
    }
    if (!event.has_amount() && from.event.has_amount()) *event.mutable_amount() = from.event.amount();
    if (!event.has_percent() && from.event.has_percent()) *event.mutable_percent() = from.event.percent();
    if (!event.has_quantity() && from.event.has_quantity()) *event.mutable_quantity() = from.event.quantity();
    if (!event.has_term() && from.event.has_term()) *event.mutable_term() = from.event.term();
    if (!event.has_time() && from.event.has_time()) *event.mutable_time() = from.event.time();
    for (const std::string& slot : into.frame->type->slots()) {
      const v1::Slot* known = ontology_.FindSlot(slot);
      if (known->kind() != v1::SLOT_KIND_WORD || !GetWord(event, slot).empty()) continue;
      if (const std::string word = GetWord(from.event, slot); !word.empty()) SetWord(event, slot, word);
    }
    event.set_status(Together(into, from));
    into.stage_told |= from.stage_told;
    // What one sentence states as a fact is no longer only possible.
    if (from.event.certainty() == v1::ASSERTED) event.set_certainty(v1::ASSERTED);
    // Who said so first holds; the publisher alone is nobody.
    if (event.attribution_size() < 2 && from.event.attribution_size() > 1)
      *event.mutable_attribution() = from.event.attribution();
    into.basis.told += from.basis.told;
    into.basis.context &= from.basis.context;
    into.basis.pronoun &= from.basis.pronoun;
    into.basis.reach = std::min(into.basis.reach, from.basis.reach);
    // Where an explanation is wanted, every assertion has reasons.
    if (!from.reasons.empty()) {
      into.reasons.push_back(
          {"told again", absl::StrCat(from.event.rule(), ", ", v1::Status_Name(from.event.status()), ": “",
                                      from.event.evidence(0).quote(), "”")});
    }
    for (const v1::Evidence& evidence : from.event.evidence()) {
      const bool known =
          std::any_of(event.evidence().begin(), event.evidence().end(), [&](const v1::Evidence& e) {
            return e.part() == evidence.part() && e.start() == evidence.start();
          });
      if (!known) *event.add_evidence() = evidence;
    }
  }

  // The sentence itself gives the participant, and by name or pronoun; not what was told before.
  static bool NamedThere(const v1::Participant& participant) { return participant.has_mention(); }

  static void SortEvidence(v1::Event& event) {
    if (event.evidence_size() > 1)
      std::stable_sort(event.mutable_evidence()->begin(), event.mutable_evidence()->end(), Before);
  }

  const Ontology& ontology_;
  std::vector<Assertion> folded_;
  // Indexes into `folded_` by event type and participant.
  absl::flat_hash_map<std::string, std::vector<int>> by_entity_;
};

}  // namespace

bool Overlaps(const v1::Amount& a, const v1::Amount& b) {
  return (a.currency() == b.currency() || a.currency().empty() || b.currency().empty()) &&
         RangesOverlap(a, b);
}
bool Overlaps(const v1::Percent& a, const v1::Percent& b) { return RangesOverlap(a, b); }
bool Overlaps(const v1::Quantity& a, const v1::Quantity& b) {
  return a.unit() == b.unit() && RangesOverlap(a, b);
}

std::vector<Assertion> FoldAssertions(std::deque<Assertion> assertions, const Ontology& ontology) {
  return Folder(ontology).Run(std::move(assertions));
}

}  // namespace tearsheet
