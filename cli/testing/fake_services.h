// Small real services in this process for tests of the command line.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "common/error.h"
#include "common/grpc_status.h"
#include "grpcpp/security/server_credentials.h"
#include "grpcpp/server.h"
#include "grpcpp/server_builder.h"
#include "tearsheet/v1/ingest_service.grpc.pb.h"
#include "tearsheet/v1/query_service.grpc.pb.h"

namespace tearsheet::testing {

// A server on a free port for the services given to it, which it borrows.
class TestServer {
 public:
  explicit TestServer(const std::vector<grpc::Service*>& services, int port = 0) {
    grpc::ServerBuilder builder;
    builder.AddListeningPort(absl::StrCat("127.0.0.1:", port), grpc::InsecureServerCredentials(), &port_);
    for (grpc::Service* service : services) builder.RegisterService(service);
    server_ = builder.BuildAndStart();
  }
  ~TestServer() { server_->Shutdown(std::chrono::system_clock::now()); }

  int port() const { return port_; }
  std::string address() const { return absl::StrCat("127.0.0.1:", port_); }

 private:
  int port_ = 0;
  std::unique_ptr<grpc::Server> server_;
};

// Keeps articles by URI and body; refuses empty bodies; can lose its connection and run out of disk.
// Thread-safe.
class FakeIngestService : public v1::IngestService::Service {
 public:
  // Ends each of the next `streams` streams with UNAVAILABLE after `answers` answers.
  void LoseConnection(int streams, int answers) {
    absl::MutexLock lock(&mutex_);
    losses_ = streams;
    answers_before_loss_ = answers;
  }

  // Answers the next `articles` articles with RESOURCE_EXHAUSTED.
  void FillDisk(int articles) {
    absl::MutexLock lock(&mutex_);
    full_for_ = articles;
  }

  // Never answers from now on.
  void FallSilent() {
    absl::MutexLock lock(&mutex_);
    silent_ = true;
  }

  // Keys of what is in, in order of arrival.
  std::vector<std::string> stored() {
    absl::MutexLock lock(&mutex_);
    return stored_;
  }

  int streams() {
    absl::MutexLock lock(&mutex_);
    return streams_;
  }

  grpc::Status IngestArticles(
      grpc::ServerContext* context,
      grpc::ServerReaderWriter<v1::IngestArticlesResponse, v1::IngestArticlesRequest>* stream) override {
    int answers_left = -1;
    {
      absl::MutexLock lock(&mutex_);
      ++streams_;
      if (losses_ > 0) {
        --losses_;
        answers_left = answers_before_loss_;
      }
    }
    v1::IngestArticlesRequest request;
    for (int64_t index = 0; stream->Read(&request); ++index) {
      const v1::IngestArticlesResponse response = Answer(request.article(), index);
      if (answers_left-- == 0) return {grpc::StatusCode::UNAVAILABLE, "lost"};
      if (silent() || !stream->Write(response)) {
        // Holds the call open until the caller goes away.
        while (!context->IsCancelled() && stream->Read(&request)) {
        }
        return grpc::Status::CANCELLED;
      }
    }
    return grpc::Status::OK;
  }

  grpc::Status RetractArticle(grpc::ServerContext*, const v1::RetractArticleRequest* request,
                              v1::RetractArticleResponse* response) override {
    absl::MutexLock lock(&mutex_);
    if (request->name() != "articles/known")
      return ToGrpcStatus(
          ErrorBuilder(absl::StatusCode::kNotFound, "ARTICLE_NOT_FOUND", "no article has this name").Build());
    retract_reason_ = request->reason();
    response->set_sequence(7);
    return grpc::Status::OK;
  }

  grpc::Status GetOntology(grpc::ServerContext*, const v1::GetOntologyRequest*,
                           v1::GetOntologyResponse* response) override {
    response->mutable_ontology()->set_version("2026.11.1");
    auto& type = *response->mutable_ontology()->add_types();
    type.set_id("INVESTMENT");
    type.set_description("Money is put into a company.");
    auto& role = *type.add_roles();
    role.set_id("INVESTEE");
    role.set_core(true);
    type.add_slots("amount");
    return grpc::Status::OK;
  }

  std::string retract_reason() {
    absl::MutexLock lock(&mutex_);
    return retract_reason_;
  }

 private:
  bool silent() {
    absl::MutexLock lock(&mutex_);
    return silent_;
  }

  v1::IngestArticlesResponse Answer(const v1::Article& article, int64_t index) {
    absl::MutexLock lock(&mutex_);
    v1::IngestArticlesResponse response;
    response.set_index(index);
    if (full_for_ > 0) {
      --full_for_;
      *response.mutable_error() =
          StatusToProto(ErrorBuilder(absl::StatusCode::kResourceExhausted, "DISK_FULL", "the disk is full")
                            .RetryAfter(absl::Milliseconds(1))
                            .Build());
      return response;
    }
    if (article.body().empty()) {
      *response.mutable_error() = StatusToProto(InvalidField("article.body", "is missing"));
      return response;
    }
    const std::string key = article.uri() + " " + article.body();
    const auto [place, added] = sequences_.emplace(key, static_cast<int64_t>(sequences_.size()) + 1);
    if (added) stored_.push_back(key);
    auto& accepted = *response.mutable_accepted();
    accepted.set_sequence(place->second);
    accepted.set_duplicate(!added);
    accepted.set_event_count(2);
    return response;
  }

  absl::Mutex mutex_;
  std::map<std::string, int64_t> sequences_;
  std::vector<std::string> stored_;
  int streams_ = 0;
  int losses_ = 0;
  int answers_before_loss_ = 0;
  int full_for_ = 0;
  bool silent_ = false;
  std::string retract_reason_;
};

}  // namespace tearsheet::testing
