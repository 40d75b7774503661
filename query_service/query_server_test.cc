// The service over a real socket, following a log in memory.
#include "query_service/query_server.h"

#include <memory>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/error.h"
#include "common/grpc_status.h"
#include "common/proto_time.h"
#include "event_log/memory_event_log.h"
#include "gmock/gmock.h"
#include "grpcpp/create_channel.h"
#include "tearsheet/v1/query_service.grpc.pb.h"
#include "tests/replay/state_fixture.h"
#include "tests/replay/world.h"

namespace tearsheet::testing {
namespace {

using log::v1::LogRecord;
using ::testing::HasSubstr;

// A running service, its log and a caller.
class QueryServerTest : public ::testing::Test {
 protected:
  void SetUp() override { Start(); }
  void TearDown() override { Stop(); }

  void Start() {
    options_.watch.heartbeat = absl::Milliseconds(200);
    server_ = QueryServer::Start(options_, state_.store(), log_, TestOntology(), Clock::Real()).value();
    stub_ = v1::QueryService::NewStub(
        grpc::CreateChannel(absl::StrCat("127.0.0.1:", server_->port()), grpc::InsecureChannelCredentials()));
  }
  void Stop() {
    if (server_ != nullptr) server_->Shutdown(absl::Seconds(5));
    server_.reset();
  }

