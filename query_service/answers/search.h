// Words to ranked deals, events and articles.
#pragma once

#include "absl/status/statusor.h"
#include "common/ontology.h"
#include "query_service/answers/read_view.h"
#include "tearsheet/v1/query_service.pb.h"

namespace tearsheet {

// Fills all but the sequence. INVALID_ARGUMENT names the field; NOT_FOUND for an unknown company.
absl::StatusOr<v1::SearchResponse> BuildSearch(const Ontology& ontology, ReadView& view,
                                               const v1::SearchRequest& request);

}  // namespace tearsheet
