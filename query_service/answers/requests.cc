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

absl::StatusOr<int> ReadPageSize(int32_t size, int otherwise) {
  if (size < 0) return InvalidField("page_size", "it must be 0 or more");
  return size == 0 ? otherwise : std::min(size, kMaxPageSize);
}

absl::Status CheckTypes(const Ontology& ontology,
                        const google::protobuf::RepeatedPtrField<std::string>& types) {
  for (const std::string& type : types) {
    if (ontology.FindType(type) == nullptr)
      return InvalidField("types", absl::StrCat("the ontology has no event type '", type, "'"));
  }
  return absl::OkStatus();
}

absl::StatusOr<int64_t> ReadNanos(const google::protobuf::Timestamp& timestamp, const char* field) {
  const auto time = TimeFromProto(timestamp);
  if (!time.ok()) return InvalidField(field, std::string(time.status().message()));
  return absl::ToInt64Nanoseconds(*time - absl::UnixEpoch());
}

}  // namespace

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
  RETURN_IF_ERROR(CheckTypes(ontology, request.types()));
  query.types.assign(request.types().begin(), request.types().end());
  for (const int status : request.statuses()) {
    if (!v1::Status_IsValid(status) || status == v1::STATUS_UNSPECIFIED)
      return InvalidField("statuses", absl::StrCat(status, " is no status"));
    query.statuses.push_back(static_cast<v1::Status>(status));
  }
  if (request.has_start_time()) {
    ASSIGN_OR_RETURN(query.start_nanos, ReadNanos(request.start_time(), "start_time"));
  }
  if (request.has_end_time()) {
    ASSIGN_OR_RETURN(query.end_nanos, ReadNanos(request.end_time(), "end_time"));
  }
  if (query.start_nanos && query.end_nanos && *query.end_nanos < *query.start_nanos)
    return InvalidField("end_time", "it lies before start_time");
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
  RETURN_IF_ERROR(CheckTypes(ontology, request.types()));
  query.types.assign(request.types().begin(), request.types().end());
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
