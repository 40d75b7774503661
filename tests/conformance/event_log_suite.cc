#include "tests/conformance/event_log_suite.h"

#include <atomic>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/clock.h"
#include "tests/support/records.h"
#include "tests/support/status_matchers.h"

namespace tearsheet::testing {
namespace {

constexpr int kMany = 1'000'000;
constexpr int64_t kPlenty = int64_t{1} << 40;

std::vector<int64_t> Sequences(const std::vector<SequencedRecord>& records) {
  std::vector<int64_t> sequences;
  for (const SequencedRecord& record : records) sequences.push_back(record.sequence);
  return sequences;
}

// Reads until `last`, as a follower does. Remote logs may bring a part at a time.
std::vector<SequencedRecord> ReadAll(EventLogReader& reader, int64_t from, int64_t last) {
  std::vector<SequencedRecord> all;
  while (from <= last) {
    auto records = reader.Read(from, kMany, kPlenty);
    if (!records.ok()) {
      ADD_FAILURE() << records.status();
      return all;
    }
    if (records->empty()) {
      // The end as of the reader's newest news; wait for more.
      EXPECT_OK(reader.WaitFor(from, absl::InfiniteFuture()));
      continue;
    }
    from = records->back().sequence + 1;
    for (auto& record : *records) all.push_back(std::move(record));
  }
  return all;
}

TEST_P(EventLogSuite, EmptyLogEndsAtZeroAndHasNothingToRead) {
  EXPECT_EQ(*reader().LastSequence(), 0);
  const auto records = reader().Read(1, kMany, kPlenty);
  ASSERT_OK(records);
  EXPECT_TRUE(records->empty());
}

TEST_P(EventLogSuite, SequencesCountFromOneWithoutGaps) {
  const auto first = log().Append(MakeRecords(1, 2));
  ASSERT_OK(first);
  const auto second = log().Append(MakeRecords(3, 3));
  ASSERT_OK(second);
  EXPECT_EQ((*first)[0].sequence, 1);
  EXPECT_EQ((*first)[1].sequence, 2);
  EXPECT_EQ((*second)[0].sequence, 3);
  EXPECT_EQ(Sequences(ReadAll(reader(), 1, 3)), (std::vector<int64_t>{1, 2, 3}));
}

TEST_P(EventLogSuite, RecordsComeBackAsTheyWereAppended) {
  const auto records = MakeRecords(1, 20, 5000);
  ASSERT_OK(log().Append(records));
  const auto back = ReadAll(reader(), 1, 20);
  ASSERT_EQ(back.size(), records.size());
  for (size_t i = 0; i < records.size(); ++i)
    EXPECT_EQ(back[i].record.SerializeAsString(), records[i].SerializeAsString());
}

TEST_P(EventLogSuite, KnownRecordIdKeepsItsFirstRecord) {
  ASSERT_OK(log().Append(MakeRecords(1, 3)));
  const auto again = log().Append({MakeRecord("r2", 900), MakeRecord("r4")});
  ASSERT_OK(again);
  EXPECT_EQ((*again)[0].sequence, 2);
  EXPECT_TRUE((*again)[0].duplicate);
  EXPECT_EQ((*again)[1].sequence, 4);
  EXPECT_FALSE((*again)[1].duplicate);
  EXPECT_EQ(ReadAll(reader(), 2, 2).at(0).record.article().article().body().size(), 40);
}

TEST_P(EventLogSuite, OneIdTwiceInOneAppendIsStoredOnce) {
  const auto appended = log().Append({MakeRecord("a"), MakeRecord("a"), MakeRecord("b")});
  ASSERT_OK(appended);
  EXPECT_EQ((*appended)[1].sequence, 1);
  EXPECT_TRUE((*appended)[1].duplicate);
  EXPECT_EQ((*appended)[2].sequence, 2);
}

TEST_P(EventLogSuite, AppendOfNothingIsOk) { EXPECT_OK(log().Append({})); }

TEST_P(EventLogSuite, FindsRecordsByTheirId) {
  ASSERT_OK(log().Append(MakeRecords(1, 3)));
  EXPECT_EQ(*log().Find("r3"), 3);
  EXPECT_EQ(*log().Find("r4"), std::nullopt);
  EXPECT_EQ(*log().Find(""), std::nullopt);
}

TEST_P(EventLogSuite, ReadStopsAtTheBoundOfRecords) {
  ASSERT_OK(log().Append(MakeRecords(1, 10)));
  ASSERT_OK(reader().WaitFor(10, absl::InfiniteFuture()));
  const auto records = reader().Read(3, 4, kPlenty);
  ASSERT_OK(records);
  EXPECT_EQ(Sequences(*records), (std::vector<int64_t>{3, 4, 5, 6}));
}

TEST_P(EventLogSuite, ReadStopsAtTheBoundOfBytesButReturnsAtLeastOneRecord) {
  ASSERT_OK(log().Append(MakeRecords(1, 10, 1000)));
  ASSERT_OK(reader().WaitFor(10, absl::InfiniteFuture()));
  EXPECT_EQ(Sequences(*reader().Read(1, kMany, 2500)), (std::vector<int64_t>{1, 2}));
  EXPECT_EQ(Sequences(*reader().Read(3, kMany, 1)), (std::vector<int64_t>{3}));
}

TEST_P(EventLogSuite, ReadsBackwardsToo) {
  ASSERT_OK(log().Append(MakeRecords(1, 5)));
  for (int64_t from = 5; from >= 1; --from)
    EXPECT_EQ(ReadAll(reader(), from, 5).size(), static_cast<size_t>(6 - from));
}

TEST_P(EventLogSuite, PositionBeforeTheFirstRecordIsInvalid) {
  EXPECT_THAT(reader().Read(0, 1, 1), StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(reader().Read(-7, 1, 1), StatusIs(absl::StatusCode::kInvalidArgument));
}

TEST_P(EventLogSuite, PositionAfterTheNextRecordIsOutOfRange) {
  ASSERT_OK(log().Append(MakeRecords(1, 2)));
  EXPECT_THAT(reader().Read(4, 1, 1), StatusIs(absl::StatusCode::kOutOfRange));
  const auto next = reader().Read(3, 1, 1);
  ASSERT_OK(next);
  EXPECT_TRUE(next->empty());
}

TEST_P(EventLogSuite, ReaderThatIsOutOfRangeCanGoOnFromAPositionThatExists) {
  ASSERT_OK(log().Append(MakeRecords(1, 2)));
  EXPECT_THAT(reader().Read(9, 1, 1), StatusIs(absl::StatusCode::kOutOfRange));
  EXPECT_EQ(ReadAll(reader(), 1, 2).size(), 2);
}

TEST_P(EventLogSuite, WaitForReturnsAtOnceWhenTheRecordIsThere) {
  ASSERT_OK(log().Append(MakeRecords(1, 2)));
  EXPECT_EQ(*reader().WaitFor(1, absl::InfiniteFuture()), 2);
}

TEST_P(EventLogSuite, WaitForReturnsAtItsDeadline) {
  const auto last = reader().WaitFor(1, Clock::Real().TimeNow() + absl::Milliseconds(20));
  ASSERT_OK(last);
  EXPECT_EQ(*last, 0);
}

TEST_P(EventLogSuite, WaitForHearsOfAnAppend) {
  std::thread writer([this] { EXPECT_OK(log().Append(MakeRecords(1, 1))); });
  EXPECT_EQ(*reader().WaitFor(1, absl::InfiniteFuture()), 1);
  writer.join();
}

TEST_P(EventLogSuite, InterruptEndsPresentAndFutureWaits) {
  std::thread waiter([this] { reader().WaitFor(1, absl::InfiniteFuture()).IgnoreError(); });
  reader().Interrupt();
  waiter.join();
  reader().WaitFor(1, absl::InfiniteFuture()).IgnoreError();
}

TEST_P(EventLogSuite, FollowerSeesEveryRecordOnceAndInOrderWhileManyAppend) {
  constexpr int kWriters = 4;
  constexpr int kEach = 50;
  std::vector<std::thread> writers;
  for (int w = 0; w < kWriters; ++w) {
    writers.emplace_back([this, w] {
      // Half of the ids are those of the next writer too.
      for (int i = 0; i < kEach; ++i) EXPECT_OK(log().Append({MakeRecord(absl::StrCat(w / 2, "-", i))}));
    });
  }
  const auto records = ReadAll(reader(), 1, kWriters / 2 * kEach);
  for (std::thread& writer : writers) writer.join();
  for (size_t i = 0; i < records.size(); ++i) EXPECT_EQ(records[i].sequence, static_cast<int64_t>(i + 1));
  EXPECT_EQ(*log().LastSequence(), kWriters / 2 * kEach);
}

}  // namespace
}  // namespace tearsheet::testing
