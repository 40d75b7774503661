#include "query_service/answers/requests.h"

#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/error.h"
#include "common/proto_time.h"
#include "common/status_macros.h"
#include "query_service/answers/tokens.h"

namespace tearsheet {
namespace {

constexpr int kMaxPageSize = 1000;
constexpr int kDefaultDeals = 50;
constexpr int kDefaultEvents = 100;

absl::StatusOr<int64_t> ReadNanos(const google::protobuf::Timestamp& timestamp, const std::string& field) {
  const auto time = TimeFromProto(timestamp);
  if (!time.ok()) return InvalidField(field, std::string(time.status().message()));
  return absl::ToInt64Nanoseconds(*time - absl::UnixEpoch());
}

}  // namespace

absl::StatusOr<int> ReadPageSize(int32_t size, int otherwise) {
  if (size < 0) return InvalidField("page_size", "it must be 0 or more");
  return size == 0 ? otherwise : std::min(size, kMaxPageSize);
}

absl::Status ReadTypes(const Ontology& ontology, const google::protobuf::RepeatedPtrField<std::string>& types,
                       const char* field, std::vector<std::string>& out) {
  for (const std::string& type : types) {
    if (ontology.FindType(type) == nullptr)
      return InvalidField(field, absl::StrCat("the ontology has no event type '", type, "'"));
  }
  out.assign(types.begin(), types.end());
  return absl::OkStatus();
}

absl::Status ReadStatuses(const google::protobuf::RepeatedField<int>& statuses, const char* field,
                          std::vector<v1::Status>& out) {
  for (const int status : statuses) {
    if (!v1::Status_IsValid(status) || status == v1::STATUS_UNSPECIFIED)
      return InvalidField(field, absl::StrCat(status, " is no status"));
    out.push_back(static_cast<v1::Status>(status));
  }
  return absl::OkStatus();
}

absl::Status ReadTimeRange(const google::protobuf::Timestamp* start, const google::protobuf::Timestamp* end,
                           const std::string& prefix, std::optional<int64_t>& start_nanos,
                           std::optional<int64_t>& end_nanos) {
  if (start != nullptr) {
    ASSIGN_OR_RETURN(start_nanos, ReadNanos(*start, prefix + "start_time"));
  }
  if (end != nullptr) {
    ASSIGN_OR_RETURN(end_nanos, ReadNanos(*end, prefix + "end_time"));
  }
  if (start_nanos && end_nanos && *end_nanos < *start_nanos)
    return InvalidField(prefix + "end_time", "it lies before start_time");
  return absl::OkStatus();
}

absl::StatusOr<std::string> ReadName(const std::string& name, const std::string& collection,
                                     const char* field) {
  if (!absl::StartsWith(name, collection) || name.size() == collection.size())
    return InvalidField(field, absl::StrCat("'", name, "' is no name; it must be ", collection, "{id}"));
  return name.substr(collection.size());
}

absl::StatusOr<v1::DealView> ReadDealView(v1::DealView view, v1::DealView otherwise) {
  if (!v1::DealView_IsValid(view)) return InvalidField("view", "it must be BASIC or FULL");
  return view == v1::DEAL_VIEW_UNSPECIFIED ? otherwise : view;
}

absl::StatusOr<DealQuery> ReadDealQuery(const Ontology& ontology, const v1::ListDealsRequest& request) {
  DealQuery query;
  RETURN_IF_ERROR(ReadTypes(ontology, request.types(), "types", query.types));
  RETURN_IF_ERROR(ReadStatuses(request.statuses(), "statuses", query.statuses));
  RETURN_IF_ERROR(ReadTimeRange(request, "", query.start_nanos, query.end_nanos));
  if (!v1::DealOrder_IsValid(request.order())) return InvalidField("order", "it must be RECENT or ARTICLES");
  query.by_articles = request.order() == v1::DEAL_ORDER_ARTICLES;
  query.include_units = request.include_units();
  ASSIGN_OR_RETURN(query.view, ReadDealView(request.view(), v1::DEAL_VIEW_BASIC));
  ASSIGN_OR_RETURN(query.limit, ReadPageSize(request.page_size(), kDefaultDeals));
  if (!request.page_token().empty()) {
    ASSIGN_OR_RETURN(query.after, ReadPageToken(request));
  }
  return query;
}

absl::StatusOr<EventQuery> ReadEventQuery(const Ontology& ontology, const v1::ListEventsRequest& request) {
  EventQuery query;
  RETURN_IF_ERROR(ReadTypes(ontology, request.types(), "types", query.types));
  if (!request.deal().empty()) {
    ASSIGN_OR_RETURN(query.deal_id, ReadName(request.deal(), "deals/", "deal"));
  }
  if (!request.article().empty()) {
    ASSIGN_OR_RETURN(query.article_id, ReadName(request.article(), "articles/", "article"));
  }
  ASSIGN_OR_RETURN(query.limit, ReadPageSize(request.page_size(), kDefaultEvents));
  if (!request.page_token().empty()) {
    ASSIGN_OR_RETURN(query.after, ReadPageToken(request));
  }
  return query;
}

}  // namespace tearsheet
