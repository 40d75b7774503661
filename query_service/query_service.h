// The gRPC edge of the query service: validate, call, convert.
#pragma once

#include <string>

#include "absl/functional/any_invocable.h"
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

// GetDeal and ListDeals answer with the bytes that the store holds, the others with messages.
template <typename Base>
using RawReads =
    v1::QueryService::WithRawCallbackMethod_GetDeal<v1::QueryService::WithRawCallbackMethod_ListDeals<Base>>;
template <typename Base>
using TypedReads = v1::QueryService::WithCallbackMethod_GetCompany<
    v1::QueryService::WithCallbackMethod_ListEvents<v1::QueryService::WithCallbackMethod_GetArticle<
        v1::QueryService::WithCallbackMethod_GetStateInfo<Base>>>>;
using QueryServiceBase =
    RawReads<TypedReads<v1::QueryService::WithCallbackMethod_WatchDeals<v1::QueryService::Service>>>;

// Thread-safe.
class QueryService : public QueryServiceBase {
 public:
  explicit QueryService(const QueryParts& parts) : parts_(parts) {}

  grpc::ServerUnaryReactor* GetDeal(grpc::CallbackServerContext* call, const grpc::ByteBuffer* request,
                                    grpc::ByteBuffer* response) override;
  grpc::ServerUnaryReactor* ListDeals(grpc::CallbackServerContext* call, const grpc::ByteBuffer* request,
                                      grpc::ByteBuffer* response) override;
  grpc::ServerUnaryReactor* GetCompany(grpc::CallbackServerContext* call,
                                       const v1::GetCompanyRequest* request,
                                       v1::GetCompanyResponse* response) override;
  grpc::ServerUnaryReactor* ListEvents(grpc::CallbackServerContext* call,
                                       const v1::ListEventsRequest* request,
                                       v1::ListEventsResponse* response) override;
  grpc::ServerUnaryReactor* GetArticle(grpc::CallbackServerContext* call,
                                       const v1::GetArticleRequest* request,
                                       v1::GetArticleResponse* response) override;
  grpc::ServerUnaryReactor* GetStateInfo(grpc::CallbackServerContext* call,
                                         const v1::GetStateInfoRequest* request,
                                         v1::GetStateInfoResponse* response) override;
  grpc::ServerWriteReactor<v1::WatchDealsResponse>* WatchDeals(grpc::CallbackServerContext* call,
                                                               const v1::WatchDealsRequest* request) override;

 private:
  using Handler = absl::AnyInvocable<absl::Status(const RequestContext&)>;

  // Runs `handler` on the pool once `min_sequence` is applied; the wait takes no thread.
  grpc::ServerUnaryReactor* Read(grpc::CallbackServerContext* call, const char* method, int64_t min_sequence,
                                 Handler handler);

  absl::StatusOr<grpc::ByteBuffer> AnswerGetDeal(const v1::GetDealRequest& request);
  absl::StatusOr<grpc::ByteBuffer> AnswerListDeals(const v1::ListDealsRequest& request);
  absl::Status AnswerGetCompany(const v1::GetCompanyRequest& request, v1::GetCompanyResponse& response);
  absl::Status AnswerListEvents(const v1::ListEventsRequest& request, v1::ListEventsResponse& response);
  absl::Status AnswerGetArticle(const v1::GetArticleRequest& request, v1::GetArticleResponse& response);
  absl::Status AnswerGetStateInfo(v1::GetStateInfoResponse& response);

  const QueryParts parts_;
};

}  // namespace tearsheet
