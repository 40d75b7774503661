// Answers that are made of many deals: walking them, and grouping them for a sheet.
#pragma once

#include <functional>
#include <map>
#include <set>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "query_service/answers/read_view.h"
#include "tearsheet/v1/company.pb.h"

namespace tearsheet {

// Calls `visit` with each deal of `query` (its view is set to FULL), in its order. Ends early, with true,
// when more than `max_deals` would be visited.
absl::StatusOr<bool> ForEachDeal(ReadView& view, DealQuery query, int max_deals,
                                 const std::function<absl::Status(const v1::Deal&)>& visit);

// RESOURCE_EXHAUSTED: a sheet would be made of more than `max_deals`.
absl::Status SheetTooLarge(int max_deals);

// The deals of a sheet by event type and role. Not thread-safe.
class DealGroups {
 public:
  // Adds `deal` under every role that an entity of `own` has in it.
  void Add(const v1::Deal& deal, const std::set<std::string>& own);

  int deal_count() const { return deal_count_; }
  // URIs of the articles that tell of them, as far as the deals list them.
  const std::set<std::string>& articles() const { return articles_; }
  // Names of the deals with a slot in conflict, in the order of Add.
  const std::vector<std::string>& conflicting() const { return conflicting_; }

  // Writes groups, counts and conflicts into a CompanySheet or ProductSheet.
  template <typename Sheet>
  void Write(Sheet& sheet) const {
    for (const auto& [key, group] : groups_) *sheet.add_groups() = group;
    sheet.set_deal_count(deal_count_);
    sheet.set_article_count(static_cast<int32_t>(articles_.size()) + unlisted_articles_);
    for (const std::string& name : conflicting_) sheet.add_conflicting_deals(name);
  }

 private:
  std::map<std::pair<std::string, std::string>, v1::DealGroup> groups_;
  std::set<std::string> articles_;
  // Of large deals; counted with each deal that they tell of.
  int unlisted_articles_ = 0;
  std::vector<std::string> conflicting_;
  int deal_count_ = 0;
};

}  // namespace tearsheet
