#include "query_service/answers/company_sheet.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "common/status_macros.h"
#include "query_service/answers/company_totals.h"
#include "query_service/answers/deal_walk.h"
#include "query_service/answers/story.h"
#include "query_service/consolidation/conflicts.h"
#include "query_service/consolidation/values.h"
#include "query_service/graph/sums.h"

namespace tearsheet {
namespace {

constexpr int kMaxBelow = 1000;

constexpr size_t kMaxOwnersAbove = 16;
constexpr size_t kMaxValuations = 500;
constexpr int kMaxStakes = 500;
constexpr size_t kMaxMonths = 120;
constexpr int kMaxConflicts = 100;
constexpr size_t kMaxChanges = 20;

constexpr char kValuation[] = "VALUATION";
constexpr char kStake[] = "STAKE";
constexpr char kCompanyRole[] = "COMPANY";
constexpr char kHolderRole[] = "HOLDER";

bool CalledOff(v1::Status status) { return status == v1::TERMINATED || status == v1::DENIED; }

bool HasRole(const v1::Deal& deal, const char* role, const std::set<std::string>& own) {
  return std::any_of(deal.participants().begin(), deal.participants().end(), [&](const auto& participant) {
    return participant.role() == role && own.contains(participant.entity_id());
  });
}

bool LaterTold(const v1::ValuationPoint& a, const v1::ValuationPoint& b) {
  const auto key = [](const v1::ValuationPoint& point) {
    return std::make_tuple(point.last_publish_time().seconds(), point.last_publish_time().nanos(),
                           std::string_view(point.deal()));
  };
  return key(a) > key(b);
}

// What it is worth, then and now.
class Valuations {
 public:
  void Add(const v1::Deal& deal) {
    const std::optional<Value> value = Span(deal.amount());
    if (!value) return;
    v1::ValuationPoint& point = points_.emplace_back();
    point.set_basis(deal.basis());
    FromValue(*value, *point.mutable_amount());
    point.set_state(deal.amount().state());
    point.set_status(deal.status());
    point.set_certainty(deal.certainty());
    *point.mutable_last_publish_time() = deal.last_publish_time();
    point.set_deal(deal.name());
  }

  void Write(v1::CompanySheet& sheet) {
    std::sort(points_.begin(), points_.end(), LaterTold);
    std::map<std::string, const v1::ValuationPoint*> current;
    // What holds goes before what would hold if another deal were done.
    for (const bool conditional : {false, true}) {
      for (const v1::ValuationPoint& point : points_) {
        if (!CalledOff(point.status()) && (point.certainty() == v1::CONDITIONAL) == conditional)
          current.try_emplace(point.basis(), &point);
      }
    }
    for (const v1::ValuationPoint& point : points_) {
      const auto now = current.find(point.basis());
      if (now != current.end() && now->second == &point) *sheet.add_valuations() = point;
    }
    for (size_t i = std::min(points_.size(), kMaxValuations); i > 0; --i)
      *sheet.add_valuation_series() = points_[i - 1];
  }

 private:
  std::vector<v1::ValuationPoint> points_;
};

// One line for each party in `other_role`; the deals come with the latest first.
absl::Status AddStake(const v1::Deal& deal, const char* other_role, const CompanyTotals::OwnerOf& entity_of,
                      google::protobuf::RepeatedPtrField<v1::StakeLine>& lines) {
  for (const auto& participant : deal.participants()) {
    if (participant.role() != other_role || lines.size() >= kMaxStakes) continue;
    v1::StakeLine& line = *lines.Add();
    ASSIGN_OR_RETURN(*line.mutable_counterparty(), entity_of(participant.entity_id()));
    line.mutable_counterparty()->set_name(participant.name());
    if (deal.percent().has_consensus()) *line.mutable_percent() = deal.percent().consensus();
    if (deal.amount().has_consensus()) *line.mutable_amount() = deal.amount().consensus();
    line.set_change(deal.change());
    line.set_status(deal.status());
    *line.mutable_last_publish_time() = deal.last_publish_time();
    line.set_deal(deal.name());
  }
  return absl::OkStatus();
}

// First reports and stages by month.
class Activity {
 public:
  void Add(const v1::Deal& deal) {
    ++months_[MonthOf(deal.first_publish_time())].first;
    for (const v1::StatusChange& change : deal.status_history()) ++months_[MonthOf(change.time())].second;
  }

