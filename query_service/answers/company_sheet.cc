#include "query_service/answers/company_sheet.h"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/error.h"
#include "common/status_macros.h"
#include "query_service/consolidation/stage.h"
#include "query_service/consolidation/values.h"

namespace tearsheet {
namespace {

constexpr int kMaxListedDeals = 100;
constexpr int kMaxBelow = 1000;
constexpr int kPageSize = 1000;

// What the live claims of a slot span, for sums: the consensus, or in a conflict everything from the least to
// the greatest.
std::optional<Value> Span(const v1::AmountSlot& slot) {
  if (slot.has_consensus()) return ToValue(slot.consensus());
  std::optional<Value> span;
  for (const v1::Claim& claim : slot.claims()) {
    const std::optional<Value> value = claim.superseded() ? std::nullopt : ToValue(claim.amount());
    if (!value || (span && value->unit != span->unit)) continue;
    if (!span) {
      span = value;
      continue;
    }
    auto& [low, high] = span->interval;
    low = low && value->interval.low ? std::min(low, value->interval.low) : std::nullopt;
    high = high && value->interval.high ? std::max(high, value->interval.high) : std::nullopt;
    span->approximate = span->approximate || value->approximate;
  }
  return span;
}

// Sums of ranges; a side that one of them leaves open is open.
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
          auto& [low, high] = entry.sum.interval;
          low = low && value->interval.low ? low->Plus(*value->interval.low) : std::nullopt;
          high = high && value->interval.high ? high->Plus(*value->interval.high) : std::nullopt;
          entry.sum.approximate = entry.sum.approximate || value->approximate;
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

bool HasConflict(const v1::Deal& deal) {
  return deal.amount().state() == v1::CONFLICTING || deal.percent().state() == v1::CONFLICTING ||
         deal.quantity().state() == v1::CONFLICTING || deal.term().state() == v1::CONFLICTING ||
         deal.time().state() == v1::CONFLICTING;
}

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
  std::map<std::pair<std::string, std::string>, v1::DealGroup> groups;
  std::set<std::string> articles;
  Totals totals;
  DealQuery query;
  query.entity_id = company.entity_id();
  query.include_units = include_units;
  query.view = v1::DEAL_VIEW_FULL;
  query.limit = kPageSize;
  while (true) {
    ASSIGN_OR_RETURN(const DealPage page, view.ListDeals(query));
    for (const std::string& bytes : page.deals) {
      v1::Deal deal;
      if (!deal.ParseFromString(bytes))
        return absl::DataLossError("the store holds a deal that cannot be read");
      sheet.set_deal_count(sheet.deal_count() + 1);
      articles.insert(deal.article_uris().begin(), deal.article_uris().end());
      if (HasConflict(deal)) sheet.add_conflicting_deals(deal.name());
      totals.Add(deal, own);
      std::set<std::string> roles;
      for (const auto& participant : deal.participants()) {
        if (own.contains(participant.entity_id())) roles.insert(participant.role());
      }
      for (const std::string& role : roles) {
        v1::DealGroup& group = groups[{deal.type(), role}];
        group.set_type(deal.type());
        group.set_role(role);
        group.set_deal_count(group.deal_count() + 1);
        if (group.deals_size() < kMaxListedDeals) *group.add_deals() = deal;
      }
    }
    if (!page.next) break;
    if (sheet.deal_count() >= kMaxSheetDeals) {
      return ErrorBuilder(
                 absl::StatusCode::kResourceExhausted, "SHEET_TOO_LARGE",
                 absl::StrCat("a sheet holds ", kMaxSheetDeals, " deals at most; list them by type and time"))
          .Build();
    }
    query.after = page.next;
  }
  for (const auto& [key, group] : groups) *sheet.add_groups() = group;
  sheet.set_article_count(static_cast<int32_t>(articles.size()));
  RETURN_IF_ERROR(totals.Write(view, sheet));
  return sheet;
}

}  // namespace tearsheet
