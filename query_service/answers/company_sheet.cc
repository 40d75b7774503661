#include "query_service/answers/company_sheet.h"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/status_macros.h"
#include "query_service/answers/deal_walk.h"
#include "query_service/consolidation/stage.h"
#include "query_service/consolidation/values.h"
#include "query_service/graph/sums.h"

namespace tearsheet {
namespace {

constexpr int kMaxBelow = 1000;

// Sums by counterparty.
class Totals {
 public:
  void Add(const v1::Deal& deal, const std::set<std::string>& own) {
    const std::optional<Value> value = Span(deal.amount());
    if (!value) return;
    std::set<std::string> roles;
    for (const auto& participant : deal.participants()) {
      if (own.contains(participant.entity_id())) roles.insert(participant.role());
    }
    for (const std::string& role : roles) {
      for (const auto& other : deal.participants()) {
        if (own.contains(other.entity_id()) || other.role() == role) continue;
        auto& entry = totals_[{deal.type(), role, ClassOf(deal.status()), value->unit, other.entity_id()}];
        entry.name = other.name();
        if (entry.deals.empty()) {
          entry.sum = *value;
        } else {
          AddTo(entry.sum, *value);
        }
        entry.deals.insert(deal.name());
      }
    }
  }

  absl::Status Write(ReadView& view, v1::CompanySheet& sheet) const {
    for (const auto& [key, entry] : totals_) {
      const auto& [type, role, status_class, currency, counterparty] = key;
      auto& total = *sheet.add_totals();
      ASSIGN_OR_RETURN(const auto entity, view.reader().EntityById(counterparty));
      if (entity) *total.mutable_counterparty() = *entity;
      total.mutable_counterparty()->set_entity_id(counterparty);
      if (!entity) total.mutable_counterparty()->set_name(entry.name);
      total.set_type(type);
      total.set_role(role);
      total.set_status_class(status_class);
      FromValue(entry.sum, *total.mutable_total());
      for (const std::string& name : entry.deals) total.add_deals(name);
    }
    return absl::OkStatus();
  }

 private:
  struct Entry {
    std::string name;
    Value sum;
    std::set<std::string> deals;
  };
  std::map<std::tuple<std::string, std::string, v1::StatusClass, std::string, std::string>, Entry> totals_;
};

// Parent, units and products; `own` gets the company and, where they count, its units.
absl::Status AddFamily(ReadView& view, const v1::Entity& company, bool include_units, v1::CompanySheet& sheet,
                       std::set<std::string>& own) {
  *sheet.mutable_company() = company;
  own.insert(company.entity_id());
  if (!company.parent_id().empty()) {
    ASSIGN_OR_RETURN(const auto parent, view.reader().EntityById(company.parent_id()));
    if (parent) *sheet.mutable_parent() = *parent;
  }
  std::vector<std::string> queue = {company.entity_id()};
  std::map<std::string, v1::Entity> units;
  std::map<std::string, v1::Entity> products;
  for (size_t i = 0; i < queue.size() && queue.size() < kMaxBelow; ++i) {
    ASSIGN_OR_RETURN(const std::vector<v1::Entity> below, view.reader().EntitiesBelow(queue[i], kMaxBelow));
    for (const v1::Entity& entity : below) {
      if (entity.kind() == v1::ENTITY_KIND_PRODUCT) {
        products.emplace(absl::StrCat(entity.name(), "\n", entity.entity_id()), entity);
      } else if (i == 0) {
        units.emplace(absl::StrCat(entity.name(), "\n", entity.entity_id()), entity);
      }
      if (include_units && entity.kind() != v1::ENTITY_KIND_PRODUCT && own.insert(entity.entity_id()).second)
        queue.push_back(entity.entity_id());
    }
  }
  for (const auto& [key, unit] : units) *sheet.add_units() = unit;
  for (const auto& [key, product] : products) *sheet.add_products() = product;
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<v1::CompanySheet> BuildCompanySheet(ReadView& view, const v1::Entity& company,
                                                   bool include_units) {
  v1::CompanySheet sheet;
  std::set<std::string> own;
  RETURN_IF_ERROR(AddFamily(view, company, include_units, sheet, own));
  DealGroups groups;
  Totals totals;
  DealQuery query;
  query.entity_id = company.entity_id();
  query.include_units = include_units;
  ASSIGN_OR_RETURN(const bool too_large, ForEachDeal(view, query, kMaxSheetDeals, [&](const v1::Deal& deal) {
                     groups.Add(deal, own);
                     totals.Add(deal, own);
                     return absl::OkStatus();
                   }));
  if (too_large) return SheetTooLarge(kMaxSheetDeals);
  groups.Write(sheet);
  RETURN_IF_ERROR(totals.Write(view, sheet));
  return sheet;
}

}  // namespace tearsheet
