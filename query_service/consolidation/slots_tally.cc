#include "query_service/consolidation/slots_tally.h"

#include <algorithm>
#include <optional>

#include "query_service/consolidation/names.h"
#include "query_service/consolidation/stage.h"
#include "query_service/consolidation/traits.h"
#include "query_service/consolidation/values.h"

namespace tearsheet {
namespace {

constexpr char kStatementSlot[] = "about";
constexpr char kStageSlot[] = "stage";

// Fills one of the typed slot messages; all of them have the same shape.
template <typename SlotMessage, typename SetClaim>
void FillSlot(const Slot& slot, SlotMessage& message, SetClaim set_claim) {
  message.set_state(slot.state);
  message.set_claim_count(slot.claim_count);
  if (slot.consensus) FromValue(*slot.consensus, *message.mutable_consensus());
  for (const SlotClaim& claim : slot.claims) {
    v1::Claim& added = *message.add_claims();
    added = claim.claim;
    set_claim(claim.value, added);
  }
}

}  // namespace

SlotsTally::SlotsTally(const Ontology& ontology, const v1::EventType& type)
    : ontology_(ontology), type_(type) {
  for (const std::string& id : type.slots()) {
    const v1::Slot* slot = ontology.FindSlot(id);
    if (slot != nullptr && slot->kind() <= v1::SLOT_KIND_WORD && id != kStatementSlot)
      word_slots_.push_back(id);
  }
}

bool SlotsTally::IsListed(const std::string& slot) const {
  const v1::Slot* definition = ontology_.FindSlot(slot);
  return definition != nullptr && !definition->values().empty();
}

int SlotsTally::RankOf(const v1::Event& event) const {
  constexpr int kStages = 1000;
  const int rank = ClaimRank(event.status()) * kStages;
  // A type whose stages do not tell deals apart passes through them (a suit is filed, then settled): they
  // count as ranks below the statuses.
  const auto& telling = type_.telling_slots();
  const v1::Slot* slot = ontology_.FindSlot(kStageSlot);
  if (slot == nullptr || std::find(telling.begin(), telling.end(), kStageSlot) != telling.end()) return rank;
  const auto stage = std::find(slot->values().begin(), slot->values().end(), GetWord(event, kStageSlot));
  return stage == slot->values().end() ? rank : rank + static_cast<int>(stage - slot->values().begin()) + 1;
}

template <typename Take>
void SlotsTally::ForEach(const v1::Event& event, Take take) {
  const auto take_value = [&](SlotTally& tally, std::optional<Value> value) {
    if (value) take(tally, value->Key(), *value);
  };
  if (event.has_amount()) take_value(values_[0], ToValue(event.amount()));
  if (event.has_percent()) take_value(values_[1], ToValue(event.percent()));
  if (event.has_quantity()) take_value(values_[2], ToValue(event.quantity()));
  if (event.has_term()) take_value(values_[3], ToValue(event.term()));
  if (event.has_time()) take_value(values_[4], ToValue(event.time()));
  const auto take_word = [&](const std::string& slot, const std::string& word) {
    if (word.empty()) return;
    // Of free words the spelling told first stands for all.
    take(words_[slot], IsListed(slot) ? word : NameKey(word), Value{.unit = word, .interval = {}});
  };
  for (const std::string& slot : word_slots_) take_word(slot, GetWord(event, slot));
  for (const auto& [slot, word] : event.more()) {
    if (std::find(word_slots_.begin(), word_slots_.end(), slot) == word_slots_.end()) take_word(slot, word);
  }
}

void SlotsTally::Push(const state::v1::EventFact& fact, const Origin& origin) {
  told_.push_back({&fact, &origin});
  const int rank = RankOf(fact.event());
  ForEach(fact.event(), [&](SlotTally& tally, const std::string& key, const Value& value) {
    tally.Push(key, {&fact, &origin, value, rank});
  });
}

void SlotsTally::Pop() {
  ForEach(told_.back().fact->event(),
          [](SlotTally& tally, const std::string& key, const Value&) { tally.Pop(key); });
  told_.pop_back();
}

void SlotsTally::Fill(const ListLimits& limits, v1::Deal& deal) const {
  const auto build = [&](size_t index) { return values_[index].Build(Units::kNotCompared, limits); };
  FillSlot(build(0), *deal.mutable_amount(),
           [](const Value& v, v1::Claim& c) { FromValue(v, *c.mutable_amount()); });
  FillSlot(build(1), *deal.mutable_percent(),
           [](const Value& v, v1::Claim& c) { FromValue(v, *c.mutable_percent()); });
  FillSlot(build(2), *deal.mutable_quantity(),
           [](const Value& v, v1::Claim& c) { FromValue(v, *c.mutable_quantity()); });
  FillSlot(build(3), *deal.mutable_term(),
           [](const Value& v, v1::Claim& c) { FromValue(v, *c.mutable_term()); });
  FillSlot(build(4), *deal.mutable_time(),
           [](const Value& v, v1::Claim& c) { FromValue(v, *c.mutable_time()); });
  for (const auto& [id, tally] : words_) {
    if (tally.empty()) continue;
    // That the text does not say counts only where no text does.
    const Slot slot =
        tally.Build(IsListed(id) ? Units::kConflict : Units::kNotCompared, limits, kUnspecified);
    // Even in a conflict a reader wants a word to know the deal by.
    SetWord(deal, id, slot.consensus ? slot.consensus->unit : slot.claims.front().value.unit);
    if (slot.claim_count < 2) continue;
    v1::WordSlot& words = *deal.add_words();
    words.set_slot(id);
    words.set_state(slot.state);
    words.set_claim_count(slot.claim_count);
    if (slot.consensus) words.set_consensus(slot.consensus->unit);
    for (const SlotClaim& claim : slot.claims) {
      v1::Claim& added = *words.add_claims();
      added = claim.claim;
      added.set_word(claim.value.unit);
    }
  }
}

}  // namespace tearsheet
