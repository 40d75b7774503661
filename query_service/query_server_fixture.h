// A running query service over a real socket, following a log in memory.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/grpc_status.h"
#include "event_log/memory_event_log.h"
#include "grpcpp/create_channel.h"
#include "gtest/gtest.h"
#include "query_service/query_server.h"
#include "tearsheet/v1/query_service.grpc.pb.h"
#include "tests/replay/state_fixture.h"
#include "tests/worlds/world.h"

namespace tearsheet::testing {

// A running service, its log and a caller.
class QueryServerTest : public ::testing::Test {
 protected:
  void SetUp() override { Start(); }
  void TearDown() override { Stop(); }

  void Start() {
    server_ = QueryServer::Start(options_, state_.store(), log_, TestOntology(), Clock::Real()).value();
    stub_ = v1::QueryService::NewStub(
        grpc::CreateChannel(absl::StrCat("127.0.0.1:", server_->port()), grpc::InsecureChannelCredentials()));
  }
  void Stop() {
    if (server_ != nullptr) server_->Shutdown(absl::Seconds(5));
    server_.reset();
  }

  // Appends and waits until it is applied.
  int64_t Append(const std::vector<log::v1::LogRecord>& records) {
    const int64_t last = log_.Append(records).value().back().sequence;
    v1::GetStateInfoRequest request;
    request.set_min_sequence(last);
    v1::GetStateInfoResponse response;
    grpc::ClientContext context;
    const grpc::Status status = stub_->GetStateInfo(&context, request, &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    EXPECT_GE(response.sequence(), last);
    return last;
  }

  absl::StatusOr<v1::ListDealsResponse> ListDeals(const v1::ListDealsRequest& request) {
    grpc::ClientContext context;
    v1::ListDealsResponse response;
    const grpc::Status status = stub_->ListDeals(&context, request, &response);
    if (!status.ok()) return FromGrpcStatus(status);
    return response;
  }

  absl::StatusOr<v1::GetDealResponse> GetDeal(const std::string& name) {
    grpc::ClientContext context;
    v1::GetDealRequest request;
    request.set_name(name);
    v1::GetDealResponse response;
    const grpc::Status status = stub_->GetDeal(&context, request, &response);
    if (!status.ok()) return FromGrpcStatus(status);
    return response;
  }

  MemoryEventLog log_;
  TestState state_;
  QueryServerOptions options_ = [] {
    QueryServerOptions options;
    options.watch.heartbeat = absl::Milliseconds(200);
    return options;
  }();
  std::unique_ptr<QueryServer> server_;
  std::unique_ptr<v1::QueryService::Stub> stub_;
};

}  // namespace tearsheet::testing
