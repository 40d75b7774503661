#include "query_service/consolidation/slot.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/proto_time.h"
#include "query_service/consolidation/identity.h"
#include "query_service/consolidation/stage.h"

namespace tearsheet {
namespace {

// All assertions of one value, in the order in which they were told.
struct Pile {
  Value value;
  std::vector<const Assertion*> all;
  // Without those that the same party has replaced by a later one.
  std::vector<const Assertion*> live;
  bool superseded = false;
  bool differing = false;

  int rank() const {
    int rank = 0;
    for (const Assertion* assertion : all) rank = std::max(rank, assertion->rank);
    return rank;
  }
  // Said by a party itself, or a filing.
  bool party() const {
    return std::any_of(all.begin(), all.end(), [](const Assertion* a) { return a->origin->party; });
  }
  size_t origins() const {
    std::set<std::string_view> keys;
    for (const Assertion* assertion : all) keys.insert(assertion->origin->key);
    return keys.size();
  }
  size_t articles() const {
    std::set<std::string_view> ids;
    for (const Assertion* assertion : all) ids.insert(assertion->fact->article_id());
    return ids.size();
  }
};

std::vector<Pile> PileUp(const std::vector<Assertion>& assertions) {
  std::map<std::string, Pile> piles;
  for (const Assertion& assertion : assertions) {
    Pile& pile = piles[assertion.value.Key()];
    pile.value = assertion.value;
    pile.all.push_back(&assertion);
  }
  std::vector<Pile> result;
  result.reserve(piles.size());
  for (auto& [key, pile] : piles) {
    std::sort(pile.all.begin(), pile.all.end(),
              [](const Assertion* a, const Assertion* b) { return ToldBefore(*a->fact, *b->fact); });
    result.push_back(std::move(pile));
  }
  return result;
}

// What a party says later at one stage replaces what it said before: guidance raised, an order cut. A copy
// says nothing later than its original.
void SupersedeByParty(std::vector<Pile>& piles) {
  std::map<std::pair<std::string, int>, int64_t> last_said;
  for (const Pile& pile : piles) {
    for (const Assertion* assertion : pile.all) {
      if (!assertion->origin->party) continue;
      int64_t& last =
          last_said.try_emplace({assertion->origin->key, assertion->rank}, assertion->origin->said_unix_nanos)
              .first->second;
      last = std::max(last, assertion->origin->said_unix_nanos);
    }
  }
  for (Pile& pile : piles) {
    // A pile holds the party's latest word as long as any of its articles tells it then.
    std::map<std::pair<std::string, int>, int64_t> here;
    for (const Assertion* assertion : pile.all) {
      if (!assertion->origin->party) continue;
      int64_t& said = here[{assertion->origin->key, assertion->rank}];
      said = std::max(said, assertion->origin->said_unix_nanos);
    }
    for (const Assertion* assertion : pile.all) {
      const std::pair<std::string, int> key{assertion->origin->key, assertion->rank};
      if (!assertion->origin->party || here[key] == last_said[key]) pile.live.push_back(assertion);
    }
    pile.superseded = pile.live.empty();
  }
}

// What is said at the furthest stage takes the place of what was said before. Said roughly there, it takes
// the place of no exact value that it can stand for.
void SupersedeByStage(std::vector<Pile>& piles) {
  int furthest = 0;
  for (const Pile& pile : piles) {
    if (!pile.superseded) furthest = std::max(furthest, pile.rank());
  }
  std::vector<const Pile*> latest;
  for (const Pile& pile : piles) {
    if (!pile.superseded && pile.rank() == furthest) latest.push_back(&pile);
  }
  for (Pile& pile : piles) {
    const auto stands_for = [&pile](const Pile* rough) {
      return rough->value.approximate && rough->value.unit == pile.value.unit &&
             Overlap(rough->value.compared(), pile.value.compared());
    };
    const bool exact = !pile.value.approximate && pile.value.interval.low &&
                       pile.value.interval.low == pile.value.interval.high;
    const bool stays = exact && std::all_of(latest.begin(), latest.end(), stands_for);
    pile.superseded = pile.superseded || (pile.rank() < furthest && !stays);
  }
}

bool BetterSupported(const Pile& a, const Pile& b) {
  const auto key = [](const Pile& pile) {
    return std::make_tuple(pile.superseded, pile.differing, !pile.party(),
                           -static_cast<int64_t>(pile.origins()), -static_cast<int64_t>(pile.articles()),
                           pile.all.front()->fact->publish_unix_nanos(), pile.value.Key());
  };
  return key(a) < key(b);
}

// What all of them have in common, or nothing. An approximate value bounds the consensus by what it stands
// for and is kept as it is only where nothing more exact is said.
std::optional<Value> CommonPart(const std::vector<const Pile*>& piles) {
  Value common = piles.front()->value;
  if (piles.size() == 1) return common;
  common.interval = piles.front()->value.compared();
  common.approximate = false;
  for (const Pile* pile : piles) {
    if (pile->value.unit != common.unit) return std::nullopt;
    common.interval = Intersect(common.interval, pile->value.compared());
  }
  if (common.interval.empty()) return std::nullopt;
  return common;
}

// What parties and filings say decides; a report that lies within it can make it more exact.
std::optional<Value> Consensus(const std::vector<const Pile*>& live, const std::vector<const Pile*>& stated) {
  if (stated.empty()) return CommonPart(live);
  const std::optional<Value> own = CommonPart(stated);
  if (!own) return own;
  std::vector<const Pile*> agreeing;
  for (const Pile* pile : live) {
    if (pile->value.unit == own->unit && Overlap(pile->value.compared(), own->compared()))
      agreeing.push_back(pile);
  }
  const std::optional<Value> common = CommonPart(agreeing);
  return common ? common : own;
}

SlotClaim ToClaim(const Pile& pile) {
  SlotClaim result{.value = pile.value, .claim = {}};
  v1::Claim& claim = result.claim;
  std::map<std::string_view, std::string_view> origins;
  OriginCount independent;
  std::set<std::string_view> uris;
  v1::Status stage = v1::STATUS_UNSPECIFIED;
  for (const Assertion* assertion : pile.all) {
    const auto& fact = *assertion->fact;
    origins.try_emplace(assertion->origin->key, assertion->origin->name);
    independent.Add(*assertion->origin);
    if (uris.insert(fact.uri()).second && claim.article_uris_size() < kMaxListed)
      claim.add_article_uris(fact.uri());
    if (claim.events_size() < kMaxListed) claim.add_events(absl::StrCat("events/", fact.event().event_id()));
    const v1::Status status = fact.event().status();
    if (Interrupts(stage) || (!Interrupts(status) && status > stage) || stage == v1::STATUS_UNSPECIFIED)
      stage = status;
  }
  std::set<std::string_view> names;
  for (const auto& [key, name] : origins) names.insert(name);
  for (const std::string_view name : names) claim.add_origins(std::string(name));
  claim.set_independent_origins(independent.count());
  claim.set_least_independent_origins(independent.least());
  claim.set_article_count(static_cast<int32_t>(uris.size()));
  *claim.mutable_first_said_time() =
      TimeToProto(absl::FromUnixNanos(pile.all.front()->fact->publish_unix_nanos()));
  *claim.mutable_last_said_time() =
      TimeToProto(absl::FromUnixNanos(pile.all.back()->fact->publish_unix_nanos()));
  claim.set_stage(stage);
  claim.set_superseded(pile.superseded);
  claim.set_differing(pile.differing);
  claim.set_party_statement(pile.party());
  return result;
}

}  // namespace

Slot BuildSlot(const std::vector<Assertion>& assertions, Units units) {
  Slot slot;
  if (assertions.empty()) return slot;
  std::vector<Pile> piles = PileUp(assertions);
  SupersedeByParty(piles);
  SupersedeByStage(piles);
  std::sort(piles.begin(), piles.end(), BetterSupported);
  // The best supported claim is live: only a later one supersedes. Where units do not compare, its unit is
  // the slot's.
  std::vector<const Pile*> live;
  std::vector<const Pile*> stated;
  for (const Pile& pile : piles) {
    if (pile.superseded || (units == Units::kNotCompared && pile.value.unit != piles.front().value.unit))
      continue;
    live.push_back(&pile);
    if (pile.party()) stated.push_back(&pile);
  }
  slot.consensus = Consensus(live, stated);
  if (!slot.consensus) {
    slot.state = v1::CONFLICTING;
  } else {
    OriginCount origins;
    for (Pile& pile : piles) {
      if (std::find(live.begin(), live.end(), &pile) == live.end()) continue;
      pile.differing = pile.value.unit != slot.consensus->unit ||
                       !Overlap(pile.value.compared(), slot.consensus->compared());
      if (pile.differing) continue;
      // Origins that cannot be told apart corroborate nothing.
      for (const Assertion* assertion : pile.live) origins.Add(*assertion->origin);
    }
    slot.state = origins.least() > 1 ? v1::CORROBORATED : v1::SINGLE_ORIGIN;
    std::sort(piles.begin(), piles.end(), BetterSupported);
  }
  for (const Pile& pile : piles) slot.claims.push_back(ToClaim(pile));
  return slot;
}

}  // namespace tearsheet
