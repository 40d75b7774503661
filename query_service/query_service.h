// The gRPC edge of the query service: validate, call, convert.
#pragma once

#include <optional>
#include <string>
#include <utility>

#include "absl/functional/any_invocable.h"
#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "common/ontology.h"
#include "common/rpc.h"
#include "common/worker_pool.h"
#include "grpcpp/support/byte_buffer.h"
#include "query_service/follower.h"
#include "query_service/sequence_waiters.h"
#include "query_service/state/state_store.h"
#include "query_service/watch/watch_hub.h"
#include "tearsheet/v1/query_service.grpc.pb.h"

namespace tearsheet {

// What the service works with; borrowed, and alive for as long as the server runs.
struct QueryParts {
  const Ontology& ontology;
  StateStore& store;
  WorkerPool& pool;
  RpcRunner& runner;
  SequenceWaiters& waiters;
  WatchHub& hub;
  // Where the follower stands.
  std::function<FollowState()> follow_state;
};

// GetDeal and ListDeals answer with the bytes that the store holds, WatchDeals with those of a change that
// all watchers share, the others with messages.
template <typename Base>
using RawReads =
    v1::QueryService::WithRawCallbackMethod_GetDeal<v1::QueryService::WithRawCallbackMethod_ListDeals<Base>>;
template <typename Base>
using SheetReads = v1::QueryService::WithCallbackMethod_GetCompany<
    v1::QueryService::WithCallbackMethod_ListCompanies<v1::QueryService::WithCallbackMethod_GetProduct<
        v1::QueryService::WithCallbackMethod_GetTimeline<v1::QueryService::WithCallbackMethod_ListConflicts<
            v1::QueryService::WithCallbackMethod_ExplainDeal<Base>>>>>>;
template <typename Base>
using GraphReads =
    v1::QueryService::WithCallbackMethod_GetNeighborhood<v1::QueryService::WithCallbackMethod_FindPaths<
        v1::QueryService::WithCallbackMethod_FindCircularFlows<Base>>>;
template <typename Base>
using RecordReads =
    v1::QueryService::WithCallbackMethod_ListArticles<v1::QueryService::WithCallbackMethod_Search<
        v1::QueryService::WithCallbackMethod_ListEvents<v1::QueryService::WithCallbackMethod_GetArticle<
            v1::QueryService::WithCallbackMethod_GetStateInfo<Base>>>>>;
using QueryServiceBase = RawReads<SheetReads<
    GraphReads<RecordReads<v1::QueryService::WithRawCallbackMethod_WatchDeals<v1::QueryService::Service>>>>>;

// Thread-safe.
class QueryService : public QueryServiceBase {
 public:
  explicit QueryService(const QueryParts& parts) : parts_(parts) {}

  grpc::ServerUnaryReactor* GetDeal(grpc::CallbackServerContext* call, const grpc::ByteBuffer* request,
                                    grpc::ByteBuffer* response) override;
  grpc::ServerUnaryReactor* ListDeals(grpc::CallbackServerContext* call, const grpc::ByteBuffer* request,
                                      grpc::ByteBuffer* response) override;
  grpc::ServerUnaryReactor* ExplainDeal(grpc::CallbackServerContext* call,
                                        const v1::ExplainDealRequest* request,
                                        v1::ExplainDealResponse* response) override;
  grpc::ServerUnaryReactor* GetCompany(grpc::CallbackServerContext* call,
                                       const v1::GetCompanyRequest* request,
                                       v1::GetCompanyResponse* response) override;
  grpc::ServerUnaryReactor* ListCompanies(grpc::CallbackServerContext* call,
                                          const v1::ListCompaniesRequest* request,
                                          v1::ListCompaniesResponse* response) override;
  grpc::ServerUnaryReactor* GetProduct(grpc::CallbackServerContext* call,
                                       const v1::GetProductRequest* request,
                                       v1::GetProductResponse* response) override;
  grpc::ServerUnaryReactor* GetTimeline(grpc::CallbackServerContext* call,
                                        const v1::GetTimelineRequest* request,
                                        v1::GetTimelineResponse* response) override;
  grpc::ServerUnaryReactor* ListConflicts(grpc::CallbackServerContext* call,
                                          const v1::ListConflictsRequest* request,
                                          v1::ListConflictsResponse* response) override;
  grpc::ServerUnaryReactor* GetNeighborhood(grpc::CallbackServerContext* call,
                                            const v1::GetNeighborhoodRequest* request,
                                            v1::GetNeighborhoodResponse* response) override;
  grpc::ServerUnaryReactor* FindPaths(grpc::CallbackServerContext* call, const v1::FindPathsRequest* request,
                                      v1::FindPathsResponse* response) override;
  grpc::ServerUnaryReactor* FindCircularFlows(grpc::CallbackServerContext* call,
                                              const v1::FindCircularFlowsRequest* request,
                                              v1::FindCircularFlowsResponse* response) override;
  grpc::ServerUnaryReactor* ListEvents(grpc::CallbackServerContext* call,
                                       const v1::ListEventsRequest* request,
                                       v1::ListEventsResponse* response) override;
  grpc::ServerUnaryReactor* GetArticle(grpc::CallbackServerContext* call,
                                       const v1::GetArticleRequest* request,
                                       v1::GetArticleResponse* response) override;
  grpc::ServerUnaryReactor* ListArticles(grpc::CallbackServerContext* call,
                                         const v1::ListArticlesRequest* request,
                                         v1::ListArticlesResponse* response) override;
  grpc::ServerUnaryReactor* Search(grpc::CallbackServerContext* call, const v1::SearchRequest* request,
                                   v1::SearchResponse* response) override;
  grpc::ServerUnaryReactor* GetStateInfo(grpc::CallbackServerContext* call,
                                         const v1::GetStateInfoRequest* request,
                                         v1::GetStateInfoResponse* response) override;
  grpc::ServerWriteReactor<grpc::ByteBuffer>* WatchDeals(grpc::CallbackServerContext* call,
                                                         const grpc::ByteBuffer* request) override;

 private:
  using Handler = absl::AnyInvocable<absl::Status(const RequestContext&)>;

  // Runs `handler` on the pool once `min_sequence` is applied; the wait takes no thread.
  grpc::ServerUnaryReactor* Read(grpc::CallbackServerContext* call, const char* method, int64_t min_sequence,
                                 Handler handler) {
    return Read(call, method, min_sequence, std::move(handler), [] { return std::optional<absl::Status>(); });
  }
  // The same; `at_once` as for RpcRunner::RunAsync.
  grpc::ServerUnaryReactor* Read(grpc::CallbackServerContext* call, const char* method, int64_t min_sequence,
                                 Handler handler, absl::FunctionRef<std::optional<absl::Status>()> at_once);

  // Opens the view that `request` asks for and answers from it.
  template <typename Request, typename Response>
  grpc::ServerUnaryReactor* ReadTyped(grpc::CallbackServerContext* call, const char* method,
                                      const Request* request, Response* response);

  // The present deal by its own name, when the store has it at hand.
  std::optional<grpc::ByteBuffer> DealAtOnce(const v1::GetDealRequest& request);
  absl::StatusOr<grpc::ByteBuffer> AnswerGetDeal(const RequestContext& context,
                                                 const v1::GetDealRequest& request);
  absl::StatusOr<grpc::ByteBuffer> AnswerListDeals(const RequestContext& context,
                                                   const v1::ListDealsRequest& request);
  absl::Status AnswerGetStateInfo(const RequestContext& context, v1::GetStateInfoResponse& response);

  const QueryParts parts_;
};

}  // namespace tearsheet
