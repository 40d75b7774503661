// The companies of a change as text of one column.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "query_service/state/state_store.h"

namespace tearsheet {

// One per line: 1 for those of which only a unit is named, else 0, then the entity id.
inline std::string WriteCompanies(const std::vector<StoredDeal::Company>& companies) {
  std::string text;
  for (const StoredDeal::Company& company : companies) {
    text += company.through_unit ? '1' : '0';
    text += company.entity_id;
    text += '\n';
  }
  return text;
}

// The inverse.
inline std::vector<StoredDeal::Company> ReadCompanies(std::string_view text) {
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
