// Answers about the money graph.
#pragma once

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/ontology.h"
#include "query_service/answers/read_view.h"
#include "tearsheet/v1/query_service.pb.h"

namespace tearsheet {

// Each fills all but the sequence. INVALID_ARGUMENT names the field and its bound; NOT_FOUND for an unknown
// company.
absl::StatusOr<v1::GetNeighborhoodResponse> BuildNeighborhood(const Ontology& ontology, ReadView& view,
                                                              const v1::GetNeighborhoodRequest& request);
absl::StatusOr<v1::FindPathsResponse> BuildPaths(const Ontology& ontology, ReadView& view,
                                                 const v1::FindPathsRequest& request);
absl::StatusOr<v1::FindCircularFlowsResponse> BuildCircularFlows(const Ontology& ontology, ReadView& view,
                                                                 const v1::FindCircularFlowsRequest& request);

}  // namespace tearsheet
