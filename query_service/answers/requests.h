// Requests, checked and turned into what the store understands.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/ontology.h"
#include "query_service/state/state_store.h"
#include "tearsheet/v1/query_service.pb.h"

namespace tearsheet {

// The id in "deals/{id}" or "articles/{id}" (`collection` with the slash). INVALID_ARGUMENT naming `field`.
absl::StatusOr<std::string> ReadName(const std::string& name, const std::string& collection,
                                     const char* field);

// `otherwise` for 0; at most 1000. INVALID_ARGUMENT for a negative one.
absl::StatusOr<int> ReadPageSize(int32_t size, int otherwise);

// INVALID_ARGUMENT, naming `field`, for a type that the ontology does not have.
absl::Status ReadTypes(const Ontology& ontology, const google::protobuf::RepeatedPtrField<std::string>& types,
                       const char* field, std::vector<std::string>& out);
// INVALID_ARGUMENT, naming `field`, for what is no status.
absl::Status ReadStatuses(const google::protobuf::RepeatedField<int>& statuses, const char* field,
                          std::vector<v1::Status>& out);
// Null: open to that side. INVALID_ARGUMENT names `prefix` + "start_time" or "end_time".
absl::Status ReadTimeRange(const google::protobuf::Timestamp* start, const google::protobuf::Timestamp* end,
                           const std::string& prefix, std::optional<int64_t>& start_nanos,
                           std::optional<int64_t>& end_nanos);

// The start_time and end_time of a request or filter.
template <typename Request>
absl::Status ReadTimeRange(const Request& request, const std::string& prefix,
                           std::optional<int64_t>& start_nanos, std::optional<int64_t>& end_nanos) {
  return ReadTimeRange(request.has_start_time() ? &request.start_time() : nullptr,
                       request.has_end_time() ? &request.end_time() : nullptr, prefix, start_nanos,
                       end_nanos);
}

// Without the company, which only the state knows. INVALID_ARGUMENT names the field.
absl::StatusOr<DealQuery> ReadDealQuery(const Ontology& ontology, const v1::ListDealsRequest& request);
absl::StatusOr<EventQuery> ReadEventQuery(const Ontology& ontology, const v1::ListEventsRequest& request);

// The view asked for, or `otherwise` when none is.
absl::StatusOr<v1::DealView> ReadDealView(v1::DealView view, v1::DealView otherwise);

}  // namespace tearsheet
