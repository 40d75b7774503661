// The unary calls of the service over a real socket, and what they share with the streams.
#include "ingest_service/ingest_server.h"

#include <set>
#include <string>
#include <thread>
#include <vector>

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

class IngestServerTest : public ::testing::Test {
 protected:
  absl::StatusOr<v1::IngestArticleResponse> Ingest(const v1::Article& article) {
    grpc::ClientContext context;
    v1::IngestArticleRequest request;
    *request.mutable_article() = article;
    v1::IngestArticleResponse response;
    const absl::Status status = FromGrpcStatus(stub_->IngestArticle(&context, request, &response));
    if (!status.ok()) return status;
    return response;
  }

  absl::StatusOr<v1::RetractArticleResponse> Retract(const v1::RetractArticleRequest& request) {
    grpc::ClientContext context;
    v1::RetractArticleResponse response;
    const absl::Status status = FromGrpcStatus(stub_->RetractArticle(&context, request, &response));
    if (!status.ok()) return status;
    return response;
  }

  MemoryEventLog memory_;
  FaultyEventLog log_{memory_};
  RunningIngestServer server_{log_};
  std::unique_ptr<v1::IngestService::Stub> stub_ = v1::IngestService::NewStub(server_.Channel());
};

TEST_F(IngestServerTest, AcknowledgedArticleIsInTheLogWithItsEventsAndVersions) {
  const auto answer = Ingest(MakeArticle(1));
  ASSERT_OK(answer);
  EXPECT_EQ(answer->sequence(), 1);
  EXPECT_FALSE(answer->duplicate());
  const log::v1::LogRecord record = memory_.Read(1, 1, 1).value().at(0).record;
  EXPECT_EQ(answer->name(), record.article().article().name());
  EXPECT_EQ(answer->name(), "articles/" + record.record_id());
  EXPECT_EQ(answer->event_count(), record.article().extraction().events_size());
  EXPECT_FALSE(record.article().extraction().extractor().empty());
  EXPECT_FALSE(record.article().ontology_version().empty());
}

TEST_F(IngestServerTest, SameArticleAgainGetsItsFirstAnswerAndAppendsNothing) {
  const auto first = Ingest(MakeArticle(1));
  ASSERT_OK(first);
  ASSERT_OK(Ingest(MakeArticle(2)));
  auto again = Ingest(MakeArticle(1));
  ASSERT_OK(again);
  EXPECT_TRUE(again->duplicate());
  again->clear_duplicate();
  EXPECT_EQ(again->SerializeAsString(), first->SerializeAsString());
  EXPECT_EQ(*memory_.LastSequence(), 2);
}

TEST_F(IngestServerTest, AnotherTextAtTheSameUriIsARevision) {
  v1::Article revised = MakeArticle(1);
  revised.set_body("Harbour Foods called off its purchase of Lindqvist Mills.");
  ASSERT_OK(Ingest(MakeArticle(1)));
  const auto answer = Ingest(revised);
  ASSERT_OK(answer);
  EXPECT_EQ(answer->sequence(), 2);
}

TEST_F(IngestServerTest, OneArticleFromManyCallersIsAppendedOnce) {
  // Nothing is appended until every caller has had time to pass the look-up.
  log_.HoldAppends(true);
  std::vector<std::thread> callers;
  std::vector<absl::StatusOr<v1::IngestArticleResponse>> answers(8, absl::UnknownError(""));
  for (auto& answer : answers) callers.emplace_back([this, &answer] { answer = Ingest(MakeArticle(1)); });
  log_.WaitUntilHeld();
  log_.HoldAppends(false);
  for (std::thread& caller : callers) caller.join();
  int first = 0;
  for (const auto& answer : answers) {
    ASSERT_OK(answer);
    EXPECT_EQ(answer->sequence(), 1);
    EXPECT_EQ(answer->ingest_time().nanos(), answers[0]->ingest_time().nanos());
    first += answer->duplicate() ? 0 : 1;
  }
  EXPECT_EQ(first, 1);
  EXPECT_EQ(*memory_.LastSequence(), 1);
}

TEST_F(IngestServerTest, BadArticleNamesItsFields) {
  v1::Article article = MakeArticle(1);
  article.clear_body();
  article.clear_publish_time();
  const absl::Status status = Ingest(article).status();
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("article.body is missing")));
  EXPECT_EQ(ErrorReason(status), "INVALID_ARTICLE");
  EXPECT_EQ(StatusToProto(status).details_size(), 2) << "ErrorInfo and BadRequest";
}

TEST_F(IngestServerTest, TextThatIsNoUtf8IsRefusedByTheNameOfItsField) {
  v1::Article article = MakeArticle(1);
  article.set_title("caf\xe9");
  EXPECT_THAT(Ingest(article), StatusIs(absl::StatusCode::kInvalidArgument,
                                        HasSubstr("article.title: is not valid UTF-8 at byte 3")));
}

TEST_F(IngestServerTest, FailingLogIsToldWithRetryInfoAndWorksAgainLater) {
  log_.FailAppends(ErrorBuilder(absl::StatusCode::kResourceExhausted, "STORAGE_FULL", "the disk is full")
                       .RetryAfter(absl::Seconds(1))
                       .Build());
  const absl::Status status = Ingest(MakeArticle(1)).status();
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kResourceExhausted));
  EXPECT_EQ(ErrorReason(status), "STORAGE_FULL");
  EXPECT_THAT(RetryDelay(status), Gt(absl::ZeroDuration()));
  log_.FailAppends(absl::OkStatus());
  EXPECT_EQ(Ingest(MakeArticle(1))->sequence(), 1);
}

