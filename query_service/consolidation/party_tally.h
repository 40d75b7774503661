// Who takes part in a deal.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "query_service/consolidation/counts.h"
#include "tearsheet/state/v1/event_fact.pb.h"
#include "tearsheet/v1/deal.pb.h"
#include "tearsheet/v1/ontology.pb.h"

namespace tearsheet {

// An entity that a deal concerns.
struct DealCompany {
  std::string_view entity_id;
  // Only a unit of it is named.
  bool through_unit = false;
};

// Takes events in the order in which they were told; the last one can be taken out again. Borrows them. Not
// thread-safe.
class PartyTally {
 public:
  void Push(const state::v1::EventFact& fact);
  void Pop();

  // The parties of each role: units that identity takes for one party are one, under the name most articles
  // give.
  void Fill(const v1::EventType& type, v1::Deal& deal) const;
  // Every entity in a role, and the owners that it is a unit of, by id.
  std::vector<DealCompany> Companies() const;

 private:
  struct Named {
    const state::v1::Party* party = nullptr;
    NameCounts articles;
  };
  struct Concerned {
    int named = 0;
    int through_unit = 0;
  };

  std::vector<const state::v1::EventFact*> told_;
  std::map<std::string_view, std::map<std::string_view, Named>> roles_;  // role -> entity -> who says so
  std::map<std::string_view, Concerned> companies_;
};

}  // namespace tearsheet
