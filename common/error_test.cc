#include "common/error.h"

#include "gtest/gtest.h"
#include "tests/support/status_matchers.h"

namespace tearsheet {
namespace {

TEST(ErrorTest, DetailsSurviveTheWire) {
  const absl::Status error =
      ErrorBuilder(absl::StatusCode::kUnavailable, "LOG_READ_ONLY", "the log is read-only")
          .Metadata("path", "x.db")
          .RetryAfter(absl::Milliseconds(1500))
          .Build();
  const absl::Status back = StatusFromProto(StatusToProto(error));
  EXPECT_EQ(back, error);
  EXPECT_EQ(ErrorReason(back), "LOG_READ_ONLY");
  EXPECT_EQ(RetryDelay(back), absl::Milliseconds(1500));
}

TEST(ErrorTest, EveryErrorOnTheWireHasAnErrorInfo) {
  const google::rpc::Status proto = StatusToProto(absl::NotFoundError("gone"));
  EXPECT_EQ(ErrorReason(StatusFromProto(proto)), "NOT_FOUND");
}

TEST(ErrorTest, InvalidFieldNamesTheFieldInDetailsAndMessage) {
  const absl::Status error = InvalidField("page_size", "is -1; it must be 0 to 1000");
  EXPECT_EQ(error.message(), "page_size: is -1; it must be 0 to 1000");
  EXPECT_EQ(StatusToProto(error).details_size(), 2);
}

}  // namespace
}  // namespace tearsheet
