#include "query_service/watch/watch_index.h"

namespace tearsheet {

std::vector<WatchIndex::Ids*> WatchIndex::PlacesOf(const WatchFilter& filter) {
  if (!filter.entity_id.empty()) return {&by_company_[filter.entity_id]};
  std::vector<Ids*> places;
  if (!filter.types.empty()) {
    // Pointers stay valid: all entries are made before the first is taken.
    for (const std::string& type : filter.types) by_type_.try_emplace(type);
    for (const std::string& type : filter.types) places.push_back(&by_type_.find(type)->second);
  } else if (!filter.statuses.empty()) {
    for (const v1::Status status : filter.statuses) by_status_.try_emplace(status);
    for (const v1::Status status : filter.statuses) places.push_back(&by_status_.find(status)->second);
  } else {
    places.push_back(&others_);
  }
  return places;
}

void WatchIndex::Add(Id id, const WatchFilter& filter) {
  for (Ids* place : PlacesOf(filter)) place->insert(id);
  filters_.emplace(id, filter);
}

void WatchIndex::Remove(Id id) {
  const auto found = filters_.find(id);
  if (found == filters_.end()) return;
  for (Ids* place : PlacesOf(found->second)) place->erase(id);
  DropEmpty(found->second);
  filters_.erase(found);
}

void WatchIndex::DropEmpty(const WatchFilter& filter) {
  // Types and statuses are few; companies come with their watchers and go with them.
  const auto found = by_company_.find(filter.entity_id);
  if (found != by_company_.end() && found->second.empty()) by_company_.erase(found);
}

void WatchIndex::Match(const ChangeSubject& change, int64_t number,
                       absl::flat_hash_map<Id, int64_t>& first) const {
  const auto match = [&](const Ids& ids) {
    for (const Id id : ids) {
      if (filters_.find(id)->second.Matches(change)) first.try_emplace(id, number);
    }
  };
  for (const StoredDeal::Company& company : change.companies) {
    if (const auto found = by_company_.find(company.entity_id); found != by_company_.end())
      match(found->second);
  }
  if (const auto found = by_type_.find(change.type); found != by_type_.end()) match(found->second);
  if (const auto found = by_status_.find(change.status); found != by_status_.end()) match(found->second);
  match(others_);
}

}  // namespace tearsheet
