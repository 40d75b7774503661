#include "query_service/consolidation/slot.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "query_service/consolidation/identity.h"

namespace tearsheet {
namespace {

// A pile as one slot sees it.
struct Judged {
  const Pile* pile = nullptr;
  bool superseded = false;
  bool differing = false;

  const Value& value() const { return pile->value(); }
};

// What is said at the furthest stage takes the place of what was said before. Said roughly there, it takes
// the place of no exact value that it can stand for.
void SupersedeByStage(std::vector<Judged>& piles) {
  int furthest = 0;
  for (const Judged& judged : piles) {
    if (!judged.superseded) furthest = std::max(furthest, judged.pile->rank());
  }
  std::vector<const Judged*> latest;
  for (const Judged& judged : piles) {
    if (!judged.superseded && judged.pile->rank() == furthest) latest.push_back(&judged);
  }
  for (Judged& judged : piles) {
    const Value& value = judged.value();
    const auto stands_for = [&value](const Judged* rough) {
      return rough->value().approximate && rough->value().unit == value.unit &&
             Overlap(rough->value().compared(), value.compared());
    };
    const bool exact = !value.approximate && value.interval.low && value.interval.low == value.interval.high;
    const bool stays = exact && std::all_of(latest.begin(), latest.end(), stands_for);
    judged.superseded = judged.superseded || (judged.pile->rank() < furthest && !stays);
  }
}

void SortBySupport(std::vector<Judged>& piles) {
  const auto key = [](const Judged& judged) {
    const Pile& pile = *judged.pile;
    return std::make_tuple(judged.superseded, judged.differing, !pile.party(),
                           -static_cast<int64_t>(pile.origins()), -static_cast<int64_t>(pile.articles()),
                           pile.first_nanos());
  };
  std::sort(piles.begin(), piles.end(), [&key](const Judged& a, const Judged& b) {
    const auto key_a = key(a);
    const auto key_b = key(b);
    return key_a != key_b ? key_a < key_b : a.value().Key() < b.value().Key();
  });
}

// What all of them have in common, or nothing. An approximate value bounds the consensus by what it stands
// for and is kept as it is only where nothing more exact is said.
std::optional<Value> CommonPart(const std::vector<const Judged*>& piles) {
  Value common = piles.front()->value();
  if (piles.size() == 1) return common;
  common.interval = piles.front()->value().compared();
  common.approximate = false;
  for (const Judged* pile : piles) {
    if (pile->value().unit != common.unit) return std::nullopt;
    common.interval = Intersect(common.interval, pile->value().compared());
  }
  if (common.interval.empty()) return std::nullopt;
  return common;
}

// What parties and filings say decides; a report that lies within it can make it more exact.
std::optional<Value> Consensus(const std::vector<const Judged*>& live,
                               const std::vector<const Judged*>& stated) {
  if (stated.empty()) return CommonPart(live);
  const std::optional<Value> own = CommonPart(stated);
  if (!own) return own;
  std::vector<const Judged*> agreeing;
  for (const Judged* pile : live) {
    if (pile->value().unit == own->unit && Overlap(pile->value().compared(), own->compared()))
      agreeing.push_back(pile);
  }
  const std::optional<Value> common = CommonPart(agreeing);
  return common ? common : own;
}

}  // namespace

void SlotTally::Push(const std::string& key, const Assertion& assertion) {
  piles_.try_emplace(key, assertion.value)
      .first->second.Push(*assertion.fact, *assertion.origin, assertion.rank);
}

void SlotTally::Pop(const std::string& key) {
  const auto pile = piles_.find(key);
  pile->second.Pop();
  if (pile->second.empty()) piles_.erase(pile);
}

const Value* SlotTally::Find(const std::string& key) const {
  const auto pile = piles_.find(key);
  return pile == piles_.end() ? nullptr : &pile->second.value();
}

Slot SlotTally::Build(Units units, const ListLimits& limits, std::string_view unless_other) const {
  Slot slot;
  std::vector<Judged> piles;
  for (const auto& [key, pile] : piles_) {
    if (unless_other.empty() || pile.value().unit != unless_other) piles.push_back({&pile});
  }
  if (piles.empty()) {
    for (const auto& [key, pile] : piles_) piles.push_back({&pile});
  }
  if (piles.empty()) return slot;
  // What a party says later at one stage replaces what it said before: guidance raised, an order cut. A copy
  // says nothing later than its original.
  LastWords last;
  for (const Judged& judged : piles) judged.pile->AddLastWords(last);
  for (Judged& judged : piles) judged.superseded = judged.pile->Replaced(last);
  SupersedeByStage(piles);
  SortBySupport(piles);
  // The best supported claim is live: only a later one supersedes. Where units do not compare, its unit is
  // the slot's.
  std::vector<const Judged*> live;
  std::vector<const Judged*> stated;
  for (const Judged& judged : piles) {
    if (judged.superseded ||
        (units == Units::kNotCompared && judged.value().unit != piles.front().value().unit))
      continue;
    live.push_back(&judged);
    if (judged.pile->party()) stated.push_back(&judged);
  }
  slot.consensus = Consensus(live, stated);
  if (!slot.consensus) {
    slot.state = v1::CONFLICTING;
  } else {
    OriginCounts origins;
    for (Judged& judged : piles) {
      if (std::find(live.begin(), live.end(), &judged) == live.end()) continue;
      judged.differing = judged.value().unit != slot.consensus->unit ||
                         !Overlap(judged.value().compared(), slot.consensus->compared());
      // Origins that cannot be told apart corroborate nothing.
      if (!judged.differing) judged.pile->AddSomeLiveOrigins(last, origins);
    }
    slot.state = origins.least() > 1 ? v1::CORROBORATED : v1::SINGLE_ORIGIN;
    SortBySupport(piles);
  }
  slot.claim_count = static_cast<int>(piles.size());
  for (const Judged& judged : piles) {
    if (std::ssize(slot.claims) == limits.entries) break;
    SlotClaim& claim = slot.claims.emplace_back(
        SlotClaim{judged.value(), judged.pile->ToClaim(limits.entries, limits.names)});
    claim.claim.set_superseded(judged.superseded);
    claim.claim.set_differing(judged.differing);
  }
  return slot;
}

Slot BuildSlot(std::vector<Assertion> assertions, Units units) {
  std::sort(assertions.begin(), assertions.end(),
            [](const Assertion& a, const Assertion& b) { return ToldBefore(*a.fact, *b.fact); });
  SlotTally tally;
  for (const Assertion& assertion : assertions) tally.Push(assertion.value.Key(), assertion);
  return tally.Build(units, LimitsFor(0));
}

}  // namespace tearsheet
