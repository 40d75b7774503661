// What watchers with filters are told, over a real socket.
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "query_service/answers/deal_change.h"
#include "query_service/query_server_fixture.h"
#include "query_service/watch/watched_change.h"
#include "tests/worlds/truth.h"

namespace tearsheet::testing {
namespace {

class WatchFiltersTest : public QueryServerTest {
 protected:
  void SetUp() override {
    options_.watch.heartbeat = absl::Milliseconds(50);
    options_.follower.max_records = 10;
    Start();
  }
};

// A watch that can be broken off and resumed.
class Watcher {
 public:
  Watcher(v1::QueryService::Stub& stub, v1::WatchDealsRequest request)
      : stub_(stub), request_(std::move(request)) {
    Open();
  }
  ~Watcher() {
    if (watch_ != nullptr) Close();
  }

  // Reads until it is told, after the opening answer, that nothing is left of what `sequence` made.
  grpc::Status ReadUpTo(int64_t sequence) {
    for (v1::WatchDealsResponse response; Read(response);) {
      if (!response.has_change() && response.sequence() >= sequence) return grpc::Status::OK;
    }
    return Finish();
  }
  // Reads `count` answers and goes on from the token of the last one.
  void Resume(int count) {
    v1::WatchDealsResponse response;
    while (count-- > 0 && Read(response)) {
    }
    Close();
    Open();
  }

  const std::vector<std::string>& told() const { return told_; }
  const std::string& token() const { return request_.token(); }

 private:
  void Open() {
    context_ = std::make_unique<grpc::ClientContext>();
    watch_ = stub_.WatchDeals(context_.get(), request_);
    v1::WatchDealsResponse opening;
    if (watch_->Read(&opening)) request_.set_token(opening.token());
  }
  void Close() {
    context_->TryCancel();
    v1::WatchDealsResponse unread;
    while (watch_->Read(&unread)) {
    }
    Finish();
  }
  grpc::Status Finish() {
    const grpc::Status status = watch_->Finish();
    watch_.reset();
    return status;
  }
  bool Read(v1::WatchDealsResponse& response) {
    if (!watch_->Read(&response)) return false;
    request_.set_token(response.token());
    if (response.has_change()) told_.push_back(response.change().SerializeAsString());
    return true;
  }

  v1::QueryService::Stub& stub_;
  v1::WatchDealsRequest request_;
  std::unique_ptr<grpc::ClientContext> context_;
  std::unique_ptr<grpc::ClientReader<v1::WatchDealsResponse>> watch_;
  std::vector<std::string> told_;
};

TEST_F(WatchFiltersTest, TheTokenOfAWatcherWhomNoChangeConcernsMovesOnWithTheChanges) {
  state_.options().max_changes = 60;
  Stop();
  state_.Reopen();
  Start();
  v1::WatchDealsRequest request;
  request.add_types("MERGER");
  Watcher idle(*stub_, request);
  const std::string before = idle.token();
  const auto records = MakeWorld({.seed = 3, .articles = 150});
  int64_t last = 0;
  for (size_t at = 0; at + 10 <= records.size(); at += 10) {
    const auto begin = records.begin() + static_cast<int64_t>(at);
    last = Append({begin, begin + 10});
    while (server_->watch_figures().announced < last) std::this_thread::yield();
  }
  ASSERT_TRUE(idle.ReadUpTo(last).ok());
  EXPECT_THAT(idle.told(), ::testing::IsEmpty());
  // The changes between the two tokens are kept no longer.
  request.set_token(before);
  EXPECT_EQ(Watcher(*stub_, request).ReadUpTo(last).error_code(), grpc::StatusCode::OUT_OF_RANGE);
  request.set_token(idle.token());
  EXPECT_TRUE(Watcher(*stub_, request).ReadUpTo(last).ok());
}

// What all changes after `number` come to for a watcher with `request`, by looking at each of them.
std::vector<std::string> Expected(StateStore& store, int64_t number, const v1::WatchDealsRequest& request) {
  WatchFilter filter;
  filter.entity_id = request.company();
  filter.include_units = request.include_units();
  filter.types.insert(request.types().begin(), request.types().end());
  for (const int status : request.statuses()) filter.statuses.insert(static_cast<v1::Status>(status));
  std::vector<std::string> expected;
  const auto reader = store.Snapshot().value();
  const std::vector<StoredChange> changes = reader->ChangesAfter(number, 1'000'000).value();
  for (const StoredChange& stored : changes) {
    const auto change = WatchedChange::Make(stored, "").value();
    if (filter.Matches(change->subject())) expected.push_back(change->message().value());
  }
  return expected;
}

TEST_F(WatchFiltersTest, WatchersWithRandomFiltersThatBreakOffAndResumeAreToldEachTheirChangesOnce) {
  auto records = MakeWorld({.seed = 11, .deals = 40, .articles = 200, .companies = 6});
  Append({records.begin(), records.begin() + 40});
  const int64_t start = state_.store().Snapshot().value()->ChangeRange().value().first;
  Random random(7);
  std::vector<v1::WatchDealsRequest> requests;
  std::vector<std::unique_ptr<Watcher>> watchers;
  for (int i = 0; i < 24; ++i) {
    v1::WatchDealsRequest request;
    if (random.Percent(60)) request.set_company(absl::StrCat("org/c", random.Below(6)));
    request.set_include_units(random.Percent(50));
    if (random.Percent(30)) request.add_types("INVESTMENT");
    if (random.Percent(30)) request.add_types("CONTRACT");
    if (random.Percent(20)) request.add_statuses(v1::RUMORED);
    if (random.Percent(20)) request.add_statuses(v1::TALKS);
    requests.push_back(request);
    watchers.push_back(std::make_unique<Watcher>(*stub_, request));
  }
  int64_t last = 0;
  for (size_t at = 40; at < records.size(); at += 40) {
    last = Append({records.begin() + static_cast<int64_t>(at),
                   records.begin() + static_cast<int64_t>(std::min(at + 40, records.size()))});
    for (const auto& watcher : watchers) {
      if (random.Percent(30)) watcher->Resume(random.Below(4));
    }
  }
  size_t told = 0;
  for (size_t i = 0; i < watchers.size(); ++i) {
    SCOPED_TRACE(requests[i].ShortDebugString());
    ASSERT_TRUE(watchers[i]->ReadUpTo(last).ok());
    EXPECT_EQ(watchers[i]->told(), Expected(state_.store(), start, requests[i]));
    told += watchers[i]->told().size();
  }
  EXPECT_GT(told, 100u);
}

}  // namespace
}  // namespace tearsheet::testing
