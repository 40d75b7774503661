#include "query_service/answers/product_sheet.h"

#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/status_macros.h"
#include "query_service/answers/company_sheet.h"
#include "query_service/answers/deal_walk.h"

namespace tearsheet {
namespace {

constexpr int kMaxMembers = 1000;
// Event types whose parties other than the product and its maker use it.
constexpr char kAdoption[] = "ADOPTION";
constexpr char kDeployment[] = "DEPLOYMENT";
constexpr char kUser[] = "USER";
constexpr char kOperator[] = "OPERATOR";
constexpr char kCustomer[] = "CUSTOMER";

bool Uses(const v1::Deal& deal, const std::string& role) {
  return (deal.type() == kAdoption && role == kUser) ||
         (deal.type() == kDeployment && (role == kOperator || role == kCustomer));
}

// Members of a family and of its members; `own` gets their ids.
absl::Status AddMembers(ReadView& view, bool exclude_members, v1::ProductSheet& sheet,
                        std::set<std::string>& own) {
  std::map<std::string, v1::Entity> members;
  std::vector<std::string> queue = {sheet.product().entity_id()};
  std::set<std::string> seen(queue.begin(), queue.end());
  for (size_t i = 0; i < queue.size() && queue.size() < kMaxMembers; ++i) {
    ASSIGN_OR_RETURN(const std::vector<v1::Entity> below, view.reader().EntitiesBelow(queue[i], kMaxMembers));
    for (const v1::Entity& entity : below) {
      if (entity.family_id() != queue[i] || !seen.insert(entity.entity_id()).second) continue;
      queue.push_back(entity.entity_id());
      members.emplace(absl::StrCat(entity.name(), "\n", entity.entity_id()), entity);
    }
  }
  for (const auto& [key, member] : members) *sheet.add_members() = member;
  if (!exclude_members) own = std::move(seen);
  own.insert(sheet.product().entity_id());
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<v1::ProductSheet> BuildProductSheet(ReadView& view, const v1::Entity& product,
                                                   bool exclude_members) {
  v1::ProductSheet sheet;
  *sheet.mutable_product() = product;
  ASSIGN_OR_RETURN(const auto vendor, view.reader().EntityById(product.vendor_id()));
  if (vendor) *sheet.mutable_vendor() = *vendor;
  ASSIGN_OR_RETURN(const auto family, view.reader().EntityById(product.family_id()));
  if (family) *sheet.mutable_family() = *family;
  std::set<std::string> own;
  RETURN_IF_ERROR(AddMembers(view, exclude_members, sheet, own));

  DealGroups groups;
  std::set<std::pair<std::string, std::string>> users;  // name and id
  DealQuery query;
  query.entity_id = product.entity_id();
  query.include_units = !exclude_members;
  ASSIGN_OR_RETURN(const bool too_large, ForEachDeal(view, query, kMaxSheetDeals, [&](const v1::Deal& deal) {
                     groups.Add(deal, own);
                     for (const auto& participant : deal.participants()) {
                       if (Uses(deal, participant.role()))
                         users.emplace(participant.name(), participant.entity_id());
                     }
                     return absl::OkStatus();
                   }));
  if (too_large) return SheetTooLarge(kMaxSheetDeals);
  groups.Write(sheet);
  for (const auto& [name, id] : users) {
    ASSIGN_OR_RETURN(const auto entity, view.reader().EntityById(id));
    v1::Entity& written = *sheet.add_users();
    if (entity) written = *entity;
    written.set_entity_id(id);
    if (!entity) written.set_name(name);
  }
  return sheet;
}

}  // namespace tearsheet
