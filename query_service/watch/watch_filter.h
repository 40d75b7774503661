// What a watcher wants to hear of, and what a change is about. Pure.
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "query_service/state/state_store.h"

namespace tearsheet {

// What filters ask of a change.
struct ChangeSubject {
  // Type and status of the deal after the change, before it when the deal was removed.
  std::string type;
  v1::Status status = v1::STATUS_UNSPECIFIED;
  // Of the deal before and after.
  std::vector<StoredDeal::Company> companies;
};

// Empty fields: everything.
struct WatchFilter {
  std::string entity_id = {};
  // Count the units of the entity as the entity.
  bool include_units = false;
  std::set<std::string> types = {};
  std::set<v1::Status> statuses = {};

  bool Matches(const ChangeSubject& change) const;
};

}  // namespace tearsheet
