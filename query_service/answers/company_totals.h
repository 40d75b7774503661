// Money between a company and each of its counterparties, summed so that nothing counts twice.
#pragma once

#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/ontology.h"
#include "query_service/consolidation/interval.h"
#include "tearsheet/v1/company.pb.h"
#include "tearsheet/v1/deal.pb.h"

namespace tearsheet {

// Sums by counterparty, type, role, class of status and currency. Deals of types without a flow in the
// ontology are left aside: no money goes between their parties. LeftOutReason says which deals are not
// summed; two deals are compared only when they are told within a year of each other. Not thread-safe;
// borrows the ontology.
class CompanyTotals {
 public:
  // `owner_of` gives the topmost owner of an entity, itself when it has none.
  using OwnerOf = std::function<absl::StatusOr<v1::Entity>(const std::string& entity_id)>;

  // `own` are the entities that count as the company.
  CompanyTotals(const Ontology& ontology, std::set<std::string> own, OwnerOf owner_of)
      : ontology_(ontology), own_(std::move(own)), owner_of_(std::move(owner_of)) {}

  // `deal` is one in view FULL. Errors: those of `owner_of`.
  absl::Status Add(const v1::Deal& deal);

  // By type, role, class, currency and counterparty.
  std::vector<v1::CounterpartyTotal> Take();

 private:
  // A deal with one counterparty.
  struct Entry {
    std::string deal;
    std::string type;
    // Of the company.
    std::string role;
    v1::Status status = v1::STATUS_UNSPECIFIED;
    std::optional<Value> value;
    std::string round;
    // Several parties give or get the sum together.
    bool joint = false;
    // The counterparties of the deal, all of them.
    std::set<std::string> parties;
    std::set<std::string> articles;
    std::set<std::string> told_as;
    int64_t first_day = 0;
    int64_t last_day = 0;
    v1::LeftOutReason left_out = v1::LEFT_OUT_REASON_UNSPECIFIED;
    std::string instead;
  };

  absl::StatusOr<std::string> OwnerId(const std::string& entity_id);
  absl::Status AddRole(const v1::Deal& deal, const std::string& role,
                       const std::set<std::string>& other_roles);
  static void LeaveOut(std::vector<Entry>& entries);

  const Ontology& ontology_;
  const std::set<std::string> own_;
  const OwnerOf owner_of_;
  std::map<std::string, v1::Entity> owners_;  // by id of the unit
  // By counterparty, of all types and roles: a stake and an investment can be one.
  std::map<std::string, std::vector<Entry>> entries_;
};

}  // namespace tearsheet
