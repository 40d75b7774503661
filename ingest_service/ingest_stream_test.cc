// IngestArticles over a real socket.
#include "ingest_service/ingest_stream.h"

#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "common/clock.h"
#include "common/error.h"
#include "common/grpc_status.h"
#include "event_log/memory_event_log.h"
#include "gmock/gmock.h"
#include "tests/support/articles.h"
#include "tests/support/faulty_event_log.h"
#include "tests/support/ingest_server_fixture.h"
#include "tests/support/status_matchers.h"

namespace tearsheet {
namespace {

using ::tearsheet::testing::FaultyEventLog;
using ::tearsheet::testing::MakeArticle;
using ::tearsheet::testing::RunningIngestServer;
using ::tearsheet::testing::StatusIs;
using ::testing::Gt;
using ::testing::HasSubstr;

// A client of one stream.
class Client {
 public:
  explicit Client(const RunningIngestServer& server, absl::Time deadline = absl::InfiniteFuture())
      : stub_(v1::IngestService::NewStub(server.Channel())) {
    if (deadline != absl::InfiniteFuture()) context_.set_deadline(absl::ToChronoTime(deadline));
    stream_ = stub_->IngestArticles(&context_);
  }

  bool Send(const v1::Article& article) {
    v1::IngestArticlesRequest request;
    *request.mutable_article() = article;
    return stream_->Write(request);
  }
  // False at the end of the stream.
  bool Receive(v1::IngestArticlesResponse& response) { return stream_->Read(&response); }
  v1::IngestArticlesResponse Receive() {
    v1::IngestArticlesResponse response;
    EXPECT_TRUE(stream_->Read(&response));
    return response;
  }
  void HalfClose() { stream_->WritesDone(); }
  void Cancel() { context_.TryCancel(); }
  absl::Status Finish() { return FromGrpcStatus(stream_->Finish()); }

 private:
  std::unique_ptr<v1::IngestService::Stub> stub_;
  grpc::ClientContext context_;
  std::unique_ptr<grpc::ClientReaderWriter<v1::IngestArticlesRequest, v1::IngestArticlesResponse>> stream_;
};

class IngestStreamTest : public ::testing::Test {
 protected:
  MemoryEventLog memory_;
  FaultyEventLog log_{memory_};
};

TEST_F(IngestStreamTest, ArticlesAreAppendedAndAnsweredInOrder) {
  const RunningIngestServer server(log_);
  Client client(server);
  std::thread sender([&] {
    for (int i = 0; i < 500; ++i) EXPECT_TRUE(client.Send(MakeArticle(i)));
    client.HalfClose();
  });
  for (int i = 0; i < 500; ++i) {
    const v1::IngestArticlesResponse response = client.Receive();
    EXPECT_EQ(response.index(), i);
    EXPECT_EQ(response.accepted().sequence(), i + 1) << response.error().message();
  }
  sender.join();
  EXPECT_OK(client.Finish());
  EXPECT_EQ(*memory_.LastSequence(), 500);
}

TEST_F(IngestStreamTest, BadArticleGetsItsOwnErrorAndTheStreamGoesOn) {
  const RunningIngestServer server(log_);
  Client client(server);
  v1::Article no_text = MakeArticle(1);
  no_text.clear_body();
  v1::Article no_utf8 = MakeArticle(2);
  no_utf8.set_body("caf\xe9");
  for (const v1::Article& article : {MakeArticle(0), no_text, no_utf8, MakeArticle(3)})
    ASSERT_TRUE(client.Send(article));
  client.HalfClose();
  EXPECT_EQ(client.Receive().accepted().sequence(), 1);
  EXPECT_THAT(StatusFromProto(client.Receive().error()),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("article.body is missing")));
  EXPECT_THAT(StatusFromProto(client.Receive().error()),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("article.body: is not valid UTF-8")));
  EXPECT_EQ(client.Receive().accepted().sequence(), 2);
  EXPECT_OK(client.Finish());
}

