// Requests, checked and turned into what the store understands.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "common/ontology.h"
#include "query_service/state/state_store.h"
#include "tearsheet/v1/query_service.pb.h"

namespace tearsheet {

// The id in "deals/{id}" or "articles/{id}" (`collection` with the slash). INVALID_ARGUMENT naming `field`.
absl::StatusOr<std::string> ReadName(const std::string& name, const std::string& collection,
                                     const char* field);

// Without the company, which only the state knows. INVALID_ARGUMENT names the field.
absl::StatusOr<DealQuery> ReadDealQuery(const Ontology& ontology, const v1::ListDealsRequest& request);
absl::StatusOr<EventQuery> ReadEventQuery(const Ontology& ontology, const v1::ListEventsRequest& request);

// The view asked for, or `otherwise` when none is.
absl::StatusOr<v1::DealView> ReadDealView(v1::DealView view, v1::DealView otherwise);

}  // namespace tearsheet
