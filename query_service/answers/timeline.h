// The dated story of a deal or a company.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/ontology.h"
#include "query_service/answers/read_view.h"
#include "tearsheet/v1/query_service.pb.h"

namespace tearsheet {

// Fills all but the sequence. INVALID_ARGUMENT names the field; NOT_FOUND for an unknown deal or company;
// RESOURCE_EXHAUSTED for a company of too many deals.
absl::StatusOr<v1::GetTimelineResponse> BuildTimeline(const Ontology& ontology, ReadView& view,
                                                      const v1::GetTimelineRequest& request);

}  // namespace tearsheet
