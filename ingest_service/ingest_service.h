// The gRPC edge of tearsheet.v1.IngestService: parses, calls, converts.
#pragma once

#include "common/ontology.h"
#include "common/rpc.h"
#include "grpcpp/support/byte_buffer.h"
#include "ingest_service/ingest_metrics.h"
#include "ingest_service/ingest_stream.h"
#include "ingest_service/ingestor.h"
#include "ingest_service/reprocessor.h"
#include "tearsheet/v1/ingest_service.grpc.pb.h"

namespace tearsheet {

// Methods that take an article get it as bytes; see request_parser.h.
using IngestServiceMethods = v1::IngestService::WithRawCallbackMethod_IngestArticle<
    v1::IngestService::WithRawCallbackMethod_IngestArticles<
        v1::IngestService::WithRawCallbackMethod_ExtractArticle<
            v1::IngestService::WithCallbackMethod_RetractArticle<
                v1::IngestService::WithCallbackMethod_ReprocessArticles<
                    v1::IngestService::WithCallbackMethod_GetOntology<v1::IngestService::Service>>>>>>;

// Thread-safe; outlives the server.
class IngestService : public IngestServiceMethods {
 public:
  // Borrows `reprocessor`, `ontology` and what `parts` refers to.
  IngestService(const IngestStreamParts& parts, Reprocessor& reprocessor, const Ontology& ontology)
      : parts_(parts), reprocessor_(reprocessor), ontology_(ontology) {}

  grpc::ServerUnaryReactor* IngestArticle(grpc::CallbackServerContext* call, const grpc::ByteBuffer* request,
                                          grpc::ByteBuffer* response) override;
  grpc::ServerBidiReactor<grpc::ByteBuffer, grpc::ByteBuffer>* IngestArticles(
      grpc::CallbackServerContext* call) override;
  grpc::ServerUnaryReactor* ExtractArticle(grpc::CallbackServerContext* call, const grpc::ByteBuffer* request,
                                           grpc::ByteBuffer* response) override;
  grpc::ServerUnaryReactor* RetractArticle(grpc::CallbackServerContext* call,
                                           const v1::RetractArticleRequest* request,
                                           v1::RetractArticleResponse* response) override;
  grpc::ServerUnaryReactor* ReprocessArticles(grpc::CallbackServerContext* call,
                                              const v1::ReprocessArticlesRequest* request,
                                              v1::ReprocessArticlesResponse* response) override;
  grpc::ServerUnaryReactor* GetOntology(grpc::CallbackServerContext* call,
                                        const v1::GetOntologyRequest* request,
                                        v1::GetOntologyResponse* response) override;

 private:
  const IngestStreamParts parts_;
  Reprocessor& reprocessor_;
  const Ontology& ontology_;
};

}  // namespace tearsheet
