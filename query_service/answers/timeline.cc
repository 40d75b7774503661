#include "query_service/answers/timeline.h"

#include <algorithm>
#include <cstdint>
#include <utility>

#include "common/error.h"
#include "common/status_macros.h"
#include "query_service/answers/company_sheet.h"
#include "query_service/answers/deal_walk.h"
#include "query_service/answers/requests.h"
#include "query_service/answers/story.h"
#include "query_service/answers/tokens.h"
#include "query_service/errors.h"

namespace tearsheet {
namespace {

constexpr int kDefaultEntries = 100;

absl::Status Tell(const Ontology& ontology, ReadView& view, const v1::GetTimelineRequest& request,
                  Story& story) {
  DealQuery query;
  RETURN_IF_ERROR(ReadTypes(ontology, request.types(), "types", query.types));
  if (!request.deal().empty()) {
    ASSIGN_OR_RETURN(const std::string deal_id, ReadName(request.deal(), "deals/", "deal"));
    ASSIGN_OR_RETURN(const auto bytes, view.Deal(deal_id, v1::DEAL_VIEW_FULL));
    v1::Deal deal;
    if (!bytes) return DealNotFound(request.deal());
    if (!deal.ParseFromString(*bytes))
      return absl::DataLossError("the store holds a deal that cannot be read");
    story.Add(deal);
    return absl::OkStatus();
  }
  ASSIGN_OR_RETURN(const v1::Entity company, view.FindCompany(request.company()));
  query.entity_id = company.entity_id();
  query.include_units = request.include_units();
  ASSIGN_OR_RETURN(const bool too_large,
                   ForEachDeal(view, query, kMaxSheetDeals, [&story](const v1::Deal& deal) {
                     story.Add(deal);
                     return absl::OkStatus();
                   }));
  return too_large ? SheetTooLarge(kMaxSheetDeals) : absl::OkStatus();
}

}  // namespace

absl::StatusOr<v1::GetTimelineResponse> BuildTimeline(const Ontology& ontology, ReadView& view,
                                                      const v1::GetTimelineRequest& request) {
  if (request.deal().empty() == request.company().empty())
    return InvalidField("deal", "exactly one of `deal` and `company` is set");
  ASSIGN_OR_RETURN(const int limit, ReadPageSize(request.page_size(), kDefaultEntries));
  std::optional<int64_t> start;
  std::optional<int64_t> end;
  RETURN_IF_ERROR(ReadTimeRange(request, "", start, end));
  std::optional<ListPlace> after;
  if (!request.page_token().empty()) {
    ASSIGN_OR_RETURN(after, ReadPageToken(request));
  }
  Story story(start, end, std::move(after));
  RETURN_IF_ERROR(Tell(ontology, view, request, story));
  std::vector<PlacedEntry> entries = story.Take();
  v1::GetTimelineResponse response;
  for (size_t i = 0; i < entries.size(); ++i) {
    if (response.entries_size() == limit) {
      response.set_next_page_token(MakePageToken(request, entries[i - 1].place));
      break;
    }
    RETURN_IF_ERROR(AddEvidence(view, entries[i].entry));
    *response.add_entries() = std::move(entries[i].entry);
  }
  return response;
}

}  // namespace tearsheet
