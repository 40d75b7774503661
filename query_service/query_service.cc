#include "query_service/query_service.h"

#include <algorithm>
#include <memory>
#include <utility>
#include <vector>

#include "common/error.h"
#include "common/grpc_status.h"
#include "common/status_macros.h"
#include "query_service/answers/answer.h"
#include "query_service/answers/prepared.h"
#include "query_service/answers/read_view.h"
#include "query_service/answers/requests.h"
#include "query_service/answers/tokens.h"
#include "query_service/errors.h"
#include "query_service/watch/watch_stream.h"

namespace tearsheet {
namespace {

constexpr int kMaxSetAsideShown = 100;

// Parses the request of a raw method.
template <typename Request>
absl::StatusOr<std::shared_ptr<Request>> ParseRequest(const grpc::ByteBuffer& bytes) {
  auto request = std::make_shared<Request>();
  RETURN_IF_ERROR(ParseMessage(bytes, *request));
  return request;
}

ReadLimits LimitsOf(const RequestContext& context) {
  return {.deadline = context.deadline(), .cancelled = [context] { return context.cancelled(); }};
}

}  // namespace

grpc::ServerUnaryReactor* QueryService::Read(grpc::CallbackServerContext* call, const char* method,
                                             int64_t min_sequence, Handler handler,
                                             absl::FunctionRef<std::optional<absl::Status>()> at_once) {
  return parts_.runner.RunAsync(
      call, method,
      [this, min_sequence, handler = std::move(handler)](const RequestContext& context,
                                                         RpcRunner::Done done) mutable {
        if (context.cancelled()) return done(absl::CancelledError("the caller has gone"));
        if (min_sequence <= 0) return done(handler(context));
        parts_.waiters.Wait(
            min_sequence, context.deadline(), [context] { return context.cancelled(); },
            [this, context, handler = std::move(handler),
             done = std::move(done)](const absl::Status& status) mutable {
              if (!status.ok()) return done(status);
              auto work =
                  std::make_shared<std::pair<Handler, RpcRunner::Done>>(std::move(handler), std::move(done));
              // Who applies must not be held up by who reads.
              if (!parts_.pool.TrySubmit([context, work] { work->second(work->first(context)); }))
                work->second(TooManyWaiters());
            });
      },
      at_once);
}

grpc::ServerUnaryReactor* QueryService::GetDeal(grpc::CallbackServerContext* call,
                                                const grpc::ByteBuffer* bytes, grpc::ByteBuffer* response) {
  auto request = ParseRequest<v1::GetDealRequest>(*bytes);
  const int64_t min_sequence = request.ok() ? (*request)->read_point().min_sequence() : 0;
  const auto at_once = [&]() -> std::optional<absl::Status> {
    std::optional<grpc::ByteBuffer> answer;
    if (request.ok()) answer = DealAtOnce(**request);
    if (!answer) return std::nullopt;
    *response = *std::move(answer);
    return absl::OkStatus();
  };
  return Read(
      call, "QueryService/GetDeal", min_sequence,
      [this, request, response](const RequestContext& context) -> absl::Status {
        RETURN_IF_ERROR(request.status());
        ASSIGN_OR_RETURN(*response, AnswerGetDeal(context, **request));
        return absl::OkStatus();
      },
      at_once);
}

std::optional<grpc::ByteBuffer> QueryService::DealAtOnce(const v1::GetDealRequest& request) {
  const v1::ReadPoint& point = request.read_point();
  if (point.has_publish_time() || point.has_ingest_time()) return std::nullopt;
  const auto deal_id = ReadName(request.name(), "deals/", "name");
  const auto view = ReadDealView(request.view(), v1::DEAL_VIEW_FULL);
  if (!deal_id.ok() || !view.ok()) return std::nullopt;
  const std::optional<HotDeal> deal = parts_.store.DealAtOnce(*deal_id, *view);
  if (!deal || deal->sequence < point.min_sequence() || point.min_sequence() < 0) return std::nullopt;
  PreparedAnswer answer;
  answer.AddBytes(v1::GetDealResponse::kDealFieldNumber, *deal->bytes);
  answer.AddInt64(v1::GetDealResponse::kSequenceFieldNumber, deal->sequence);
  return answer.Take();
}

absl::StatusOr<grpc::ByteBuffer> QueryService::AnswerGetDeal(const RequestContext& context,
                                                             const v1::GetDealRequest& request) {
  ASSIGN_OR_RETURN(const std::string deal_id, ReadName(request.name(), "deals/", "name"));
  ASSIGN_OR_RETURN(const v1::DealView view, ReadDealView(request.view(), v1::DEAL_VIEW_FULL));
  ASSIGN_OR_RETURN(const AsOf as_of, ReadAsOf(request.read_point()));
  ASSIGN_OR_RETURN(const auto state, ReadView::Open(parts_.ontology, parts_.store, as_of, LimitsOf(context)));
  ASSIGN_OR_RETURN(const auto deal, state->Deal(deal_id, view));
  if (!deal) return DealNotFound(request.name());
  PreparedAnswer answer;
  answer.AddBytes(v1::GetDealResponse::kDealFieldNumber, *deal);
  answer.AddInt64(v1::GetDealResponse::kSequenceFieldNumber, state->sequence());
  return answer.Take();
}

grpc::ServerUnaryReactor* QueryService::ListDeals(grpc::CallbackServerContext* call,
                                                  const grpc::ByteBuffer* bytes, grpc::ByteBuffer* response) {
  auto request = ParseRequest<v1::ListDealsRequest>(*bytes);
  const int64_t min_sequence = request.ok() ? (*request)->read_point().min_sequence() : 0;
  return Read(call, "QueryService/ListDeals", min_sequence,
              [this, request = std::move(request), response](const RequestContext& context) -> absl::Status {
                RETURN_IF_ERROR(request.status());
                ASSIGN_OR_RETURN(*response, AnswerListDeals(context, **request));
                return absl::OkStatus();
              });
}

absl::StatusOr<grpc::ByteBuffer> QueryService::AnswerListDeals(const RequestContext& context,
                                                               const v1::ListDealsRequest& request) {
  ASSIGN_OR_RETURN(DealQuery query, ReadDealQuery(parts_.ontology, request));
  ASSIGN_OR_RETURN(const AsOf as_of, ReadAsOf(request.read_point()));
  ASSIGN_OR_RETURN(const auto state, ReadView::Open(parts_.ontology, parts_.store, as_of, LimitsOf(context)));
  if (!request.company().empty()) {
    ASSIGN_OR_RETURN(const v1::Entity company, state->FindCompany(request.company()));
    query.entity_id = company.entity_id();
  }
  ASSIGN_OR_RETURN(const DealPage page, state->ListDeals(query));
  ASSIGN_OR_RETURN(const auto changes, state->reader().ChangeRange());
  PreparedAnswer answer;
  for (const std::string& deal : page.deals) answer.AddBytes(v1::ListDealsResponse::kDealsFieldNumber, deal);
  if (page.next)
    answer.AddBytes(v1::ListDealsResponse::kNextPageTokenFieldNumber, MakePageToken(request, *page.next));
  answer.AddInt64(v1::ListDealsResponse::kSequenceFieldNumber, state->sequence());
  answer.AddBytes(v1::ListDealsResponse::kWatchTokenFieldNumber,
                  MakeWatchToken(parts_.store.Epoch(), changes.first));
  return answer.Take();
}

template <typename Request, typename Response>
grpc::ServerUnaryReactor* QueryService::ReadTyped(grpc::CallbackServerContext* call, const char* method,
                                                  const Request* request, Response* response) {
  return Read(call, method, request->read_point().min_sequence(),
              [this, request, response](const RequestContext& context) -> absl::Status {
                ASSIGN_OR_RETURN(const AsOf as_of, ReadAsOf(request->read_point()));
                ASSIGN_OR_RETURN(const auto view,
                                 ReadView::Open(parts_.ontology, parts_.store, as_of, LimitsOf(context)));
                RETURN_IF_ERROR(Answer(parts_.ontology, *view, *request, *response));
                response->set_sequence(view->sequence());
                return absl::OkStatus();
              });
}

grpc::ServerUnaryReactor* QueryService::ExplainDeal(grpc::CallbackServerContext* call,
                                                    const v1::ExplainDealRequest* request,
                                                    v1::ExplainDealResponse* response) {
  return ReadTyped(call, "QueryService/ExplainDeal", request, response);
}

grpc::ServerUnaryReactor* QueryService::GetCompany(grpc::CallbackServerContext* call,
                                                   const v1::GetCompanyRequest* request,
                                                   v1::GetCompanyResponse* response) {
  return ReadTyped(call, "QueryService/GetCompany", request, response);
}

grpc::ServerUnaryReactor* QueryService::ListCompanies(grpc::CallbackServerContext* call,
                                                      const v1::ListCompaniesRequest* request,
                                                      v1::ListCompaniesResponse* response) {
  return ReadTyped(call, "QueryService/ListCompanies", request, response);
}

grpc::ServerUnaryReactor* QueryService::GetProduct(grpc::CallbackServerContext* call,
                                                   const v1::GetProductRequest* request,
                                                   v1::GetProductResponse* response) {
  return ReadTyped(call, "QueryService/GetProduct", request, response);
}

grpc::ServerUnaryReactor* QueryService::GetTimeline(grpc::CallbackServerContext* call,
                                                    const v1::GetTimelineRequest* request,
                                                    v1::GetTimelineResponse* response) {
  return ReadTyped(call, "QueryService/GetTimeline", request, response);
}

grpc::ServerUnaryReactor* QueryService::ListConflicts(grpc::CallbackServerContext* call,
                                                      const v1::ListConflictsRequest* request,
                                                      v1::ListConflictsResponse* response) {
  return ReadTyped(call, "QueryService/ListConflicts", request, response);
}

grpc::ServerUnaryReactor* QueryService::GetNeighborhood(grpc::CallbackServerContext* call,
                                                        const v1::GetNeighborhoodRequest* request,
                                                        v1::GetNeighborhoodResponse* response) {
  return ReadTyped(call, "QueryService/GetNeighborhood", request, response);
}

grpc::ServerUnaryReactor* QueryService::FindPaths(grpc::CallbackServerContext* call,
                                                  const v1::FindPathsRequest* request,
                                                  v1::FindPathsResponse* response) {
  return ReadTyped(call, "QueryService/FindPaths", request, response);
}

grpc::ServerUnaryReactor* QueryService::FindCircularFlows(grpc::CallbackServerContext* call,
                                                          const v1::FindCircularFlowsRequest* request,
                                                          v1::FindCircularFlowsResponse* response) {
  return ReadTyped(call, "QueryService/FindCircularFlows", request, response);
}

grpc::ServerUnaryReactor* QueryService::ListEvents(grpc::CallbackServerContext* call,
                                                   const v1::ListEventsRequest* request,
                                                   v1::ListEventsResponse* response) {
  return ReadTyped(call, "QueryService/ListEvents", request, response);
}

grpc::ServerUnaryReactor* QueryService::GetArticle(grpc::CallbackServerContext* call,
                                                   const v1::GetArticleRequest* request,
                                                   v1::GetArticleResponse* response) {
  return ReadTyped(call, "QueryService/GetArticle", request, response);
}

grpc::ServerUnaryReactor* QueryService::ListArticles(grpc::CallbackServerContext* call,
                                                     const v1::ListArticlesRequest* request,
                                                     v1::ListArticlesResponse* response) {
  return ReadTyped(call, "QueryService/ListArticles", request, response);
}

grpc::ServerUnaryReactor* QueryService::Search(grpc::CallbackServerContext* call,
                                               const v1::SearchRequest* request,
                                               v1::SearchResponse* response) {
  return ReadTyped(call, "QueryService/Search", request, response);
}

grpc::ServerUnaryReactor* QueryService::GetStateInfo(grpc::CallbackServerContext* call,
                                                     const v1::GetStateInfoRequest* request,
                                                     v1::GetStateInfoResponse* response) {
  return Read(call, "QueryService/GetStateInfo", request->min_sequence(),
              [this, request, response](const RequestContext& context) -> absl::Status {
                if (request->min_sequence() < 0) return InvalidField("min_sequence", "it must be 0 or more");
                return AnswerGetStateInfo(context, *response);
              });
}

absl::Status QueryService::AnswerGetStateInfo(const RequestContext& context,
                                              v1::GetStateInfoResponse& response) {
  const FollowState follow = parts_.follow_state();
  ASSIGN_OR_RETURN(const auto reader, parts_.store.Snapshot(LimitsOf(context)));
  ASSIGN_OR_RETURN(const int64_t sequence, reader->Sequence());
  ASSIGN_OR_RETURN(const StateCounts counts, reader->Counts());
  ASSIGN_OR_RETURN(const auto extractors, reader->Extractors());
  ASSIGN_OR_RETURN(const auto set_aside, reader->SetAside(kMaxSetAsideShown));
  response.set_sequence(sequence);
  response.set_log_last_sequence(follow.log_last);
  response.set_caught_up(follow.caught_up);
  response.set_article_count(counts.articles);
  response.set_event_count(counts.events);
  response.set_deal_count(counts.deals);
  response.set_entity_count(counts.entities);
  response.mutable_extractors()->insert(extractors.begin(), extractors.end());
  response.set_ontology_version(parts_.ontology.version());
  response.set_set_aside_count(counts.set_aside);
  for (const auto& [at, reason] : set_aside) {
    auto& record = *response.add_set_aside();
    record.set_sequence(at);
    record.set_reason(reason);
  }
  response.set_follow_error(follow.error);
  response.set_applies(follow.applies);
  return absl::OkStatus();
}

grpc::ServerWriteReactor<grpc::ByteBuffer>* QueryService::WatchDeals(grpc::CallbackServerContext* call,
                                                                     const grpc::ByteBuffer* request) {
  return WatchStream::Start(parts_.hub, call, *request);
}

}  // namespace tearsheet
