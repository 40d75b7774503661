#include "query_service/answers/answer.h"

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/error.h"
#include "common/status_macros.h"
#include "query_service/answers/article_answer.h"
#include "query_service/answers/company_sheet.h"
#include "query_service/answers/graph_answers.h"
#include "query_service/answers/product_sheet.h"
#include "query_service/answers/requests.h"
#include "query_service/answers/search.h"
#include "query_service/answers/timeline.h"
#include "query_service/answers/tokens.h"
#include "query_service/consolidation/conflicts.h"
#include "query_service/consolidation/deal_builder.h"
#include "query_service/errors.h"

namespace tearsheet {
namespace {

constexpr int kDefaultCompanies = 50;
constexpr int kDefaultConflicts = 50;
constexpr int kDefaultArticles = 50;

// Two or more claims that cannot all be true.
void AddConflicts(const v1::Deal& deal, const google::protobuf::RepeatedPtrField<std::string>& slots,
                  v1::ListConflictsResponse& response) {
  for (const SlotConflict& slot : ConflictsOf(deal)) {
    if (!slots.empty() && std::find(slots.begin(), slots.end(), slot.slot) == slots.end()) continue;
    v1::Conflict& conflict = *response.add_conflicts();
    *conflict.mutable_deal() = BasicView(deal);
    conflict.set_slot(slot.slot);
    for (const v1::Claim& claim : *slot.claims) {
      if (!claim.superseded()) *conflict.add_claims() = claim;
    }
  }
}

}  // namespace

absl::Status Answer(const Ontology& ontology, ReadView& view, const v1::ExplainDealRequest& request,
                    v1::ExplainDealResponse& response) {
  ASSIGN_OR_RETURN(const std::string deal_id, ReadName(request.name(), "deals/", "name"));
  ASSIGN_OR_RETURN(auto explanation, view.Explain(deal_id));
  if (!explanation) return DealNotFound(request.name());
  *response.mutable_explanation() = *std::move(explanation);
  return absl::OkStatus();
}

absl::Status Answer(const Ontology& ontology, ReadView& view, const v1::GetCompanyRequest& request,
                    v1::GetCompanyResponse& response) {
  if (request.company().empty())
    return InvalidField("company", "it is required: an entity id, name, alias or ticker");
  ASSIGN_OR_RETURN(const v1::Entity company, view.FindCompany(request.company()));
  ASSIGN_OR_RETURN(*response.mutable_sheet(),
                   BuildCompanySheet(ontology, view, company, request.include_units()));
  return absl::OkStatus();
}

absl::Status Answer(const Ontology& ontology, ReadView& view, const v1::ListCompaniesRequest& request,
                    v1::ListCompaniesResponse& response) {
  ASSIGN_OR_RETURN(const int limit, ReadPageSize(request.page_size(), kDefaultCompanies));
  ListPlace place;
  if (!request.page_token().empty()) {
    ASSIGN_OR_RETURN(place, ReadPageToken(request));
  }
  ASSIGN_OR_RETURN(std::vector<v1::Entity> companies,
                   view.reader().OrganisationsByPrefix(request.prefix(), place.id, limit + 1));
  if (static_cast<int>(companies.size()) > limit) {
    companies.pop_back();
    response.set_next_page_token(MakePageToken(request, {0, companies.back().entity_id()}));
  }
  for (v1::Entity& company : companies) *response.add_companies() = std::move(company);
  return absl::OkStatus();
}

absl::Status Answer(const Ontology& ontology, ReadView& view, const v1::GetProductRequest& request,
                    v1::GetProductResponse& response) {
  if (request.product().empty())
    return InvalidField("product", "it is required: an entity id, name or alias");
  ASSIGN_OR_RETURN(const v1::Entity product, view.FindProduct(request.product()));
  ASSIGN_OR_RETURN(*response.mutable_sheet(), BuildProductSheet(view, product, request.exclude_members()));
  return absl::OkStatus();
}

absl::Status Answer(const Ontology& ontology, ReadView& view, const v1::GetTimelineRequest& request,
                    v1::GetTimelineResponse& response) {
  ASSIGN_OR_RETURN(response, BuildTimeline(ontology, view, request));
  return absl::OkStatus();
}

absl::Status Answer(const Ontology& ontology, ReadView& view, const v1::ListConflictsRequest& request,
                    v1::ListConflictsResponse& response) {
  DealQuery query;
  query.conflicts_only = true;
  query.view = v1::DEAL_VIEW_FULL;
  query.include_units = request.include_units();
  RETURN_IF_ERROR(ReadTypes(ontology, request.types(), "types", query.types));
  for (const std::string& slot : request.slots()) {
    if (ontology.FindSlot(slot) == nullptr)
      return InvalidField("slots", absl::StrCat("the ontology has no slot '", slot, "'"));
  }
  ASSIGN_OR_RETURN(query.limit, ReadPageSize(request.page_size(), kDefaultConflicts));
  if (!request.page_token().empty()) {
    ASSIGN_OR_RETURN(query.after, ReadPageToken(request));
  }
  if (!request.company().empty()) {
    ASSIGN_OR_RETURN(const v1::Entity company, view.FindCompany(request.company()));
    query.entity_id = company.entity_id();
  }
  ASSIGN_OR_RETURN(const DealPage page, view.ListDeals(query));
  v1::Deal deal;
  for (const std::string& bytes : page.deals) {
    if (!deal.ParseFromString(bytes))
      return absl::DataLossError("the store holds a deal that cannot be read");
    AddConflicts(deal, request.slots(), response);
  }
  if (page.next) response.set_next_page_token(MakePageToken(request, *page.next));
  return absl::OkStatus();
}

absl::Status Answer(const Ontology& ontology, ReadView& view, const v1::GetNeighborhoodRequest& request,
                    v1::GetNeighborhoodResponse& response) {
  ASSIGN_OR_RETURN(response, BuildNeighborhood(ontology, view, request));
  return absl::OkStatus();
}

absl::Status Answer(const Ontology& ontology, ReadView& view, const v1::FindPathsRequest& request,
                    v1::FindPathsResponse& response) {
  ASSIGN_OR_RETURN(response, BuildPaths(ontology, view, request));
  return absl::OkStatus();
}

absl::Status Answer(const Ontology& ontology, ReadView& view, const v1::FindCircularFlowsRequest& request,
                    v1::FindCircularFlowsResponse& response) {
  ASSIGN_OR_RETURN(response, BuildCircularFlows(ontology, view, request));
  return absl::OkStatus();
}

absl::Status Answer(const Ontology& ontology, ReadView& view, const v1::ListEventsRequest& request,
                    v1::ListEventsResponse& response) {
  ASSIGN_OR_RETURN(EventQuery query, ReadEventQuery(ontology, request));
  if (!query.deal_id.empty()) {
    ASSIGN_OR_RETURN(const auto deal, view.Deal(query.deal_id, v1::DEAL_VIEW_BASIC));
    v1::Deal now;
    if (!deal || !now.ParseFromString(*deal)) return DealNotFound(request.deal());
    ASSIGN_OR_RETURN(query.deal_id, ReadName(now.name(), "deals/", "deal"));
  }
  if (!query.article_id.empty()) {
    ASSIGN_OR_RETURN(const auto article, view.reader().Article(query.article_id));
    if (!article) return ArticleNotFound(request.article());
  }
  if (!request.company().empty()) {
    ASSIGN_OR_RETURN(const v1::Entity company, view.FindCompany(request.company()));
    query.entity_id = company.entity_id();
  }
  ASSIGN_OR_RETURN(const EventPage page, view.ListEvents(query));
  for (const StoredEvent& event : page.events) *response.add_events() = ToEventRecord(event);
  if (page.next) response.set_next_page_token(MakePageToken(request, *page.next));
  return absl::OkStatus();
}

absl::Status Answer(const Ontology& ontology, ReadView& view, const v1::GetArticleRequest& request,
                    v1::GetArticleResponse& response) {
  ASSIGN_OR_RETURN(const std::string article_id, ReadName(request.name(), "articles/", "name"));
  ASSIGN_OR_RETURN(response, BuildArticleAnswer(view, article_id));
  return absl::OkStatus();
}

absl::Status Answer(const Ontology& ontology, ReadView& view, const v1::ListArticlesRequest& request,
                    v1::ListArticlesResponse& response) {
  ArticleQuery query;
  query.publisher = request.publisher();
  RETURN_IF_ERROR(ReadTimeRange(request, "", query.start_nanos, query.end_nanos));
  ASSIGN_OR_RETURN(query.limit, ReadPageSize(request.page_size(), kDefaultArticles));
  if (!request.page_token().empty()) {
    ASSIGN_OR_RETURN(query.after, ReadPageToken(request));
  }
  if (!request.company().empty()) {
    ASSIGN_OR_RETURN(const v1::Entity company, view.FindCompany(request.company()));
    query.entity_id = company.entity_id();
  }
  // What was not there at the read point takes no place on the page.
  const int limit = query.limit;
  ListPlace last;
  while (true) {
    ASSIGN_OR_RETURN(const ArticlePage page, view.reader().ListArticles(query));
    for (const StoredArticle& article : page.articles) {
      if (!IsKnown(view.as_of(), article)) continue;
      if (response.articles_size() == limit) {
        response.set_next_page_token(MakePageToken(request, last));
        return absl::OkStatus();
      }
      ASSIGN_OR_RETURN(*response.add_articles(), Summarise(view, article));
      last = {article.publish_nanos, article.article_id};
    }
    if (!page.next) return absl::OkStatus();
    query.after = page.next;
  }
}

absl::Status Answer(const Ontology& ontology, ReadView& view, const v1::SearchRequest& request,
                    v1::SearchResponse& response) {
  ASSIGN_OR_RETURN(response, BuildSearch(ontology, view, request));
  return absl::OkStatus();
}

}  // namespace tearsheet
