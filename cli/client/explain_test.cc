#include "cli/client/explain.h"

#include "common/error.h"
#include "common/grpc_status.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/status_matchers.h"

namespace tearsheet {
namespace {

using ::testing::HasSubstr;
using testing::StatusIs;

const Endpoint kQuery{.program = "tearsheet-query", .option = "--query", .address = "127.0.0.1:7402"};

absl::Status Explain(grpc::StatusCode code) {
  return ExplainCall({code, "transport words"}, kQuery, absl::Seconds(30));
}

TEST(ExplainCallTest, SaysWhatToDoWhenNothingAnswers) {
  EXPECT_EQ(Explain(grpc::StatusCode::UNAVAILABLE).message(),
            "nothing answers at 127.0.0.1:7402: start tearsheet-query or give --query=HOST:PORT");
  EXPECT_EQ(
      Explain(grpc::StatusCode::DEADLINE_EXCEEDED).message(),
      "tearsheet-query at 127.0.0.1:7402 gave no answer within 30s: try again or give a longer --timeout");
  EXPECT_THAT(Explain(grpc::StatusCode::UNIMPLEMENTED),
              StatusIs(absl::StatusCode::kUnimplemented, HasSubstr("this version")));
}

TEST(ExplainCallTest, LeavesTheWordsOfTheServiceAlone) {
  const absl::Status said =
      ErrorBuilder(absl::StatusCode::kUnavailable, "LOG_UNAVAILABLE", "the log is away").Build();
  const absl::Status explained = ExplainCall(ToGrpcStatus(said), kQuery, absl::Seconds(30));
  EXPECT_EQ(explained.message(), "the log is away");
  EXPECT_EQ(ErrorReason(explained), "LOG_UNAVAILABLE");
}

TEST(ErrorTextTest, ListsSeveralFieldsAndWhenToTryAgain) {
  const absl::Status status =
      ErrorBuilder(absl::StatusCode::kInvalidArgument, "INVALID_FIELD", "two fields are wrong")
          .Field("company", "is unknown")
          .Field("page_size", "is negative")
          .RetryAfter(absl::Seconds(2))
          .Build();
  EXPECT_EQ(ErrorText(status),
            "two fields are wrong\n  company: is unknown\n  page_size: is negative\n  try again in 2s");
}

TEST(ErrorTextTest, OneFieldIsInTheMessageAlready) {
  EXPECT_EQ(ErrorText(InvalidField("page_size", "is negative")), "page_size: is negative");
}

TEST(ErrorTextTest, IsNeverEmpty) { EXPECT_EQ(ErrorText(absl::InternalError("")), "INTERNAL"); }

TEST(RefusalTextTest, IsOneLineWithEveryField) {
  const absl::Status status = ErrorBuilder(absl::StatusCode::kInvalidArgument, "INVALID_ARTICLE", "bad")
                                  .Field("article.body", "is missing")
                                  .Field("article.uri", "is\nmissing")
                                  .Build();
  EXPECT_EQ(RefusalText(status), "article.body: is missing; article.uri: is missing");
  EXPECT_EQ(RefusalText(absl::NotFoundError("cannot be read")), "cannot be read");
}

}  // namespace
}  // namespace tearsheet
