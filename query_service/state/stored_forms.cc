#include "query_service/state/stored_forms.h"

#include <algorithm>
#include <set>

#include "absl/strings/str_join.h"
#include "query_service/consolidation/names.h"

namespace tearsheet {

void ReadCount(std::string_view key, int64_t value, StateCounts& counts) {
  struct Field {
    const char* key;
    int64_t StateCounts::*count;
  };
  static constexpr Field kFields[] = {{kMetaArticles, &StateCounts::articles},
                                      {kMetaEvents, &StateCounts::events},
                                      {kMetaDeals, &StateCounts::deals},
                                      {kMetaEntities, &StateCounts::entities},
                                      {kMetaSetAside, &StateCounts::set_aside}};
  for (const Field& field : kFields) {
    if (key == field.key) counts.*field.count = value;
  }
}

std::string EntityNameKey(const std::string& name) { return absl::StrJoin(Words(name), " "); }

std::vector<std::string> EntityNameKeys(const v1::Entity& entity) {
  std::set<std::string> names = {EntityNameKey(entity.name()), EntityNameKey(entity.entity_id())};
  for (const std::string& alias : entity.aliases()) names.insert(EntityNameKey(alias));
  for (const std::string& ticker : entity.tickers()) names.insert(EntityNameKey(ticker));
  return {names.begin(), names.end()};
}

std::vector<std::string> OwnersOf(const v1::Entity& entity) {
  std::vector<std::string> owners;
  for (const std::string* owner : {&entity.parent_id(), &entity.vendor_id(), &entity.family_id()}) {
    if (!owner->empty()) owners.push_back(*owner);
  }
  return owners;
}

std::vector<std::string_view> EntitiesOf(const state::v1::EventFact& fact) {
  std::set<std::string_view> entities;
  for (const auto& party : fact.parties()) {
    entities.insert(party.entity_id());
    entities.insert(party.above().begin(), party.above().end());
  }
  return {entities.begin(), entities.end()};
}

std::string WriteCompanies(const std::vector<StoredDeal::Company>& companies) {
  std::string text;
  for (const StoredDeal::Company& company : companies) {
    text += company.through_unit ? '1' : '0';
    text += company.entity_id;
    text += '\n';
  }
  return text;
}

std::vector<StoredDeal::Company> ReadCompanies(std::string_view text) {
  std::vector<StoredDeal::Company> companies;
  while (!text.empty()) {
    const size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = text.substr(0, end);
    if (!line.empty()) companies.push_back({std::string(line.substr(1)), line.front() == '1'});
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return companies;
}

}  // namespace tearsheet
