// The answers that are made as messages, one function per question.
#pragma once

#include "absl/status/status.h"
#include "common/ontology.h"
#include "query_service/answers/read_view.h"
#include "tearsheet/v1/query_service.pb.h"

namespace tearsheet {

// Each fills all of `response` but the sequence. Errors are those that query_service.proto names for the
// method.
absl::Status Answer(const Ontology& ontology, ReadView& view, const v1::ExplainDealRequest& request,
                    v1::ExplainDealResponse& response);
absl::Status Answer(const Ontology& ontology, ReadView& view, const v1::GetCompanyRequest& request,
                    v1::GetCompanyResponse& response);
absl::Status Answer(const Ontology& ontology, ReadView& view, const v1::ListCompaniesRequest& request,
                    v1::ListCompaniesResponse& response);
absl::Status Answer(const Ontology& ontology, ReadView& view, const v1::GetProductRequest& request,
                    v1::GetProductResponse& response);
absl::Status Answer(const Ontology& ontology, ReadView& view, const v1::GetTimelineRequest& request,
                    v1::GetTimelineResponse& response);
absl::Status Answer(const Ontology& ontology, ReadView& view, const v1::ListConflictsRequest& request,
                    v1::ListConflictsResponse& response);
absl::Status Answer(const Ontology& ontology, ReadView& view, const v1::GetNeighborhoodRequest& request,
                    v1::GetNeighborhoodResponse& response);
absl::Status Answer(const Ontology& ontology, ReadView& view, const v1::FindPathsRequest& request,
                    v1::FindPathsResponse& response);
absl::Status Answer(const Ontology& ontology, ReadView& view, const v1::FindCircularFlowsRequest& request,
                    v1::FindCircularFlowsResponse& response);
absl::Status Answer(const Ontology& ontology, ReadView& view, const v1::ListEventsRequest& request,
                    v1::ListEventsResponse& response);
absl::Status Answer(const Ontology& ontology, ReadView& view, const v1::GetArticleRequest& request,
                    v1::GetArticleResponse& response);
absl::Status Answer(const Ontology& ontology, ReadView& view, const v1::ListArticlesRequest& request,
                    v1::ListArticlesResponse& response);
absl::Status Answer(const Ontology& ontology, ReadView& view, const v1::SearchRequest& request,
                    v1::SearchResponse& response);

}  // namespace tearsheet
