#include "query_service/watch/watch_filter.h"

#include <algorithm>

namespace tearsheet {

bool WatchFilter::Matches(const ChangeSubject& change) const {
  if (!types.empty() && !types.contains(change.type)) return false;
  if (!statuses.empty() && !statuses.contains(change.status)) return false;
  if (entity_id.empty()) return true;
  return std::any_of(change.companies.begin(), change.companies.end(), [&](const auto& company) {
    return company.entity_id == entity_id && (include_units || !company.through_unit);
  });
}

}  // namespace tearsheet