  // Appends and waits until it is applied.
  int64_t Append(const std::vector<LogRecord>& records) {
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
  QueryServerOptions options_;
  std::unique_ptr<QueryServer> server_;
  std::unique_ptr<v1::QueryService::Stub> stub_;
};

TEST_F(QueryServerTest, WalkingThePagesGivesEachDealOnceAndEachCanBeRead) {
  Append(MakeWorld({.seed = 3}));
  v1::ListDealsRequest request;
  std::set<std::string> names;
  do {
    request.set_page_size(2);
    const auto page = ListDeals(request).value();
    EXPECT_LE(page.deals_size(), 2);
    for (const v1::Deal& deal : page.deals()) {
      EXPECT_TRUE(names.insert(deal.name()).second);
      EXPECT_EQ(deal.amount().claims_size(), 0) << "BASIC has no claims";
      const auto full = GetDeal(deal.name()).value();
      EXPECT_EQ(full.deal().name(), deal.name());
      EXPECT_EQ(full.sequence(), page.sequence());
    }
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  EXPECT_EQ(names.size(), state_.store().Snapshot().value()->Counts().value().deals);
}

TEST_F(QueryServerTest, BadRequestsNameTheirField) {
  Append(MakeWorld({.seed = 3}));
  v1::ListDealsRequest request;
  request.set_page_size(-1);
  EXPECT_THAT(ListDeals(request).status().ToString(), HasSubstr("page_size"));
  request.set_page_size(1);
  const std::string token = ListDeals(request).value().next_page_token();
  request.set_page_token(token);
  request.add_types("STAKE");
  EXPECT_EQ(ListDeals(request).status().code(), absl::StatusCode::kInvalidArgument);
  request.set_page_token("nonsense");
  EXPECT_THAT(ListDeals(request).status().ToString(), HasSubstr("page_token"));
  request.clear_page_token();
  request.add_types("NO_SUCH_TYPE");
  EXPECT_THAT(ListDeals(request).status().ToString(), HasSubstr("types"));
  request.clear_types();
  request.set_company("Nobody Ltd");
  EXPECT_EQ(ErrorReason(ListDeals(request).status()), "COMPANY_NOT_FOUND");
  EXPECT_EQ(ErrorReason(GetDeal("deals/none").status()), "DEAL_NOT_FOUND");
  EXPECT_EQ(GetDeal("none").status().code(), absl::StatusCode::kInvalidArgument);
}

TEST_F(QueryServerTest, MinSequenceWaitsForItAndEndsWithTheDeadline) {
  v1::GetStateInfoRequest request;
  request.set_min_sequence(1);
  v1::GetStateInfoResponse response;
  {
    grpc::ClientContext context;
    context.set_deadline(std::chrono::system_clock::now() + std::chrono::milliseconds(100));
    EXPECT_EQ(stub_->GetStateInfo(&context, request, &response).error_code(),
              grpc::StatusCode::DEADLINE_EXCEEDED);
  }
  grpc::ClientContext context;
  grpc::Status status;
  std::thread waiting([&] { status = stub_->GetStateInfo(&context, request, &response); });
  ASSERT_TRUE(log_.Append(MakeWorld({.seed = 1, .articles = 1})).ok());
  waiting.join();
  EXPECT_TRUE(status.ok()) << status.error_message();
  EXPECT_GE(response.sequence(), 1);
}

TEST_F(QueryServerTest, AWaitingCallCanBeCancelled) {
  v1::GetStateInfoRequest request;
  request.set_min_sequence(1'000'000);
  v1::GetStateInfoResponse response;
  grpc::ClientContext context;
  grpc::Status status;
  std::thread waiting([&] { status = stub_->GetStateInfo(&context, request, &response); });
  context.TryCancel();
  waiting.join();
  EXPECT_EQ(status.error_code(), grpc::StatusCode::CANCELLED);
}

TEST_F(QueryServerTest, AWatchFromTheTokenOfAListTellsEveryChangeAfterIt) {
  const auto records = MakeWorld({.seed = 5});
  Append({records.begin(), records.begin() + 10});
  v1::ListDealsRequest list;
  list.set_page_size(1000);
  list.set_view(v1::DEAL_VIEW_FULL);
  const auto snapshot = ListDeals(list).value();
  std::map<std::string, std::string> deals;
  for (const v1::Deal& deal : snapshot.deals()) deals[deal.name()] = deal.ShortDebugString();
  const int64_t last = Append({records.begin() + 10, records.end()});
  const auto expected_list = ListDeals(list).value();
  std::map<std::string, std::string> expected;
  for (const v1::Deal& deal : expected_list.deals()) expected[deal.name()] = deal.ShortDebugString();

  // A new watch after every third change, and a restart of the service in between.
  std::string token = snapshot.watch_token();
  int changes = 0;
  bool at_end = false;
  while (!at_end) {
    grpc::ClientContext context;
    v1::WatchDealsRequest request;
    request.set_token(token);
    const auto watch = stub_->WatchDeals(&context, request);
    v1::WatchDealsResponse response;
    for (int i = 0; i < 4 && watch->Read(&response); ++i) {
      token = response.token();
      if (!response.has_change()) {
        // A sign of life after the first one comes only when there is nothing to tell.
        at_end = i > 0 && response.sequence() >= last;
        continue;
      }
      ++changes;
      const v1::DealChange& change = response.change();
      EXPECT_EQ(change.kind() == v1::DEAL_CHANGE_KIND_CREATED, !deals.contains(change.deal().name()));
      EXPECT_EQ(change.kind() == v1::DEAL_CHANGE_KIND_UPDATED, change.fields_size() > 0);
      deals.erase(change.deal().name());
      if (change.kind() != v1::DEAL_CHANGE_KIND_REMOVED)
        deals[change.deal().name()] = change.deal().ShortDebugString();
    }
    context.TryCancel();
    watch->Finish();
    if (changes == 3) {
      Stop();
      state_.Reopen();
      Start();
    }
  }
  EXPECT_GT(changes, 3);
  EXPECT_EQ(deals, expected);
}

TEST_F(QueryServerTest, AWatcherIsToldOfBadAndOldTokens) {
  const auto finish = [&](const std::string& token) {
    grpc::ClientContext context;
    v1::WatchDealsRequest request;
    request.set_token(token);
    const auto watch = stub_->WatchDeals(&context, request);
    v1::WatchDealsResponse response;
    while (watch->Read(&response)) {
    }
    return watch->Finish().error_code();
  };
  EXPECT_EQ(finish("nonsense"), grpc::StatusCode::INVALID_ARGUMENT);
  Append(MakeWorld({.seed = 2, .articles = 3}));
  const std::string token = ListDeals({}).value().watch_token();
  Stop();
  state_.options().max_changes = 1;
  state_.Reopen();
  Start();
  auto records = MakeWorld({.seed = 2, .articles = 12});
  records.erase(records.begin(), records.begin() + 3);
  Append(records);
  EXPECT_EQ(finish(token), grpc::StatusCode::OUT_OF_RANGE);
}

TEST_F(QueryServerTest, AWatcherWithManyChangesWaitingGetsThemAll) {
  Stop();
  options_.watch.max_stall = absl::Milliseconds(300);
  Start();
  const std::string from = ListDeals({}).value().watch_token();
  grpc::ClientContext context;
  v1::WatchDealsRequest request;
  request.set_token(from);
  const auto watch = stub_->WatchDeals(&context, request);
  v1::WatchDealsResponse response;
  ASSERT_TRUE(watch->Read(&response));
  // More than the windows of the connection hold: what is not read stays at the service, whose bound then
  // ends the stream. A transport that takes everything loses nothing either.
  Append(MakeWorld({.seed = 4, .deals = 40, .articles = 600, .companies = 30}));
  std::string token = response.token();
  int64_t told = 0;
  while (watch->Read(&response)) {
    token = response.token();
    if (response.has_change()) ++told;
    if (response.sequence() >= log_.LastSequence().value() && !response.has_change()) break;
  }
  context.TryCancel();
  watch->Finish();
  EXPECT_GT(told, 0);
}

TEST_F(QueryServerTest, ARecordThatCannotBeAppliedIsSetAsideAndShown) {
  auto records = MakeWorld({.seed = 6, .articles = 3});
  LogRecord bad = records.front();
  bad.set_record_id("bad");
  bad.mutable_article()->mutable_article()->set_name("articles/bad");
  bad.mutable_article()->mutable_extraction()->set_article_id("bad");
  bad.mutable_article()->mutable_extraction()->mutable_events(0)->set_type("NO_SUCH_TYPE");
  records.insert(records.begin() + 1, bad);
  const int64_t last = Append(records);
  grpc::ClientContext context;
  v1::GetStateInfoResponse info;
  ASSERT_TRUE(stub_->GetStateInfo(&context, {}, &info).ok());
  EXPECT_EQ(info.sequence(), last);
  ASSERT_EQ(info.set_aside_count(), 1);
  EXPECT_EQ(info.set_aside(0).sequence(), 2);
  EXPECT_THAT(info.set_aside(0).reason(), HasSubstr("NO_SUCH_TYPE"));
}

TEST_F(QueryServerTest, AShorterLogIsRefused) {
  Append(MakeWorld({.seed = 7}));
  Stop();
  MemoryEventLog other;
  ASSERT_TRUE(other.Append(MakeWorld({.seed = 7, .articles = 1})).ok());
  const auto server =
      QueryServer::Start(options_, state_.store(), other, TestOntology(), Clock::Real()).value();
  while (server->follow_state().error.empty()) std::this_thread::yield();
  EXPECT_THAT(server->follow_state().error, HasSubstr("another log"));
  EXPECT_FALSE(server->follow_state().caught_up);
  server->Shutdown(absl::ZeroDuration());
}

TEST_F(QueryServerTest, ACompanyIsFoundByNameAndItsSheetAddsUp) {
  Append(MakeWorld({.seed = 8}));
  grpc::ClientContext context;
  v1::GetCompanyRequest request;
  request.set_company("company 1");
  request.set_include_units(true);
  v1::GetCompanyResponse response;
  const grpc::Status status = stub_->GetCompany(&context, request, &response);
  ASSERT_TRUE(status.ok()) << status.error_message();
  EXPECT_EQ(response.sheet().company().entity_id(), "org/c1");
  v1::ListDealsRequest list;
  list.set_company("org/c1");
  list.set_include_units(true);
  list.set_page_size(1000);
  EXPECT_EQ(response.sheet().deal_count(), ListDeals(list).value().deals_size());
}

}  // namespace
}  // namespace tearsheet::testing