TEST_F(IngestStreamTest, AnswersThatAreReadyTogetherGoOutAtOnce) {
  // A connection on which nothing else leaves the server; an answer that waited for that would come at the
  // deadline.
  const RunningIngestServer server(log_);
  log_.HoldAppends(true);
  Client client(server, absl::Now() + absl::Minutes(1));
  v1::Article no_text = MakeArticle(1);
  no_text.clear_body();
  ASSERT_TRUE(client.Send(MakeArticle(0)));
  for (int i = 0; i < 20; ++i) ASSERT_TRUE(client.Send(no_text));
  log_.WaitUntilHeld();
  // By now most of those behind have their answers, which wait for the first one.
  Client other(server);
  other.HalfClose();
  EXPECT_OK(other.Finish());
  log_.HoldAppends(false);
  EXPECT_EQ(client.Receive().accepted().sequence(), 1);
  for (int i = 0; i < 20; ++i) EXPECT_TRUE(client.Receive().has_error());
  client.HalfClose();
  EXPECT_OK(client.Finish());
}

TEST_F(IngestStreamTest, SameArticleTwiceInFlightIsAppendedOnce) {
  const RunningIngestServer server(log_);
  Client client(server);
  for (int i = 0; i < 10; ++i) ASSERT_TRUE(client.Send(MakeArticle(7)));
  client.HalfClose();
  int duplicates = 0;
  for (int i = 0; i < 10; ++i) {
    const v1::IngestArticlesResponse response = client.Receive();
    EXPECT_EQ(response.accepted().sequence(), 1);
    duplicates += response.accepted().duplicate() ? 1 : 0;
  }
  EXPECT_EQ(duplicates, 9);
  EXPECT_OK(client.Finish());
}

TEST_F(IngestStreamTest, StreamsShareSyncs) {
  const RunningIngestServer server(log_);
  std::vector<std::thread> clients;
  for (int c = 0; c < 3; ++c) {
    clients.emplace_back([&server, c] {
      Client client(server);
      std::thread sender([&] {
        for (int i = 0; i < 200; ++i) EXPECT_TRUE(client.Send(MakeArticle(1000 * c + i)));
        client.HalfClose();
      });
      for (int i = 0; i < 200; ++i) EXPECT_EQ(client.Receive().index(), i);
      sender.join();
      EXPECT_OK(client.Finish());
    });
  }
  for (std::thread& client : clients) client.join();
  EXPECT_EQ(*memory_.LastSequence(), 600);
}

TEST_F(IngestStreamTest, EmptyStreamEndsWell) {
  const RunningIngestServer server(log_);
  Client client(server);
  client.HalfClose();
  v1::IngestArticlesResponse response;
  EXPECT_FALSE(client.Receive(response));
  EXPECT_OK(client.Finish());
}

TEST_F(IngestStreamTest, NoMoreThanTheWindowIsInFlight) {
  const RunningIngestServer server(log_, {.stream = {.window = 4}});
  log_.HoldAppends(true);
  Client client(server);
  for (int i = 0; i < 12; ++i) ASSERT_TRUE(client.Send(MakeArticle(i)));
  log_.WaitUntilHeld();
  log_.HoldAppends(false);
  client.HalfClose();
  for (int i = 0; i < 12; ++i) EXPECT_EQ(client.Receive().index(), i);
  EXPECT_OK(client.Finish());
  for (const size_t batch : log_.batches()) EXPECT_LE(batch, 4);
}

