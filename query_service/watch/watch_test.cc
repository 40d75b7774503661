// Watches over a real socket.
#include <limits>
#include <map>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "common/error.h"
#include "gmock/gmock.h"
#include "query_service/answers/deal_change.h"
#include "query_service/query_server_fixture.h"

namespace tearsheet::testing {
namespace {

using ::testing::HasSubstr;

using WatchTest = QueryServerTest;

TEST_F(WatchTest, AWatchFromTheTokenOfAListTellsEveryChangeAfterIt) {
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

TEST_F(WatchTest, AWatcherIsToldOfBadAndOldTokens) {
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

TEST_F(WatchTest, AWatchEndsWithItsDeadlineAndWithItsCaller) {
  {
    grpc::ClientContext context;
    context.set_deadline(std::chrono::system_clock::now() + std::chrono::milliseconds(50));
    const auto watch = stub_->WatchDeals(&context, {});
    v1::WatchDealsResponse response;
    while (watch->Read(&response)) {
    }
    EXPECT_EQ(watch->Finish().error_code(), grpc::StatusCode::DEADLINE_EXCEEDED);
  }
  grpc::ClientContext context;
  const auto watch = stub_->WatchDeals(&context, {});
  v1::WatchDealsResponse response;
  ASSERT_TRUE(watch->Read(&response));
  context.TryCancel();
  while (watch->Read(&response)) {
  }
  EXPECT_EQ(watch->Finish().error_code(), grpc::StatusCode::CANCELLED);
  // The service notices too.
  while (server_->watch_figures().watchers > 0) std::this_thread::yield();
  EXPECT_EQ(server_->watch_figures().too_slow, 0);
}

TEST_F(WatchTest, ACompanyIsWatchedAsItIsListedWithAndWithoutItsUnits) {
  const std::string from = ListDeals({}).value().watch_token();
  Append(MakeWorld(
      {.seed = 9, .deals = 30, .articles = 80, .revisions = 0, .retractions = 0, .reextractions = 0}));
  // c1 is the parent of c2.
  for (const auto& [company, units] :
       std::vector<std::pair<std::string, bool>>{{"org/c1", false}, {"org/c1", true}, {"org/c2", false}}) {
    SCOPED_TRACE(absl::StrCat(company, units ? " with units" : ""));
    v1::ListDealsRequest list;
    list.set_page_size(1000);
    list.set_company(company);
    list.set_include_units(units);
    std::set<std::string> listed;
    const v1::ListDealsResponse deals = ListDeals(list).value();
    for (const v1::Deal& deal : deals.deals()) listed.insert(deal.name());
    grpc::ClientContext context;
    v1::WatchDealsRequest request;
    request.set_token(from);
    request.set_company(company);
    request.set_include_units(units);
    const auto watch = stub_->WatchDeals(&context, request);
    v1::WatchDealsResponse response;
    std::set<std::string> watched;
    for (int i = 0; watch->Read(&response); ++i) {
      if (i > 0 && !response.has_change()) break;
      const v1::DealChange& change = response.change();
      if (change.kind() == v1::DEAL_CHANGE_KIND_REMOVED) watched.erase(change.deal().name());
      if (response.has_change() && change.kind() != v1::DEAL_CHANGE_KIND_REMOVED)
        watched.insert(change.deal().name());
    }
    context.TryCancel();
    watch->Finish();
    EXPECT_EQ(watched, listed);
    EXPECT_FALSE(listed.empty());
  }
}

// Everything that a watch tells, up to its end or to where nothing is left to tell.
struct Told {
  std::vector<std::string> changes;
  std::string token;
  grpc::Status status;
};

class SlowWatchTest : public QueryServerTest {
 protected:
  void SetUp() override {
    // Small steps, so that the watcher is told of many.
    options_.follower.max_records = 10;
    options_.watch.heartbeat = absl::Milliseconds(50);
    options_.watch.max_lag = std::numeric_limits<int64_t>::max();
    options_.watch.max_stall = absl::InfiniteDuration();
    options_.watch.max_unread_end = absl::InfiniteDuration();
  }

  void StartSlow() {
    Start();
    grpc::ChannelArguments arguments;
    // What is not read stays at the service: the window of the stream does not grow.
    arguments.SetInt(GRPC_ARG_HTTP2_BDP_PROBE, 0);
    arguments.SetInt(GRPC_ARG_HTTP2_STREAM_LOOKAHEAD_BYTES, 64 << 10);
    slow_stub_ = v1::QueryService::NewStub(grpc::CreateCustomChannel(
        absl::StrCat("127.0.0.1:", server_->port()), grpc::InsecureChannelCredentials(), arguments));
  }

  // A watch that has reached the newest change: it was told so by a sign of life after the first one.
  void Open() {
    watch_ = slow_stub_->WatchDeals(&context_, {});
    v1::WatchDealsResponse response;
    ASSERT_TRUE(watch_->Read(&response));
    ASSERT_TRUE(watch_->Read(&response));
    token_ = response.token();
    opened_at_ = state_.store().Snapshot().value()->ChangeRange().value().first;
  }

  // Megabytes of changes, of which the windows of a connection hold a part.
  void AppendMuch() { Append(MakeWorld({.seed = 4, .deals = 40, .articles = 300, .companies = 30})); }

  void WaitUntilCutOff() {
    while (server_->watch_figures().too_slow == 0) std::this_thread::yield();
  }

  Told ReadToEnd() { return ReadAll(*watch_, std::numeric_limits<int64_t>::max()); }

  Told Resume(const std::string& token) {
    grpc::ClientContext context;
    v1::WatchDealsRequest request;
    request.set_token(token);
    const auto watch = stub_->WatchDeals(&context, request);
    Told told = ReadAll(*watch, log_.LastSequence().value());
    context.TryCancel();
    watch->Finish();
    return told;
  }

  // Stops at a sign of life of `sequence`, other than the one that opens the watch.
  Told ReadAll(grpc::ClientReader<v1::WatchDealsResponse>& watch, int64_t sequence) {
    Told told{.changes = {}, .token = token_, .status = {}};
    v1::WatchDealsResponse response;
    for (int i = 0; watch.Read(&response); ++i) {
      told.token = response.token();
      if (response.has_change()) told.changes.push_back(response.change().SerializeAsString());
      if (i > 0 && !response.has_change() && response.sequence() >= sequence) return told;
    }
    told.status = watch.Finish();
    return told;
  }

  // What the store has made since the watch opened.
  std::vector<std::string> Expected() {
    std::vector<std::string> expected;
    const auto reader = state_.store().Snapshot().value();
    const std::vector<StoredChange> changes = reader->ChangesAfter(opened_at_, 1'000'000).value();
    for (const StoredChange& change : changes)
      expected.push_back(ToDealChange(change).value().SerializeAsString());
    return expected;
  }

  void ExpectCutOffAndResumed() {
    Told told = ReadToEnd();
    const absl::Status status = FromGrpcStatus(told.status);
    EXPECT_EQ(status.code(), absl::StatusCode::kResourceExhausted) << status;
    EXPECT_EQ(ErrorReason(status), "WATCHER_TOO_SLOW");
    EXPECT_THAT(std::string(status.message()), HasSubstr("token of the last answer"));
    const std::vector<std::string> expected = Expected();
    EXPECT_LT(told.changes.size(), expected.size());
    const Told rest = Resume(told.token);
    told.changes.insert(told.changes.end(), rest.changes.begin(), rest.changes.end());
    EXPECT_TRUE(told.changes == expected)
        << told.changes.size() << " changes told, " << expected.size() << " made";
  }

  std::unique_ptr<v1::QueryService::Stub> slow_stub_;
  grpc::ClientContext context_;
  std::unique_ptr<grpc::ClientReader<v1::WatchDealsResponse>> watch_;
  std::string token_;
  int64_t opened_at_ = 0;
};

TEST_F(SlowWatchTest, WhoFallsTooFarBehindIsCutOffAndResumesWithoutGapOrRepeat) {
  options_.watch.max_lag = 50;
  StartSlow();
  Open();
  AppendMuch();
  WaitUntilCutOff();
  ExpectCutOffAndResumed();
}

TEST_F(SlowWatchTest, AWriteThatStandsStillIsCutOffAndResumesWithoutGapOrRepeat) {
  options_.watch.max_stall = absl::Milliseconds(100);
  StartSlow();
  Open();
  AppendMuch();
  WaitUntilCutOff();
  ExpectCutOffAndResumed();
}

TEST_F(SlowWatchTest, WhoDoesNotEvenReadTheEndLosesItsPlaceToOthers) {
  options_.watch.max_stall = absl::Milliseconds(100);
  options_.watch.max_unread_end = absl::Milliseconds(100);
  options_.watch.max_watchers = 1;
  StartSlow();
  Open();
  AppendMuch();
  while (server_->watch_figures().watchers > 0) std::this_thread::yield();
  EXPECT_EQ(server_->watch_figures().too_slow, 1);
  EXPECT_GT(Resume(token_).changes.size(), 0u);
}

TEST_F(SlowWatchTest, WhoReadsLateWithinTheBoundsIsToldEverything) {
  StartSlow();
  Open();
  AppendMuch();
  const Told told = ReadAll(*watch_, log_.LastSequence().value());
  context_.TryCancel();
  watch_->Finish();
  EXPECT_TRUE(told.changes == Expected());
  EXPECT_EQ(server_->watch_figures().too_slow, 0);
}

}  // namespace
}  // namespace tearsheet::testing
