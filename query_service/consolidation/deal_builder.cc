#include "query_service/consolidation/deal_builder.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/proto_time.h"
#include "query_service/consolidation/identity.h"
#include "query_service/consolidation/names.h"
#include "query_service/consolidation/origin.h"
#include "query_service/consolidation/party.h"
#include "query_service/consolidation/slot.h"
#include "query_service/consolidation/stage.h"
#include "query_service/consolidation/status_story.h"
#include "query_service/consolidation/traits.h"
#include "query_service/consolidation/values.h"

namespace tearsheet {
namespace {

using state::v1::EventFact;
using state::v1::Party;
using Events = std::vector<const EventFact*>;

constexpr char kStatementSlot[] = "about";
constexpr char kStageSlot[] = "stage";

// A type whose stages do not tell deals apart passes through them (a suit is filed, then settled): they count
// as ranks below the statuses.
int StageRank(const Ontology& ontology, const v1::EventType& type, const v1::Event& event) {
  const auto& telling = type.telling_slots();
  const v1::Slot* slot = ontology.FindSlot(kStageSlot);
  if (slot == nullptr || std::find(telling.begin(), telling.end(), kStageSlot) != telling.end()) return 0;
  const auto value = std::find(slot->values().begin(), slot->values().end(), GetWord(event, kStageSlot));
  return value == slot->values().end() ? 0 : static_cast<int>(value - slot->values().begin()) + 1;
}

int RankOf(const Ontology& ontology, const v1::EventType& type, const EventFact& fact) {
  constexpr int kStages = 1000;
  return ClaimRank(fact.event().status()) * kStages + StageRank(ontology, type, fact.event());
}

// The parties of each role: units that identity takes for one party are one, under the name most events give.
void AddParticipants(const v1::EventType& type, const Events& events, v1::Deal& deal) {
  struct Named {
    const Party* party;
    std::set<std::string_view> articles;
  };
  std::map<std::string, std::map<std::string, Named>> roles;  // role -> entity -> who says so
  for (const EventFact* fact : events) {
    for (const Party& party : fact->parties())
      roles[party.role()]
          .try_emplace(party.entity_id(), Named{&party, {}})
          .first->second.articles.insert(fact->article_id());
  }
  for (const v1::Role& role : type.roles()) {
    std::vector<Named> named;
    for (auto& [id, entry] : roles[role.id()]) named.push_back(std::move(entry));
    std::stable_sort(named.begin(), named.end(),
                     [](const Named& a, const Named& b) { return a.articles.size() > b.articles.size(); });
    std::vector<const Party*> chosen;
    for (const Named& entry : named) {
      const bool known = std::any_of(chosen.begin(), chosen.end(),
                                     [&](const Party* p) { return SameParty(*p, *entry.party); });
      if (!known) chosen.push_back(entry.party);
    }
    std::sort(chosen.begin(), chosen.end(), [](const Party* a, const Party* b) {
      return std::tie(a->name(), a->entity_id()) < std::tie(b->name(), b->entity_id());
    });
    for (const Party* party : chosen) {
      auto& participant = *deal.add_participants();
      participant.set_role(party->role());
      participant.set_entity_id(party->entity_id());
      participant.set_name(party->name());
    }
  }
}

void AddOrigins(const Events& events, const Origins& all, v1::Deal& deal) {
  OriginCount independent;
  std::set<std::string_view> citing;  // articles
  std::map<std::string, std::map<std::string, std::set<std::string_view>>>
      cited;  // key -> spelling -> articles
  for (const EventFact* fact : events) {
    const Origin& origin = all.Of(*fact);
    if (!origin.cited) continue;
    independent.Add(origin);
    citing.insert(fact->uri());
    cited[origin.key][origin.name].insert(fact->uri());
  }
  // A publisher is an origin only by an article that cites nobody for the deal, not by a sentence that leaves
  // it out.
  for (const EventFact* fact : events) {
    if (!citing.contains(fact->uri())) independent.Add(all.Of(*fact));
  }
  std::set<std::string> origins;
  for (const auto& [key, spellings] : cited) {
    const auto best = std::max_element(spellings.begin(), spellings.end(), [](const auto& a, const auto& b) {
      return a.second.size() < b.second.size();
    });
    origins.insert(best->first);
  }
  for (const std::string& name : origins) deal.add_origins(name);
  deal.set_independent_origins(independent.count());
  deal.set_least_independent_origins(independent.least());
}

void AddSources(const Events& events, const Origins& origins, v1::Deal& deal) {
  std::set<std::string> publishers;
  std::set<std::string_view> uris;
  std::set<std::string_view> groups;
  for (const EventFact* fact : events) {
    publishers.insert(fact->publisher());
    if (!origins.IsCopy(*fact)) groups.insert(fact->uri());
    if (uris.insert(fact->uri()).second && deal.article_uris_size() < kMaxListed)
      deal.add_article_uris(fact->uri());
  }
  for (const std::string& name : publishers) deal.add_publishers(name);
  for (const v1::ArticleCopy& copy : origins.copies()) {
    if (deal.copies_size() < kMaxListed) *deal.add_copies() = copy;
  }
  deal.set_article_count(static_cast<int32_t>(uris.size()));
  deal.set_article_group_count(static_cast<int32_t>(groups.size()));
  deal.set_event_count(static_cast<int32_t>(events.size()));
  *deal.mutable_first_publish_time() = TimeToProto(absl::FromUnixNanos(events.front()->publish_unix_nanos()));
  *deal.mutable_last_publish_time() = TimeToProto(absl::FromUnixNanos(events.back()->publish_unix_nanos()));
}

void AddStatus(const Events& events, const Origins& origins, v1::Deal& deal) {
  const StatusStory story = TellStatus(events, origins);
  deal.set_status(story.status);
  deal.set_disputed(story.disputed);
  for (const EventFact* fact : story.history) {
    auto& change = *deal.add_status_history();
    change.set_status(fact->event().status());
    *change.mutable_time() = TimeToProto(absl::FromUnixNanos(fact->publish_unix_nanos()));
    change.set_article_uri(fact->uri());
    change.set_event(absl::StrCat("events/", fact->event().event_id()));
  }
  for (const EventFact* fact : events) {
    const v1::Certainty certainty = fact->event().certainty();
    if (certainty == v1::CERTAINTY_UNSPECIFIED) continue;
    if (deal.certainty() == v1::CERTAINTY_UNSPECIFIED || certainty < deal.certainty())
      deal.set_certainty(certainty);
  }
}

// Fills one of the typed slot messages; all of them have the same shape.
template <typename SlotMessage, typename SetClaim>
void FillSlot(const Slot& slot, SlotMessage& message, SetClaim set_claim) {
  message.set_state(slot.state);
  if (slot.consensus) FromValue(*slot.consensus, *message.mutable_consensus());
  for (const SlotClaim& claim : slot.claims) {
    v1::Claim& added = *message.add_claims();
    added = claim.claim;
    set_claim(claim.value, added);
  }
}

template <typename Get>
std::vector<Assertion> Assertions(const Ontology& ontology, const v1::EventType& type, const Events& events,
                                  const Origins& origins, Get get) {
  std::vector<Assertion> assertions;
  for (const EventFact* fact : events) {
    if (std::optional<Value> value = get(fact->event()))
      assertions.push_back({fact, &origins.Of(*fact), *std::move(value), RankOf(ontology, type, *fact)});
  }
  return assertions;
}

void AddValueSlots(const Ontology& ontology, const v1::EventType& type, const Events& events,
                   const Origins& origins, v1::Deal& deal) {
  const auto slot_of = [&](auto get) {
    return BuildSlot(Assertions(ontology, type, events, origins, get), Units::kNotCompared);
  };
  FillSlot(slot_of([](const v1::Event& e) { return e.has_amount() ? ToValue(e.amount()) : std::nullopt; }),
           *deal.mutable_amount(), [](const Value& v, v1::Claim& c) { FromValue(v, *c.mutable_amount()); });
  FillSlot(slot_of([](const v1::Event& e) { return e.has_percent() ? ToValue(e.percent()) : std::nullopt; }),
           *deal.mutable_percent(), [](const Value& v, v1::Claim& c) { FromValue(v, *c.mutable_percent()); });
  FillSlot(
      slot_of([](const v1::Event& e) { return e.has_quantity() ? ToValue(e.quantity()) : std::nullopt; }),
      *deal.mutable_quantity(), [](const Value& v, v1::Claim& c) { FromValue(v, *c.mutable_quantity()); });
  FillSlot(slot_of([](const v1::Event& e) { return e.has_term() ? ToValue(e.term()) : std::nullopt; }),
           *deal.mutable_term(), [](const Value& v, v1::Claim& c) { FromValue(v, *c.mutable_term()); });
  FillSlot(slot_of([](const v1::Event& e) { return e.has_time() ? ToValue(e.time()) : std::nullopt; }),
           *deal.mutable_time(), [](const Value& v, v1::Claim& c) { FromValue(v, *c.mutable_time()); });
}

// Word slots in order of their ids: those of the type, and those that only an extended ontology has.
std::set<std::string> WordSlots(const Ontology& ontology, const v1::EventType& type, const Events& events) {
  std::set<std::string> ids;
  for (const std::string& id : type.slots()) {
    const v1::Slot* slot = ontology.FindSlot(id);
    if (slot != nullptr && slot->kind() <= v1::SLOT_KIND_WORD && id != kStatementSlot) ids.insert(id);
  }
  for (const EventFact* fact : events) {
    for (const auto& [id, word] : fact->event().more()) ids.insert(id);
  }
  return ids;
}

void AddWordSlots(const Ontology& ontology, const v1::EventType& type, const Events& events,
                  const Origins& origins, v1::Deal& deal) {
  for (const std::string& id : WordSlots(ontology, type, events)) {
    const v1::Slot* definition = ontology.FindSlot(id);
    const bool listed = definition != nullptr && !definition->values().empty();
    std::map<std::string, std::string> spellings;  // of free words, the one told first
    auto assertions =
        Assertions(ontology, type, events, origins, [&](const v1::Event& event) -> std::optional<Value> {
          const std::string word = GetWord(event, id);
          if (word.empty()) return std::nullopt;
          return Value{.unit = listed ? word : spellings.try_emplace(NameKey(word), word).first->second,
                       .interval = {}};
        });
    const bool specified = std::any_of(assertions.begin(), assertions.end(),
                                       [](const Assertion& a) { return a.value.unit != kUnspecified; });
    if (specified) std::erase_if(assertions, [](const Assertion& a) { return a.value.unit == kUnspecified; });
    if (assertions.empty()) continue;
    const Slot slot = BuildSlot(assertions, listed ? Units::kConflict : Units::kNotCompared);
    // Even in a conflict a reader wants a word to know the deal by.
    SetWord(deal, id, slot.consensus ? slot.consensus->unit : slot.claims.front().value.unit);
    if (slot.claims.size() < 2) continue;
    v1::WordSlot& words = *deal.add_words();
    words.set_slot(id);
    words.set_state(slot.state);
    if (slot.consensus) words.set_consensus(slot.consensus->unit);
    for (const SlotClaim& claim : slot.claims) {
      v1::Claim& added = *words.add_claims();
      added = claim.claim;
      added.set_word(claim.value.unit);
    }
  }
}

}  // namespace

v1::Deal BuildDeal(const Ontology& ontology, Events events) {
  std::sort(events.begin(), events.end(),
            [](const EventFact* a, const EventFact* b) { return ToldBefore(*a, *b); });
  v1::Deal deal;
  deal.set_type(events.front()->event().type());
  const Origins origins(events);
  AddStatus(events, origins, deal);
  AddSources(events, origins, deal);
  AddOrigins(events, origins, deal);
  if (const v1::EventType* type = ontology.FindType(deal.type())) {
    AddParticipants(*type, events, deal);
    AddValueSlots(ontology, *type, events, origins, deal);
    AddWordSlots(ontology, *type, events, origins, deal);
  }
  return deal;
}

const EventFact& FoundingEvent(const Events& events) {
  return **std::min_element(events.begin(), events.end(), [](const EventFact* a, const EventFact* b) {
    return std::make_tuple(a->sequence(), a->ordinal(), std::string_view(a->event().event_id())) <
           std::make_tuple(b->sequence(), b->ordinal(), std::string_view(b->event().event_id()));
  });
}

v1::Deal BasicView(const v1::Deal& deal) {
  v1::Deal basic = deal;
  basic.mutable_amount()->clear_claims();
  basic.mutable_percent()->clear_claims();
  basic.mutable_quantity()->clear_claims();
  basic.mutable_term()->clear_claims();
  basic.mutable_time()->clear_claims();
  for (v1::WordSlot& words : *basic.mutable_words()) words.clear_claims();
  basic.clear_article_uris();
  basic.clear_copies();
  basic.clear_links();
  return basic;
}

}  // namespace tearsheet
