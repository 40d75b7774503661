#include "query_service/consolidation/explanation.h"

#include <algorithm>
#include <cstdlib>
#include <limits>
#include <optional>
#include <tuple>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/proto_time.h"
#include "query_service/consolidation/comparison.h"
#include "query_service/consolidation/identity.h"
#include "query_service/consolidation/traits.h"

namespace tearsheet {
namespace {

using state::v1::EventFact;

// Near deals are compared by the first events of either, and only those told nearest to it in time are.
constexpr size_t kMaxComparedEvents = 8;
constexpr size_t kMaxComparedDeals = 500;

std::string EventName(const Traits& traits) {
  return absl::StrCat("events/", traits.fact->event().event_id());
}

// In the order in which identity takes them: whole ones first.
std::vector<Traits> InOrder(const Ontology& ontology, const DealEvents& deal) {
  std::vector<Traits> events;
  events.reserve(deal.events.size());
  for (const EventFact* fact : deal.events) events.push_back(MakeTraits(ontology, *fact));
  std::sort(events.begin(), events.end(), [](const Traits& a, const Traits& b) {
    if (a.complete != b.complete) return a.complete;
    return ToldBefore(*a.fact, *b.fact);
  });
  return events;
}

v1::JoinRule RuleOf(const std::vector<Traits>& events, size_t index) {
  if (index == 0) return v1::JOIN_RULE_FIRST;
  if (events[index].complete) return v1::JOIN_RULE_FITS_BEST;
  return events.front().complete ? v1::JOIN_RULE_ONLY_DEAL : v1::JOIN_RULE_OTHERS_LIKE_IT;
}

// The event taken before number `index` that it agrees with best, the earliest on a tie; null: there is none.
const Traits* BestBefore(const std::vector<Traits>& events, size_t index) {
  const Traits* best = nullptr;
  int best_score = std::numeric_limits<int>::min();
  for (size_t i = 0; i < index; ++i) {
    // Events that lack a core party are judged against the whole ones only.
    if (events.front().complete && !events[i].complete) continue;
    const std::optional<int> score = Agreement(events[index], events[i]);
    if (!score || *score <= best_score) continue;
    best = &events[i];
    best_score = *score;
  }
  return best;
}

void AddEvent(const v1::EventType* type, const std::vector<Traits>& events, size_t index,
              v1::DealExplanation& explanation) {
  const Traits& traits = events[index];
  v1::EventExplanation& event = *explanation.add_events();
  event.set_event(EventName(traits));
  event.set_article_uri(traits.fact->uri());
  event.set_publisher(traits.fact->publisher());
  *event.mutable_publish_time() = TimeToProto(absl::FromUnixNanos(traits.fact->publish_unix_nanos()));
  event.set_rule(RuleOf(events, index));
  if (const Traits* best = BestBefore(events, index)) {
    event.set_joined_event(EventName(*best));
    for (v1::Comparison& comparison : Compare(traits, *best))
      *event.add_comparisons() = std::move(comparison);
  }
  if (type == nullptr) return;
  for (const v1::Role& role : type->roles()) {
    const auto& parties = traits.fact->parties();
    const bool filled = std::any_of(parties.begin(), parties.end(),
                                    [&](const auto& party) { return party.role() == role.id(); });
    if (role.core() && !filled) event.add_missing_roles(role.id());
  }
}

// A pair of events of two deals: the one that says most clearly why these are two.
struct Pair {
  const Traits* here = nullptr;
  const Traits* there = nullptr;
  bool apart = false;
  int agreements = 0;
  std::vector<v1::Comparison> comparisons;
};

Pair ClearestPair(const std::vector<Traits>& here, const std::vector<Traits>& there) {
  Pair clearest;
  for (size_t i = 0; i < std::min(here.size(), kMaxComparedEvents); ++i) {
    for (size_t j = 0; j < std::min(there.size(), kMaxComparedEvents); ++j) {
      Pair pair{.here = &here[i], .there = &there[j], .comparisons = Compare(here[i], there[j])};
      for (const v1::Comparison& comparison : pair.comparisons) {
        const bool apart = KeepsApart(comparison.kind());
        pair.apart = pair.apart || apart;
        pair.agreements += !apart;
      }
      const auto key = [](const Pair& p) { return std::tuple(p.apart, p.agreements); };
      if (clearest.here == nullptr || key(pair) > key(clearest)) clearest = std::move(pair);
    }
  }
  if (clearest.apart) return clearest;
  v1::Comparison reason;
  const bool whole = clearest.here->complete && clearest.there->complete;
  reason.set_kind(whole ? v1::COMPARISON_KIND_FITS_BETTER_ELSEWHERE : v1::COMPARISON_KIND_FITS_SEVERAL);
  clearest.comparisons.insert(clearest.comparisons.begin(), std::move(reason));
  return clearest;
}

int64_t FirstTold(const DealEvents& deal) {
  int64_t first = std::numeric_limits<int64_t>::max();
  for (const EventFact* fact : deal.events) first = std::min(first, fact->publish_unix_nanos());
  return first;
}

// Those of `others` that were first told nearest to `deal`.
std::vector<const DealEvents*> Nearest(const DealEvents& deal, const std::vector<DealEvents>& others) {
  const int64_t told = FirstTold(deal);
  std::vector<std::tuple<int64_t, std::string_view, const DealEvents*>> order;
  order.reserve(others.size());
  for (const DealEvents& other : others)
    order.emplace_back(std::abs(FirstTold(other) - told), other.name, &other);
  std::sort(order.begin(), order.end());
  if (order.size() > kMaxComparedDeals) order.resize(kMaxComparedDeals);
  std::vector<const DealEvents*> nearest;
  nearest.reserve(order.size());
  for (const auto& [distance, name, other] : order) nearest.push_back(other);
  return nearest;
}

std::string ComparedBy(const EventFact& fact) {
  std::string text = fact.event().type();
  for (const auto& party : fact.parties()) {
    if (fact.bucket().find(absl::StrCat(party.role(), "=", party.top_id())) != std::string::npos)
      absl::StrAppend(&text, ", ", party.role(), " ", party.top_id());
  }
  return text;
}

}  // namespace

v1::DealExplanation Explain(const Ontology& ontology, const DealEvents& deal,
                            const std::vector<DealEvents>& others) {
  v1::DealExplanation explanation;
  const std::vector<Traits> events = InOrder(ontology, deal);
  explanation.set_deal(deal.name);
  explanation.set_compared_by(ComparedBy(*events.front().fact));
  explanation.set_event_count(static_cast<int32_t>(events.size()));
  const v1::EventType* type = ontology.FindType(events.front().fact->event().type());
  for (size_t i = 0; i < std::min(events.size(), kMaxExplainedEvents); ++i)
    AddEvent(type, events, i, explanation);

  std::vector<std::pair<int, v1::NearDeal>> near;
  for (const DealEvents* other : Nearest(deal, others)) {
    const std::vector<Traits> theirs = InOrder(ontology, *other);
    Pair pair = ClearestPair(events, theirs);
    auto& [agreements, near_deal] = near.emplace_back();
    agreements = pair.agreements;
    near_deal.set_deal(other->name);
    near_deal.set_event(EventName(*pair.here));
    near_deal.set_other_event(EventName(*pair.there));
    for (v1::Comparison& comparison : pair.comparisons) *near_deal.add_comparisons() = std::move(comparison);
  }
  std::sort(near.begin(), near.end(), [](const auto& a, const auto& b) {
    return std::tuple(-a.first, std::string_view(a.second.deal())) <
           std::tuple(-b.first, std::string_view(b.second.deal()));
  });
  for (size_t i = 0; i < std::min(near.size(), kMaxNearDeals); ++i)
    *explanation.add_near_deals() = std::move(near[i].second);
  return explanation;
}

}  // namespace tearsheet
