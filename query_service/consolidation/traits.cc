#include "query_service/consolidation/traits.h"

#include "absl/strings/str_cat.h"
#include "query_service/consolidation/values.h"

namespace tearsheet {
namespace {

bool AllCoreRolesFilled(const v1::EventType& type, const state::v1::EventFact& fact) {
  for (const v1::Role& role : type.roles()) {
    if (!role.core()) continue;
    bool filled = false;
    for (const auto& party : fact.parties()) filled = filled || party.role() == role.id();
    if (!filled) return false;
  }
  return true;
}

int64_t DayOf(int64_t unix_nanos) {
  return unix_nanos >= 0 ? unix_nanos / kNanosPerDay : -((-unix_nanos + kNanosPerDay - 1) / kNanosPerDay);
}

}  // namespace

Traits MakeTraits(const Ontology& ontology, const state::v1::EventFact& fact) {
  const v1::Event& event = fact.event();
  Traits traits;
  traits.fact = &fact;
  traits.origin = OriginOf(fact);
  traits.status = event.status();
  traits.conditional = event.certainty() == v1::CONDITIONAL;
  traits.publish_day = DayOf(fact.publish_unix_nanos());
  if (event.has_amount()) traits.amount = ToValue(event.amount());
  if (event.has_percent()) traits.percent = ToValue(event.percent());
  if (event.has_quantity()) traits.quantity = ToValue(event.quantity());
  if (event.has_time()) traits.time = ToValue(event.time());
  const v1::EventType* type = ontology.FindType(event.type());
  if (type == nullptr) return traits;
  traits.complete = AllCoreRolesFilled(*type, fact);
  traits.own_number = type->own_number() == "amount"     ? traits.amount
                      : type->own_number() == "percent"  ? traits.percent
                      : type->own_number() == "quantity" ? traits.quantity
                                                         : std::nullopt;
  for (const std::string& id : type->telling_slots()) {
    std::string word = GetWord(event, id);
    if (id == kMetricSlot && word.empty()) traits.unmeasured = true;
    if (word.empty() || word == kUnspecified) continue;
    const v1::Slot* slot = ontology.FindSlot(id);
    traits.words.push_back({id, std::move(word), slot != nullptr && !slot->values().empty()});
  }
  return traits;
}

std::string Traits::Kind() const {
  std::string text = absl::StrCat(static_cast<int>(status), conditional ? "?" : "!");
  for (const auto& party : fact->parties())
    absl::StrAppend(&text, ";", party.role(), "=", party.entity_id(), ">", party.top_id());
  for (const TellingWord& word : words) absl::StrAppend(&text, ";", word.slot, "=", word.word);
  for (const auto* value : {&amount, &percent, &quantity, &time})
    absl::StrAppend(&text, ";", *value ? (*value)->Key() : "");
  return text;
}

}  // namespace tearsheet
