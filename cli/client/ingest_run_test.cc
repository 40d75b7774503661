#include "cli/client/ingest_run.h"

#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "cli/testing/fake_services.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/status_matchers.h"

namespace tearsheet {
namespace {

using ::testing::ElementsAre;
using testing::FakeIngestService;
using ::testing::HasSubstr;
using testing::StatusIs;
using testing::TestServer;

class RecordingListener : public IngestListener {
 public:
  void OnProgress(const IngestCounts&) override { ++progress; }
  void OnRefused(const std::string& place, const absl::Status& reason) override {
    refused.push_back(absl::StrCat(place, ": ", RefusalText(reason)));
  }
  void OnWarning(const std::string&, const std::string&) override {}
  void OnInterrupted(const absl::Status&, absl::Duration) override { ++interruptions; }

  std::vector<std::string> refused;
  int progress = 0;
  int interruptions = 0;
};

// `count` articles with places "input:0", "input:1" ...; those in `empty` have no body.
IngestRun::Source Articles(int count, std::vector<int> empty = {}) {
  return [count, empty = std::move(empty), next = 0]() mutable -> std::optional<InputItem> {
    if (next == count) return std::nullopt;
    v1::Article article;
    article.set_uri(absl::StrCat("https://a.example/", next));
    if (std::find(empty.begin(), empty.end(), next) == empty.end()) article.set_body("Text.");
    return InputItem{absl::StrCat("input:", next++), 10, article};
  };
}

class IngestRunTest : public ::testing::Test {
 protected:
  absl::Status Run(IngestRun::Source source, size_t window = 8) {
    IngestRun run(client_, std::move(source), listener_,
                  {.window_articles = window,
                   .answer_timeout = answer_timeout_,
                   .backoff = {.first = absl::Milliseconds(1), .longest = absl::Milliseconds(2)},
                   .give_up_after = give_up_after_});
    const absl::Status status = run.Run();
    counts_ = run.counts();
    return status;
  }

  FakeIngestService service_;
  std::unique_ptr<TestServer> server_ = std::make_unique<TestServer>(std::vector<grpc::Service*>{&service_});
  Client<v1::IngestService> client_{
      {"tearsheet-ingest", "--ingest", server_->address()}, absl::Seconds(30), Clock::Real()};
  RecordingListener listener_;
  IngestCounts counts_;
  absl::Duration answer_timeout_ = absl::Seconds(30);
  absl::Duration give_up_after_ = absl::Seconds(60);
};

TEST_F(IngestRunTest, EveryArticleIsIn) {
  EXPECT_OK(Run(Articles(100)));
  EXPECT_EQ(counts_.added, 100);
  EXPECT_EQ(counts_.events, 200);
  EXPECT_EQ(counts_.done_bytes, 1000);
  EXPECT_EQ(counts_.sequence, 100);
  EXPECT_EQ(service_.stored().size(), 100);
  EXPECT_EQ(service_.streams(), 1);
  EXPECT_GE(listener_.progress, 100);
}

TEST_F(IngestRunTest, AWindowOfOneWorks) {
  EXPECT_OK(Run(Articles(5), /*window=*/1));
  EXPECT_EQ(counts_.added, 5);
}

TEST_F(IngestRunTest, AnEmptySourceNeedsNoService) {
  server_.reset();
  EXPECT_OK(Run(Articles(0)));
}

TEST_F(IngestRunTest, ASecondRunAddsNothing) {
  EXPECT_OK(Run(Articles(10)));
  EXPECT_OK(Run(Articles(12)));
  EXPECT_EQ(counts_.already_in, 10);
  EXPECT_EQ(counts_.added, 2);
  EXPECT_EQ(counts_.events, 4) << "only those of new articles";
}

TEST_F(IngestRunTest, ARefusedArticleIsToldWithItsPlaceAndTheRestGoesOn) {
  EXPECT_OK(Run(Articles(5, {1, 3})));
  EXPECT_EQ(counts_.added, 3);
  EXPECT_EQ(counts_.refused, 2);
  EXPECT_THAT(listener_.refused,
              ElementsAre("input:1: article.body: is missing", "input:3: article.body: is missing"));
}

TEST_F(IngestRunTest, ABrokenInputIsRefusedWithoutTheService) {
  int calls = 0;
  EXPECT_OK(Run([&]() -> std::optional<InputItem> {
    if (calls++ == 0) return InputItem{"a.jsonl:1", 5, absl::InvalidArgumentError("is no JSON")};
    return std::nullopt;
  }));
  EXPECT_EQ(counts_.refused, 1);
  EXPECT_EQ(counts_.done_bytes, 5);
  EXPECT_EQ(service_.streams(), 0);
}

TEST_F(IngestRunTest, LostConnectionsLoseNothingAndKeepTheOrder) {
  service_.LoseConnection(/*streams=*/5, /*answers=*/3);
  EXPECT_OK(Run(Articles(50)));
  EXPECT_EQ(counts_.added + counts_.already_in, 50)
      << "what was stored but not acknowledged comes back as already in";
  EXPECT_EQ(service_.streams(), 6);
  EXPECT_EQ(listener_.interruptions, 5);
  const auto stored = service_.stored();
  ASSERT_EQ(stored.size(), 50);
  for (size_t i = 0; i < stored.size(); ++i)
    EXPECT_EQ(stored[i], absl::StrCat("https://a.example/", i, " Text."));
}

TEST_F(IngestRunTest, AFullDiskIsWaitedFor) {
  service_.FillDisk(/*articles=*/20);
  EXPECT_OK(Run(Articles(30)));
  EXPECT_EQ(counts_.added, 30);
  EXPECT_EQ(counts_.refused, 0);
  EXPECT_GE(listener_.interruptions, 1);
  EXPECT_EQ(service_.streams(), 1) << "the stream goes on";
}

TEST_F(IngestRunTest, GivesUpWhenTheDiskStaysFull) {
  service_.FillDisk(/*articles=*/1'000'000'000);
  give_up_after_ = absl::Milliseconds(20);
  EXPECT_THAT(Run(Articles(3)),
              StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr("the disk is full")));
  EXPECT_EQ(counts_.added, 0);
}

TEST_F(IngestRunTest, GivesUpWhenTheConnectionIsLostAgainAndAgain) {
  service_.LoseConnection(/*streams=*/1'000'000'000, /*answers=*/0);
  give_up_after_ = absl::Milliseconds(20);
  EXPECT_THAT(Run(Articles(3)),
              StatusIs(absl::StatusCode::kUnavailable, HasSubstr("the next article is input:0")));
}

TEST_F(IngestRunTest, ASilentServiceIsTakenForLost) {
  service_.FallSilent();
  answer_timeout_ = absl::Milliseconds(20);
  give_up_after_ = absl::Milliseconds(10);
  EXPECT_THAT(Run(Articles(3)), StatusIs(absl::StatusCode::kDeadlineExceeded));
}

TEST_F(IngestRunTest, NothingAtTheAddressIsSaidAtOnce) {
  server_.reset();
  EXPECT_THAT(Run(Articles(3)),
              StatusIs(absl::StatusCode::kUnavailable, HasSubstr("start tearsheet-ingest")));
  EXPECT_EQ(listener_.interruptions, 0);
}

}  // namespace
}  // namespace tearsheet