  void Write(v1::CompanySheet& sheet) const {
    auto at = months_.begin();
    if (months_.size() > kMaxMonths) std::advance(at, months_.size() - kMaxMonths);
    for (; at != months_.end(); ++at) {
      v1::MonthActivity& month = *sheet.add_activity();
      month.set_month(at->first);
      month.set_new_deal_count(at->second.first);
      month.set_stage_count(at->second.second);
    }
  }

 private:
  static std::string MonthOf(const google::protobuf::Timestamp& time) {
    return absl::FormatTime("%E4Y-%m", absl::FromUnixSeconds(time.seconds()), absl::UTCTimeZone());
  }

  std::map<std::string, std::pair<int, int>> months_;  // month -> new deals, stages
};

void AddConflicts(const v1::Deal& deal, v1::CompanySheet& sheet) {
  for (const SlotConflict& slot : ConflictsOf(deal)) {
    if (sheet.open_conflicts_size() >= kMaxConflicts) return;
    v1::OpenConflict& conflict = *sheet.add_open_conflicts();
    conflict.set_deal(deal.name());
    conflict.set_slot(slot.slot);
    for (const v1::Claim& claim : *slot.claims) {
      if (!claim.superseded()) *conflict.add_claims() = claim;
    }
  }
}

absl::Status AddLastChanges(ReadView& view, Story& story, v1::CompanySheet& sheet) {
  std::vector<PlacedEntry> entries = story.Take();
  for (size_t i = 0; i < std::min(entries.size(), kMaxChanges); ++i) {
    v1::TimelineEntry& entry = entries[entries.size() - 1 - i].entry;
    RETURN_IF_ERROR(AddEvidence(view, entry));
    *sheet.add_last_changes() = std::move(entry);
  }
  return absl::OkStatus();
}

// The entity of an id; only its id when the state knows no more.
absl::StatusOr<v1::Entity> EntityOf(ReadView& view, const std::string& entity_id) {
  ASSIGN_OR_RETURN(const auto known, view.reader().EntityById(entity_id));
  v1::Entity entity;
  if (known) entity = *known;
  entity.set_entity_id(entity_id);
  if (entity.name().empty()) entity.set_name(entity_id);
  return entity;
}

absl::StatusOr<v1::Entity> OwnerOf(ReadView& view, const std::string& entity_id) {
  ASSIGN_OR_RETURN(v1::Entity entity, EntityOf(view, entity_id));
  for (size_t step = 0; step < kMaxOwnersAbove && !entity.parent_id().empty(); ++step) {
    ASSIGN_OR_RETURN(entity, EntityOf(view, std::string(entity.parent_id())));
  }
  return entity;
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

absl::StatusOr<v1::CompanySheet> BuildCompanySheet(const Ontology& ontology, ReadView& view,
                                                   const v1::Entity& company, bool include_units) {
  v1::CompanySheet sheet;
  std::set<std::string> own;
  RETURN_IF_ERROR(AddFamily(view, company, include_units, sheet, own));
  const auto entity_of = [&view](const std::string& entity_id) { return EntityOf(view, entity_id); };
  DealGroups groups;
  CompanyTotals totals(ontology, own,
                       [&view](const std::string& entity_id) { return OwnerOf(view, entity_id); });
  Valuations valuations;
  Activity activity;
  Story story(std::nullopt, std::nullopt, std::nullopt);
  DealQuery query;
  query.entity_id = company.entity_id();
  query.include_units = include_units;
  const auto add = [&](const v1::Deal& deal) -> absl::Status {
    groups.Add(deal, own);
    activity.Add(deal);
    story.Add(deal);
    AddConflicts(deal, sheet);
    if (deal.type() == kValuation && HasRole(deal, kCompanyRole, own)) valuations.Add(deal);
    if (deal.type() == kStake && HasRole(deal, kHolderRole, own))
      RETURN_IF_ERROR(AddStake(deal, kCompanyRole, entity_of, *sheet.mutable_stakes_held()));
    if (deal.type() == kStake && HasRole(deal, kCompanyRole, own))
      RETURN_IF_ERROR(AddStake(deal, kHolderRole, entity_of, *sheet.mutable_stakes_in()));
    return totals.Add(deal);
  };
  ASSIGN_OR_RETURN(const bool too_large, ForEachDeal(view, query, kMaxSheetDeals, add));
  if (too_large) return SheetTooLarge(kMaxSheetDeals);
  groups.Write(sheet);
  for (v1::CounterpartyTotal& total : totals.Take()) *sheet.add_totals() = std::move(total);
  valuations.Write(sheet);
  activity.Write(sheet);
  RETURN_IF_ERROR(AddLastChanges(view, story, sheet));
  return sheet;
}

}  // namespace tearsheet