TEST_F(IngestServerTest, TooManyCallsAreToldWithRetryInfo) {
  RunningIngestServer small(log_, {.max_calls = 1});
  const auto stub = v1::IngestService::NewStub(small.Channel());
  log_.HoldAppends(true);
  std::thread first([&] {
    grpc::ClientContext context;
    v1::IngestArticleRequest request;
    *request.mutable_article() = MakeArticle(1);
    v1::IngestArticleResponse response;
    EXPECT_TRUE(stub->IngestArticle(&context, request, &response).ok());
  });
  log_.WaitUntilHeld();
  grpc::ClientContext context;
  v1::GetOntologyResponse response;
  const absl::Status status = FromGrpcStatus(stub->GetOntology(&context, {}, &response));
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kResourceExhausted));
  EXPECT_THAT(RetryDelay(status), Gt(absl::ZeroDuration()));
  log_.HoldAppends(false);
  first.join();
}

TEST_F(IngestServerTest, CallerWhoseDeadlinePassesFindsTheArticleLater) {
  log_.HoldAppends(true);
  grpc::ClientContext context;
  context.set_deadline(absl::ToChronoTime(Clock::Real().TimeNow() + absl::Milliseconds(50)));
  v1::IngestArticleRequest request;
  *request.mutable_article() = MakeArticle(1);
  v1::IngestArticleResponse response;
  EXPECT_EQ(stub_->IngestArticle(&context, request, &response).error_code(),
            grpc::StatusCode::DEADLINE_EXCEEDED);
  log_.HoldAppends(false);
  EXPECT_EQ(Ingest(MakeArticle(1))->sequence(), 1);
}

TEST_F(IngestServerTest, ExtractStoresNothing) {
  grpc::ClientContext context;
  v1::ExtractArticleRequest request;
  *request.mutable_article() = MakeArticle(1);
  request.set_include_mentions(true);
  v1::ExtractArticleResponse response;
  ASSERT_OK(FromGrpcStatus(stub_->ExtractArticle(&context, request, &response)));
  EXPECT_EQ(response.extraction().uri(), request.article().uri());
  EXPECT_EQ(response.extraction().article_id().size(), 32);
  EXPECT_EQ(*memory_.LastSequence(), 0);
}

TEST_F(IngestServerTest, OntologyIsTheOneInForce) {
  grpc::ClientContext context;
  v1::GetOntologyResponse response;
  ASSERT_OK(FromGrpcStatus(stub_->GetOntology(&context, {}, &response)));
  EXPECT_EQ(response.ontology().version(), Ontology::Default()->version());
}

TEST_F(IngestServerTest, RetractionOfAnArticleIsRecordedOnce) {
  v1::RetractArticleRequest request;
  request.set_name(Ingest(MakeArticle(1))->name());
  request.set_reason("the figures were wrong");
  const auto first = Retract(request);
  ASSERT_OK(first);
  EXPECT_EQ(first->sequence(), 2);
  request.set_reason("another reason");
  const auto again = Retract(request);
  ASSERT_OK(again);
  EXPECT_EQ(again->sequence(), 2);
  EXPECT_TRUE(again->duplicate());
  const log::v1::RetractionRecord retraction = memory_.Read(2, 1, 1).value().at(0).record.retraction();
  EXPECT_EQ(retraction.uri(), MakeArticle(1).uri());
  EXPECT_EQ(retraction.reason(), "the figures were wrong");
}

TEST_F(IngestServerTest, RevisionThatCameAfterARetractionIsRetractedByItsOwnName) {
  v1::RetractArticleRequest request;
  request.set_name(Ingest(MakeArticle(1))->name());
  ASSERT_OK(Retract(request));
  v1::Article revised = MakeArticle(1);
  revised.set_title("Corrected story");
  request.set_name(Ingest(revised)->name());
  const auto answer = Retract(request);
  ASSERT_OK(answer);
  EXPECT_FALSE(answer->duplicate());
  EXPECT_EQ(answer->sequence(), 4);
}

TEST_F(IngestServerTest, RetractionOfAnUnknownArticleIsNotFound) {
  v1::RetractArticleRequest request;
  request.set_name("articles/" + std::string(32, 'a'));
  const absl::Status status = Retract(request).status();
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kNotFound));
  EXPECT_EQ(StatusToProto(status).details_size(), 2) << "ErrorInfo and ResourceInfo";
}

TEST_F(IngestServerTest, BadRetractionNamesItsField) {
  v1::RetractArticleRequest request;
  for (const std::string& name : {std::string(), std::string("articles/x"), "events/" + std::string(34, 'a'),
                                  "articles/" + std::string(32, 'A')}) {
    request.set_name(name);
    EXPECT_THAT(Retract(request), StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("name: "))) << name;
  }
  request.set_name(Ingest(MakeArticle(1))->name());
  request.set_reason(std::string(1025, 'x'));
  EXPECT_THAT(Retract(request), StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("reason: ")));
  request.clear_reason();
  request.mutable_retract_time()->set_seconds(1'000'000'000);
  EXPECT_THAT(Retract(request),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("before the article")));
}

}  // namespace
}  // namespace tearsheet
