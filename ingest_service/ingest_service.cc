#include "ingest_service/ingest_service.h"

#include <utility>

#include "common/status_macros.h"
#include "common/tracing/span.h"
#include "ingest_service/request_parser.h"
#include "ingest_service/trace_context.h"

namespace tearsheet {

constexpr char kIngestArticle[] = "IngestService/IngestArticle";

grpc::ServerUnaryReactor* IngestService::IngestArticle(grpc::CallbackServerContext* call,
                                                       const grpc::ByteBuffer* request,
                                                       grpc::ByteBuffer* response) {
  return parts_.runner.RunAsync(
      call, kIngestArticle,
      [this, request, response, span = Span::Server(kIngestArticle, TraceparentOf(*call))](
          const RequestContext& context, RpcRunner::Done finish) mutable {
        const std::string traceparent = span.traceparent();
        auto done = [span = std::move(span), finish = std::move(finish)](const absl::Status& status) mutable {
          span.End(status.code());
          finish(status);
        };
        if (context.cancelled())
          return done(absl::CancelledError("the caller has gone or its deadline has passed"));
        parts_.metrics.Started();
        v1::IngestArticleRequest parsed;
        if (const absl::Status status = ParseRequest(*request, parsed); !status.ok()) {
          parts_.metrics.Finished(status);
          return done(status);
        }
        parts_.ingestor.Ingest(std::move(*parsed.mutable_article()), traceparent,
                               [this, response, done = std::move(done)](
                                   const absl::StatusOr<v1::IngestArticleResponse>& result) mutable {
                                 parts_.metrics.Finished(result);
                                 if (result.ok()) *response = ToBytes(*result);
                                 done(result.status());
                               });
      });
}

grpc::ServerBidiReactor<grpc::ByteBuffer, grpc::ByteBuffer>* IngestService::IngestArticles(
    grpc::CallbackServerContext* call) {
  return IngestStream::Start(parts_, *call);
}

grpc::ServerUnaryReactor* IngestService::ExtractArticle(grpc::CallbackServerContext* call,
                                                        const grpc::ByteBuffer* request,
                                                        grpc::ByteBuffer* response) {
  return parts_.runner.Run(call, "IngestService/ExtractArticle",
                           [this, request, response](const RequestContext& context) -> absl::Status {
                             v1::ExtractArticleRequest parsed;
                             RETURN_IF_ERROR(ParseRequest(*request, parsed));
                             v1::ExtractArticleResponse result;
                             ASSIGN_OR_RETURN(*result.mutable_extraction(),
                                              parts_.ingestor.Extract(std::move(*parsed.mutable_article()),
                                                                      parsed.include_mentions()));
                             *response = ToBytes(result);
                             return absl::OkStatus();
                           });
}

grpc::ServerUnaryReactor* IngestService::RetractArticle(grpc::CallbackServerContext* call,
                                                        const v1::RetractArticleRequest* request,
                                                        v1::RetractArticleResponse* response) {
  return parts_.runner.RunAsync(
      call, "IngestService/RetractArticle",
      [this, request, response](const RequestContext& context, RpcRunner::Done done) {
        parts_.ingestor.Retract(*request,
                                [response, done = std::move(done)](
                                    const absl::StatusOr<v1::RetractArticleResponse>& result) mutable {
                                  if (result.ok()) *response = *result;
                                  done(result.status());
                                });
      });
}

grpc::ServerUnaryReactor* IngestService::ReprocessArticles(grpc::CallbackServerContext* call,
                                                           const v1::ReprocessArticlesRequest* request,
                                                           v1::ReprocessArticlesResponse* response) {
  return parts_.runner.RunAsync(
      call, "IngestService/ReprocessArticles",
      [this, request, response](const RequestContext& context, RpcRunner::Done done) {
        reprocessor_.Step(
            *request, [&context] { return context.cancelled(); },
            [response, done = std::move(done)](absl::StatusOr<v1::ReprocessArticlesResponse> result) mutable {
              const absl::Status status = result.status();
              if (status.ok()) *response = *std::move(result);
              done(status);
            });
      });
}

grpc::ServerUnaryReactor* IngestService::GetOntology(grpc::CallbackServerContext* call,
                                                     const v1::GetOntologyRequest* request,
                                                     v1::GetOntologyResponse* response) {
  return parts_.runner.Run(call, "IngestService/GetOntology",
                           [this, response](const RequestContext& context) {
                             *response->mutable_ontology() = ontology_.proto();
                             return absl::OkStatus();
                           });
}

}  // namespace tearsheet
