#include "query_service/consolidation/party_tally.h"

#include <algorithm>
#include <tuple>

#include "query_service/consolidation/party.h"

namespace tearsheet {

using state::v1::EventFact;
using state::v1::Party;

void PartyTally::Push(const EventFact& fact) {
  told_.push_back(&fact);
  for (const Party& party : fact.parties()) {
    Named& named = roles_[party.role()][party.entity_id()];
    if (named.party == nullptr) named.party = &party;
    named.articles.Add(fact.article_id());
    ++companies_[party.entity_id()].named;
    for (const std::string& above : party.above()) ++companies_[above].through_unit;
  }
}

void PartyTally::Pop() {
  const EventFact& fact = *told_.back();
  told_.pop_back();
  const auto concerned_less = [this](std::string_view id, int Concerned::*count) {
    const auto company = companies_.find(id);
    --(company->second.*count);
    if (company->second.named + company->second.through_unit == 0) companies_.erase(company);
  };
  for (const Party& party : fact.parties()) {
    const auto role = roles_.find(party.role());
    const auto named = role->second.find(party.entity_id());
    named->second.articles.Remove(fact.article_id());
    if (named->second.articles.empty()) role->second.erase(named);
    if (role->second.empty()) roles_.erase(role);
    concerned_less(party.entity_id(), &Concerned::named);
    for (const std::string& above : party.above()) concerned_less(above, &Concerned::through_unit);
  }
}

void PartyTally::Fill(const v1::EventType& type, v1::Deal& deal) const {
  for (const v1::Role& role : type.roles()) {
    const auto entities = roles_.find(role.id());
    if (entities == roles_.end()) continue;
    std::vector<const Named*> named;
    for (const auto& [id, entry] : entities->second) named.push_back(&entry);
    std::stable_sort(named.begin(), named.end(),
                     [](const Named* a, const Named* b) { return a->articles.size() > b->articles.size(); });
    std::vector<const Party*> chosen;
    for (const Named* entry : named) {
      const bool known = std::any_of(chosen.begin(), chosen.end(),
                                     [&](const Party* party) { return SameParty(*party, *entry->party); });
      if (!known) chosen.push_back(entry->party);
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

std::vector<DealCompany> PartyTally::Companies() const {
  std::vector<DealCompany> companies;
  companies.reserve(companies_.size());
  for (const auto& [id, concerned] : companies_) companies.push_back({id, concerned.named == 0});
  return companies;
}

}  // namespace tearsheet
