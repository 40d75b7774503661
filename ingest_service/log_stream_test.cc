// ReadRecords over a real socket.
#include "ingest_service/log_stream.h"

#include <memory>
#include <string>
#include <thread>

#include "common/clock.h"
#include "common/error.h"
#include "common/grpc_status.h"
#include "event_log/memory_event_log.h"
#include "event_log/record_format.h"
#include "gmock/gmock.h"
#include "tearsheet/log/v1/event_log_service.grpc.pb.h"
#include "tests/support/faulty_event_log.h"
#include "tests/support/ingest_server_fixture.h"
#include "tests/support/records.h"
#include "tests/support/status_matchers.h"

namespace tearsheet {
namespace {

using ::tearsheet::testing::FaultyEventLog;
using ::tearsheet::testing::MakeRecords;
using ::tearsheet::testing::RunningIngestServer;
using ::tearsheet::testing::StatusIs;
using ::testing::HasSubstr;

class Follower {
 public:
  Follower(const RunningIngestServer& server, int64_t from, bool stop_at_end = false,
           absl::Time deadline = absl::InfiniteFuture())
      : stub_(log::v1::EventLogService::NewStub(server.Channel())) {
    if (deadline != absl::InfiniteFuture()) context_.set_deadline(absl::ToChronoTime(deadline));
    log::v1::ReadRecordsRequest request;
    request.set_from_sequence(from);
    request.set_stop_at_end(stop_at_end);
    stream_ = stub_->ReadRecords(&context_, request);
  }

  // The next response; the last one again at the end of the stream.
  bool Next() { return stream_->Read(&response_); }
  const log::v1::ReadRecordsResponse& response() const { return response_; }
  // Reads until `last` has come and returns how many records came, which are checked to be without gaps from
  // `from`.
  int ReadUntil(int64_t from, int64_t last) {
    int count = 0;
    while (from <= last && Next()) {
      for (const auto& record : response_.records()) {
        EXPECT_EQ(record.sequence(), from++);
        ++count;
      }
    }
    return count;
  }
  void Cancel() { context_.TryCancel(); }
  absl::Status Finish() { return FromGrpcStatus(stream_->Finish()); }

 private:
  std::unique_ptr<log::v1::EventLogService::Stub> stub_;
  grpc::ClientContext context_;
  log::v1::ReadRecordsResponse response_;
  std::unique_ptr<grpc::ClientReader<log::v1::ReadRecordsResponse>> stream_;
};

class LogStreamTest : public ::testing::Test {
 protected:
  MemoryEventLog memory_;
  FaultyEventLog log_{memory_};
};

TEST_F(LogStreamTest, CatchesUpAndThenFollows) {
  ASSERT_OK(memory_.Append(MakeRecords(1, 2000)));
  const RunningIngestServer server(log_);
  Follower follower(server, 1);
  EXPECT_EQ(follower.ReadUntil(1, 2000), 2000);
  for (int i = 2001; i <= 2020; ++i) {
    ASSERT_OK(memory_.Append(MakeRecords(i, i)));
    EXPECT_EQ(follower.ReadUntil(i, i), 1);
  }
}

TEST_F(LogStreamTest, FirstResponseTellsTheEndOfTheLog) {
  ASSERT_OK(memory_.Append(MakeRecords(1, 9)));
  const RunningIngestServer server(log_);
  Follower follower(server, 4);
  ASSERT_TRUE(follower.Next());
  EXPECT_EQ(follower.response().last_sequence(), 9);
  EXPECT_EQ(follower.response().records_size(), 0);
}

TEST_F(LogStreamTest, StopsAtTheEndWhenAsked) {
  ASSERT_OK(memory_.Append(MakeRecords(1, 9)));
  const RunningIngestServer server(log_);
  Follower follower(server, 4, /*stop_at_end=*/true);
  EXPECT_EQ(follower.ReadUntil(4, 9), 6);
  EXPECT_FALSE(follower.Next());
  EXPECT_OK(follower.Finish());
}

TEST_F(LogStreamTest, QuietLogSendsASignOfLife) {
  const RunningIngestServer server(log_, {.heartbeat = absl::Milliseconds(5)});
  Follower follower(server, 1);
  for (int i = 0; i < 4; ++i) {
    ASSERT_TRUE(follower.Next());
    EXPECT_EQ(follower.response().records_size(), 0);
  }
}

TEST_F(LogStreamTest, PositionsThatDoNotExistAreRefused) {
  const RunningIngestServer server(log_);
  Follower before(server, 0);
  EXPECT_FALSE(before.Next());
  EXPECT_THAT(before.Finish(), StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("from_sequence")));
  Follower after(server, 2);
  EXPECT_FALSE(after.Next());
  const absl::Status status = after.Finish();
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kOutOfRange));
  EXPECT_EQ(ErrorReason(status), "POSITION_AFTER_END");
}

TEST_F(LogStreamTest, DamagedRecordEndsTheStreamAndIsNotServed) {
  ASSERT_OK(memory_.Append(MakeRecords(1, 3)));
  const RunningIngestServer server(log_);
  log_.FailReads(DamagedRecord(2, "its checksum does not fit its bytes"));
  Follower follower(server, 1);
  while (follower.Next()) EXPECT_EQ(follower.response().records_size(), 0);
  EXPECT_THAT(follower.Finish(), StatusIs(absl::StatusCode::kDataLoss, HasSubstr("record 2 ")));
}

TEST_F(LogStreamTest, CallerWhoReadsSlowlyHoldsUpNobodyElse) {
  ASSERT_OK(memory_.Append(MakeRecords(1, 400, 100'000)));
  const RunningIngestServer server(log_);
  Follower slow(server, 1);
  ASSERT_TRUE(slow.Next());
  Follower fast(server, 1);
  EXPECT_EQ(fast.ReadUntil(1, 400), 400);
  EXPECT_EQ(slow.ReadUntil(1, 400), 400);
}

TEST_F(LogStreamTest, CancelledFollowerEnds) {
  const RunningIngestServer server(log_);
  Follower follower(server, 1);
  ASSERT_TRUE(follower.Next());
  follower.Cancel();
  EXPECT_THAT(follower.Finish(), StatusIs(absl::StatusCode::kCancelled));
}

TEST_F(LogStreamTest, FollowerEndsAtItsDeadline) {
  const RunningIngestServer server(log_);
  Follower follower(server, 1, /*stop_at_end=*/false, Clock::Real().TimeNow() + absl::Milliseconds(50));
  while (follower.Next()) {
  }
  EXPECT_THAT(follower.Finish(), StatusIs(absl::StatusCode::kDeadlineExceeded));
}

TEST_F(LogStreamTest, MoreFollowersThanAllowedAreRefused) {
  const RunningIngestServer server(log_, {.max_log_streams = 1});
  Follower first(server, 1);
  ASSERT_TRUE(first.Next());
  Follower second(server, 1);
  EXPECT_FALSE(second.Next());
  EXPECT_THAT(second.Finish(), StatusIs(absl::StatusCode::kResourceExhausted));
}

TEST_F(LogStreamTest, DrainEndsFollowers) {
  RunningIngestServer server(log_);
  Follower follower(server, 1);
  ASSERT_TRUE(follower.Next());
  std::thread stopper([&] { server.Shutdown(absl::Seconds(60)); });
  while (follower.Next()) {
  }
  const absl::Status status = follower.Finish();
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_EQ(ErrorReason(status), "SHUTTING_DOWN");
  stopper.join();
}

}  // namespace
}  // namespace tearsheet
