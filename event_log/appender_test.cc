#include "event_log/appender.h"

#include <utility>

#include "common/error.h"
#include "event_log/memory_event_log.h"
#include "gmock/gmock.h"
#include "tests/support/faulty_event_log.h"
#include "tests/support/records.h"
#include "tests/support/status_matchers.h"

namespace tearsheet {
namespace {

using ::tearsheet::testing::FaultyEventLog;
using ::tearsheet::testing::MakeRecord;
using ::tearsheet::testing::StatusIs;
using ::testing::Each;
using ::testing::ElementsAre;

// Keeps what became of each record, in the order in which the appender told.
class Results {
 public:
  Appender::Done Next() {
    return [this](const absl::StatusOr<Appended>& result) {
      absl::MutexLock lock(&mutex_);
      results_.push_back(result);
    };
  }
  std::vector<absl::StatusOr<Appended>> Wait(size_t count) {
    const auto complete = [&]() ABSL_SHARED_LOCKS_REQUIRED(mutex_) { return results_.size() >= count; };
    absl::MutexLock lock(&mutex_, absl::Condition(&complete));
    return std::exchange(results_, {});
  }

 private:
  absl::Mutex mutex_;
  std::vector<absl::StatusOr<Appended>> results_ ABSL_GUARDED_BY(mutex_);
};

class AppenderTest : public ::testing::Test {
 protected:
  MemoryEventLog memory_;
  FaultyEventLog log_{memory_};
  Results results_;

  // Lets one record hold the log, so that what follows waits together.
  void HoldWithOneRecord(Appender& appender) {
    log_.HoldAppends(true);
    appender.Append(MakeRecord("first"), results_.Next());
    log_.WaitUntilHeld();
  }
};

TEST_F(AppenderTest, LoneRecordWaitsForNoOther) {
  Appender appender(log_, {});
  appender.Append(MakeRecord("a"), results_.Next());
  const auto results = results_.Wait(1);
  ASSERT_OK(results[0]);
  EXPECT_EQ(results[0]->sequence, 1);
}

TEST_F(AppenderTest, RecordsThatArriveDuringAnAppendShareTheNext) {
  Appender appender(log_, {});
  HoldWithOneRecord(appender);
  for (int i = 0; i < 7; ++i) appender.Append(MakeRecord(absl::StrCat(i)), results_.Next());
  log_.HoldAppends(false);
  results_.Wait(8);
  EXPECT_THAT(log_.batches(), ElementsAre(1, 7));
}

TEST_F(AppenderTest, AnswersComeInTheOrderOfTheCalls) {
  Appender appender(log_, {});
  HoldWithOneRecord(appender);
  for (int i = 0; i < 20; ++i) appender.Append(MakeRecord(absl::StrCat(i)), results_.Next());
  log_.HoldAppends(false);
  const auto results = results_.Wait(21);
  for (size_t i = 0; i < results.size(); ++i) EXPECT_EQ(results[i]->sequence, static_cast<int64_t>(i + 1));
}

TEST_F(AppenderTest, BatchIsBoundedInRecords) {
  Appender appender(log_, {.max_records = 3});
  HoldWithOneRecord(appender);
  for (int i = 0; i < 7; ++i) appender.Append(MakeRecord(absl::StrCat(i)), results_.Next());
  log_.HoldAppends(false);
  results_.Wait(8);
  EXPECT_THAT(log_.batches(), ElementsAre(1, 3, 3, 1));
}

TEST_F(AppenderTest, BatchIsBoundedInBytesButALargeRecordGoesAlone) {
  Appender appender(log_, {.max_bytes = 2500});
  HoldWithOneRecord(appender);
  int id = 0;
  for (const size_t bytes : {1000, 1000, 1000, 9000, 100})
    appender.Append(MakeRecord(absl::StrCat(++id), bytes), results_.Next());
  log_.HoldAppends(false);
  results_.Wait(6);
  EXPECT_THAT(log_.batches(), ElementsAre(1, 2, 1, 1, 1));
}

TEST_F(AppenderTest, OneIdInFlightTwiceIsAppendedOnce) {
  Appender appender(log_, {});
  HoldWithOneRecord(appender);
  appender.Append(MakeRecord("same"), results_.Next());
  appender.Append(MakeRecord("same"), results_.Next());
  log_.HoldAppends(false);
  const auto results = results_.Wait(3);
  EXPECT_FALSE(results[1]->duplicate);
  EXPECT_TRUE(results[2]->duplicate);
  EXPECT_EQ(results[1]->sequence, results[2]->sequence);
}

TEST_F(AppenderTest, FailedAppendIsToldToEveryRecordOfItAndTheNextWorks) {
  Appender appender(log_, {});
  const absl::Status full = ErrorBuilder(absl::StatusCode::kResourceExhausted, "STORAGE_FULL", "full")
                                .RetryAfter(absl::Seconds(1))
                                .Build();
  HoldWithOneRecord(appender);
  for (int i = 0; i < 3; ++i) appender.Append(MakeRecord(absl::StrCat(i)), results_.Next());
  log_.FailAppends(full);
  log_.HoldAppends(false);
  EXPECT_THAT(results_.Wait(4), Each(StatusIs(absl::StatusCode::kResourceExhausted)));
  EXPECT_EQ(*memory_.LastSequence(), 0);
  log_.FailAppends(absl::OkStatus());
  appender.Append(MakeRecord("0"), results_.Next());
  EXPECT_EQ(results_.Wait(1)[0]->sequence, 1);
}

TEST_F(AppenderTest, WhatWasAcceptedIsAppendedBeforeItEnds) {
  {
    Appender appender(log_, {});
    for (int i = 0; i < 50; ++i) appender.Append(MakeRecord(absl::StrCat(i)), results_.Next());
  }
  EXPECT_EQ(*memory_.LastSequence(), 50);
  EXPECT_EQ(results_.Wait(50).size(), 50);
}

}  // namespace
}  // namespace tearsheet
