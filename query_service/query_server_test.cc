// Reads over a real socket.
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "common/error.h"
#include "gmock/gmock.h"
#include "query_service/query_server_fixture.h"

namespace tearsheet::testing {
namespace {

using log::v1::LogRecord;
using ::testing::HasSubstr;

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