TEST_F(IngestStreamTest, CallerWhoReadsNothingIsHeldBackAndLosesNothing) {
  const RunningIngestServer server(log_, {.stream = {.window = 8}});
  Client client(server);
  std::thread sender([&] {
    // More than the flow control window of HTTP/2 holds.
    for (int i = 0; i < 300; ++i) {
      v1::Article article = MakeArticle(i);
      article.set_body(std::string(20'000, 'x'));
      EXPECT_TRUE(client.Send(article));
    }
    client.HalfClose();
  });
  // The first answers are read only after the log has what the window lets in.
  EXPECT_OK(memory_.WaitFor(8, absl::InfiniteFuture()));
  for (int i = 0; i < 300; ++i) EXPECT_EQ(client.Receive().index(), i);
  sender.join();
  EXPECT_OK(client.Finish());
}

TEST_F(IngestStreamTest, CancelledStreamEndsAndLeavesTheServiceWorking) {
  const RunningIngestServer server(log_);
  log_.HoldAppends(true);
  Client client(server);
  for (int i = 0; i < 5; ++i) ASSERT_TRUE(client.Send(MakeArticle(i)));
  log_.WaitUntilHeld();
  client.Cancel();
  EXPECT_THAT(client.Finish(), StatusIs(absl::StatusCode::kCancelled));
  log_.HoldAppends(false);
  Client next(server);
  ASSERT_TRUE(next.Send(MakeArticle(100)));
  EXPECT_GT(next.Receive().accepted().sequence(), 0);
}

TEST_F(IngestStreamTest, StreamEndsAtItsDeadline) {
  const RunningIngestServer server(log_);
  Client client(server, Clock::Real().TimeNow() + absl::Milliseconds(50));
  v1::IngestArticlesResponse response;
  EXPECT_FALSE(client.Receive(response));
  EXPECT_THAT(client.Finish(), StatusIs(absl::StatusCode::kDeadlineExceeded));
}

TEST_F(IngestStreamTest, FailingLogIsToldPerArticleAndTheStreamGoesOn) {
  const RunningIngestServer server(log_);
  Client client(server);
  log_.FailAppends(ErrorBuilder(absl::StatusCode::kUnavailable, "STORAGE_READ_ONLY", "read-only")
                       .RetryAfter(absl::Seconds(1))
                       .Build());
  ASSERT_TRUE(client.Send(MakeArticle(1)));
  const absl::Status error = StatusFromProto(client.Receive().error());
  EXPECT_THAT(error, StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_THAT(RetryDelay(error), Gt(absl::ZeroDuration()));
  log_.FailAppends(absl::OkStatus());
  ASSERT_TRUE(client.Send(MakeArticle(1)));
  EXPECT_EQ(client.Receive().accepted().sequence(), 1);
}

TEST_F(IngestStreamTest, MessageOverTheLimitEndsTheStreamAfterTheAnswersBeforeIt) {
  IngestServerOptions options;
  options.server.max_receive_bytes = 100'000;
  const RunningIngestServer server(log_, options);
  Client client(server);
  ASSERT_TRUE(client.Send(MakeArticle(1)));
  EXPECT_EQ(client.Receive().accepted().sequence(), 1);
  v1::Article large = MakeArticle(2);
  large.set_body(std::string(200'000, 'x'));
  client.Send(large);
  v1::IngestArticlesResponse response;
  EXPECT_FALSE(client.Receive(response));
  EXPECT_THAT(client.Finish(), StatusIs(absl::StatusCode::kResourceExhausted, HasSubstr("larger than max")));
}

TEST_F(IngestStreamTest, MoreStreamsThanAllowedAreRefusedWithRetryInfo) {
  const RunningIngestServer server(log_, {.max_ingest_streams = 1});
  Client first(server);
  ASSERT_TRUE(first.Send(MakeArticle(1)));
  first.Receive();
  Client second(server);
  v1::IngestArticlesResponse response;
  EXPECT_FALSE(second.Receive(response));
  const absl::Status status = second.Finish();
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kResourceExhausted));
  EXPECT_THAT(RetryDelay(status), Gt(absl::ZeroDuration()));
}

TEST_F(IngestStreamTest, DrainAnswersWhatIsInFlightAndTellsTheCallerToGoElsewhere) {
  RunningIngestServer server(log_);
  Client client(server);
  log_.HoldAppends(true);
  ASSERT_TRUE(client.Send(MakeArticle(1)));
  log_.WaitUntilHeld();
  std::thread stopper([&] { server.Shutdown(absl::Seconds(60)); });
  log_.HoldAppends(false);
  EXPECT_EQ(client.Receive().accepted().sequence(), 1);
  v1::IngestArticlesResponse response;
  EXPECT_FALSE(client.Receive(response));
  const absl::Status status = client.Finish();
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_EQ(ErrorReason(status), "SHUTTING_DOWN");
  stopper.join();
}

}  // namespace
}  // namespace tearsheet
