#include "query_service/state/export.h"

#include <map>
#include <set>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "common/status_macros.h"
#include "google/protobuf/util/json_util.h"
#include "nlohmann/json.hpp"
#include "query_service/consolidation/consolidation.h"

namespace tearsheet {
namespace {

// Deals are read in pages of this size.
constexpr int kPageSize = 1000;

absl::StatusOr<std::string> CanonicalName(StateReader& reader, const std::string& name) {
  EventQuery query;
  query.deal_id = std::string(absl::StripPrefix(name, "deals/"));
  query.limit = 1;
  ASSIGN_OR_RETURN(const EventPage page, reader.ListEvents(query));
  if (page.events.empty())
    return absl::DataLossError(absl::StrCat("the store holds '", name, "' without events"));
  return DealName(page.events.front().fact.event().event_id());
}

absl::StatusOr<std::string> ToLine(const v1::Deal& deal) {
  std::string json;
  google::protobuf::util::JsonPrintOptions options;
  options.preserve_proto_field_names = true;
  const auto status = google::protobuf::util::MessageToJsonString(deal, &json, options);
  if (!status.ok()) return absl::InternalError(status.ToString());
  // Sorts the keys of maps, whose order is not defined.
  return nlohmann::json::parse(json).dump() + "\n";
}

}  // namespace

absl::Status ExportState(StateReader& reader,
                         const std::function<absl::Status(const std::string& line)>& write) {
  // Names first: two short strings per deal are in memory at a time, not the deals.
  std::map<std::string, std::string> names;  // canonical name -> id
  std::map<std::string, std::string> canonical;
  DealQuery query;
  query.limit = kPageSize;
  while (true) {
    ASSIGN_OR_RETURN(const DealPage page, reader.ListDeals(query));
    for (const std::string& bytes : page.deals) {
      v1::Deal deal;
      if (!deal.ParseFromString(bytes))
        return absl::DataLossError("the store holds a deal that cannot be read");
      ASSIGN_OR_RETURN(std::string name, CanonicalName(reader, deal.name()));
      names[name] = std::string(absl::StripPrefix(deal.name(), "deals/"));
      canonical[deal.name()] = std::move(name);
    }
    if (!page.next) break;
    query.after = page.next;
  }
  for (const auto& [name, id] : names) {
    ASSIGN_OR_RETURN(const auto bytes, reader.Deal(id, v1::DEAL_VIEW_FULL));
    v1::Deal deal;
    if (!bytes || !deal.ParseFromString(*bytes))
      return absl::DataLossError("the store holds a deal that cannot be read");
    deal.set_name(name);
    std::set<std::pair<std::string, std::string>> links;
    for (const v1::DealLink& link : deal.links()) {
      const auto other = canonical.find(link.deal());
      if (other == canonical.end())
        return absl::DataLossError(
            absl::StrCat("'", deal.name(), "' is linked with '", link.deal(), "', which is no deal"));
      links.emplace(link.relation(), other->second);
    }
    deal.clear_links();
    for (const auto& [relation, other] : links) {
      v1::DealLink& link = *deal.add_links();
      link.set_relation(relation);
      link.set_deal(other);
    }
    ASSIGN_OR_RETURN(const std::string line, ToLine(deal));
    RETURN_IF_ERROR(write(line));
  }
  return absl::OkStatus();
}

}  // namespace tearsheet
