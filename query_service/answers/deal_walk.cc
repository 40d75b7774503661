#include "query_service/answers/deal_walk.h"

#include "absl/strings/str_cat.h"
#include "common/error.h"
#include "common/status_macros.h"
#include "query_service/consolidation/conflicts.h"

namespace tearsheet {
namespace {

constexpr int kMaxListedDeals = 100;
constexpr int kWalkPage = 1000;

}  // namespace

absl::StatusOr<bool> ForEachDeal(ReadView& view, DealQuery query, int max_deals,
                                 const std::function<absl::Status(const v1::Deal&)>& visit) {
  query.view = v1::DEAL_VIEW_FULL;
  query.limit = kWalkPage;
  int visited = 0;
  v1::Deal deal;
  while (true) {
    ASSIGN_OR_RETURN(const DealPage page, view.ListDeals(query));
    for (const std::string& bytes : page.deals) {
      if (++visited > max_deals) return true;
      if (!deal.ParseFromString(bytes))
        return absl::DataLossError("the store holds a deal that cannot be read");
      RETURN_IF_ERROR(visit(deal));
    }
    if (!page.next) return false;
    query.after = page.next;
  }
}

absl::Status SheetTooLarge(int max_deals) {
  return ErrorBuilder(absl::StatusCode::kResourceExhausted, "SHEET_TOO_LARGE",
                      absl::StrCat("a sheet holds ", max_deals, " deals at most; list them by type and time"))
      .Build();
}

void DealGroups::Add(const v1::Deal& deal, const std::set<std::string>& own) {
  ++deal_count_;
  articles_.insert(deal.article_uris().begin(), deal.article_uris().end());
  unlisted_articles_ += deal.article_count() - deal.article_uris_size();
  if (!ConflictsOf(deal).empty()) conflicting_.push_back(deal.name());
  std::set<std::string> roles;
  for (const auto& participant : deal.participants()) {
    if (own.contains(participant.entity_id())) roles.insert(participant.role());
  }
  for (const std::string& role : roles) {
    v1::DealGroup& group = groups_[{deal.type(), role}];
    group.set_type(deal.type());
    group.set_role(role);
    group.set_deal_count(group.deal_count() + 1);
    if (group.deals_size() < kMaxListedDeals) *group.add_deals() = deal;
  }
}

}  // namespace tearsheet
