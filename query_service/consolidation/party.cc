#include "query_service/consolidation/party.h"

#include <algorithm>

#include "common/ontology.h"

namespace tearsheet {
namespace {

constexpr size_t kMaxSteps = 16;

bool Allows(const v1::Role* role, std::string_view kind) {
  if (role == nullptr || role->kinds().empty()) return kind == "org";
  return std::any_of(role->kinds().begin(), role->kinds().end(),
                     [&](const std::string& k) { return k == kind; });
}

bool IsProduct(const std::string& id, const v1::Entity* entity) {
  if (entity != nullptr && entity->kind() != v1::ENTITY_KIND_UNSPECIFIED)
    return entity->kind() == v1::ENTITY_KIND_PRODUCT;
  return id.rfind("product/", 0) == 0;
}

}  // namespace

EntityFacts::EntityFacts(const v1::Extraction& extraction) {
  for (const v1::Entity& entity : extraction.entities()) entities_[entity.entity_id()] = &entity;
}

std::vector<std::string> EntityFacts::Chain(const std::string& id,
                                            const std::string& (v1::Entity::*next)() const) const {
  std::vector<std::string> chain;
  const std::string* at = &id;
  while (chain.size() < kMaxSteps) {
    const auto entity = entities_.find(*at);
    if (entity == entities_.end()) break;
    const std::string& above = (entity->second->*next)();
    if (above.empty() || above == id || std::find(chain.begin(), chain.end(), above) != chain.end()) break;
    chain.push_back(above);
    at = &above;
  }
  return chain;
}

state::v1::Party EntityFacts::MakeParty(const v1::EventType& type, const v1::Participant& participant) const {
  state::v1::Party party;
  party.set_role(participant.role());
  party.set_entity_id(participant.entity_id());
  party.set_name(participant.name());
  const v1::Role* role = Ontology::FindRole(type, participant.role());
  const auto found = entities_.find(participant.entity_id());
  const v1::Entity* entity = found == entities_.end() ? nullptr : found->second;
  std::string stands_for = participant.entity_id();
  if (IsProduct(stands_for, entity)) {
    if (Allows(role, "product")) {
      for (const std::string& family : Chain(stands_for, &v1::Entity::family_id)) party.add_above(family);
      party.set_top_id(party.above().empty() ? stands_for : *party.above().rbegin());
      party.set_exact(true);
      // A model that uses something is the same user as its maker.
      const std::string vendor = entity == nullptr ? "" : entity->vendor_id();
      if (!Allows(role, "org") || role->itself() || vendor.empty()) return party;
      party.clear_above();
      party.set_exact(false);
      stands_for = vendor;
    } else if (entity != nullptr && !entity->vendor_id().empty()) {
      stands_for = entity->vendor_id();
    }
    if (stands_for != participant.entity_id()) party.add_above(stands_for);
  }
  for (const std::string& parent : Chain(stands_for, &v1::Entity::parent_id)) party.add_above(parent);
  if (role != nullptr && role->itself()) {
    party.set_top_id(stands_for);
  } else {
    party.set_top_id(party.above().empty() ? stands_for : *party.above().rbegin());
  }
  return party;
}

bool SameParty(const state::v1::Party& a, const state::v1::Party& b) {
  if (a.entity_id() == b.entity_id()) return true;
  if (!a.exact() && !b.exact()) return a.top_id() == b.top_id();
  const auto above = [](const state::v1::Party& lower, const std::string& id) {
    return std::find(lower.above().begin(), lower.above().end(), id) != lower.above().end();
  };
  return above(a, b.entity_id()) || above(b, a.entity_id());
}

}  // namespace tearsheet
