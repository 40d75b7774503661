// Ids are found wherever they are: in memory, in the index, or on the way from one to the other.
#include <algorithm>
#include <filesystem>

#include "absl/strings/str_cat.h"
#include "event_log/sqlite_event_log.h"
#include "gmock/gmock.h"
#include "tests/support/records.h"
#include "tests/support/status_matchers.h"
#include "tests/support/temp_folder.h"

namespace tearsheet {
namespace {

using ::tearsheet::testing::MakeRecord;
using ::tearsheet::testing::MakeRecords;
using ::tearsheet::testing::StatusIs;
using ::tearsheet::testing::TempFolder;
using ::testing::HasSubstr;

// Rounds and -wal files so small that a short log has seen many of them.
constexpr SqliteEventLogOptions kSmall = {.index_round = 16, .checkpoint_pages = 8};

class RecordIdsTest : public ::testing::Test {
 protected:
  std::unique_ptr<SqliteEventLog> Open() { return *SqliteEventLog::Open(path_, kSmall); }
  int64_t Stored(const std::string& sql) {
    return *SqliteConnection::Open(path_, SqliteConnection::Mode::kReadOnly)->QueryInt(sql);
  }
  void Execute(const std::string& sql) {
    ASSERT_OK(SqliteConnection::Open(path_, SqliteConnection::Mode::kCreate)->Execute(sql));
  }
  void AppendOneByOne(int last) {
    const auto log = Open();
    for (int i = 1; i <= last; ++i) ASSERT_OK(log->Append(MakeRecords(i, i)));
  }
  static void ExpectHolds(SqliteEventLog& log, int last) {
    for (int i = 1; i <= last; ++i) ASSERT_EQ(*log.Find(absl::StrCat("r", i)), i);
    EXPECT_EQ(*log.Find("nobody"), std::nullopt);
  }

  TempFolder folder_;
  const std::string path_ = folder_.File("log.db");
};

TEST_F(RecordIdsTest, EveryIdIsFoundAfterEveryAppend) {
  const auto log = Open();
  for (int last = 1; last <= 150; ++last) {
    ASSERT_OK(log->Append(MakeRecords(last, last)));
    ASSERT_NO_FATAL_FAILURE(ExpectHolds(*log, last));
  }
  EXPECT_GT(Stored("SELECT until FROM indexed"), 100);
}

TEST_F(RecordIdsTest, RepeatsAreNoticedWhereverTheFirstOneIs) {
  const auto log = Open();
  ASSERT_OK(log->Append(MakeRecords(1, 100)));
  for (int last = 101; last <= 140; ++last) {
    // A part of a round moves with every append.
    ASSERT_OK(log->Append(MakeRecords(last, last)));
    const auto again = log->Append(MakeRecords(1, last));
    ASSERT_OK(again);
    for (int i = 1; i <= last; ++i) {
      ASSERT_TRUE((*again)[i - 1].duplicate);
      ASSERT_EQ((*again)[i - 1].sequence, i);
    }
  }
  EXPECT_EQ(*log->LastSequence(), 140);
}

TEST_F(RecordIdsTest, AStartInTheMiddleOfARoundLosesNoId) {
  for (int last = 1; last <= 60; ++last) {
    const auto log = Open();
    ASSERT_OK(log->Append(MakeRecords(last, last)));
    ASSERT_NO_FATAL_FAILURE(ExpectHolds(*log, last));
  }
}

TEST_F(RecordIdsTest, AnIndexThatLeadsElsewhereIsReported) {
  AppendOneByOne(110);
  Execute("UPDATE record_ids SET sequence = 9 WHERE record_id = 'r3'");
  EXPECT_THAT(SqliteEventLog::Open(path_, kSmall),
              StatusIs(absl::StatusCode::kDataLoss, HasSubstr("record")));
}

TEST_F(RecordIdsTest, AnIndexThatLacksAnIdIsReported) {
  AppendOneByOne(110);
  Execute("DELETE FROM record_ids WHERE record_id = 'r3'");
  EXPECT_THAT(SqliteEventLog::Open(path_, kSmall), StatusIs(absl::StatusCode::kDataLoss, HasSubstr("index")));
}

TEST_F(RecordIdsTest, ALogOfFormat1GoesOnInFormat1) {
  Execute(
      "PRAGMA journal_mode = WAL; PRAGMA application_id = 0x54534c47; PRAGMA user_version = 1; "
      "CREATE TABLE records (sequence INTEGER PRIMARY KEY, record_id TEXT NOT NULL UNIQUE, "
      "checksum INTEGER NOT NULL, payload BLOB NOT NULL) STRICT");
  for (int last = 1; last <= 40; ++last) {
    const auto log = Open();
    ASSERT_OK(log->Append(MakeRecords(std::max(1, last - 3), last)));
    ASSERT_NO_FATAL_FAILURE(ExpectHolds(*log, last));
    EXPECT_EQ(log->Read(1, 100, 1 << 20)->size(), last);
  }
  EXPECT_EQ(Stored("PRAGMA user_version"), 1);
}

TEST_F(RecordIdsTest, TheWalFileIsUsedAgainHoweverLongTheLogGrows) {
  const auto log = Open();
  for (int i = 1; i <= 400; ++i) ASSERT_OK(log->Append({MakeRecord(absl::StrCat("r", i), 40'000)}));
  EXPECT_GT(std::filesystem::file_size(path_), 8'000'000) << "most is folded in";
  ASSERT_NO_FATAL_FAILURE(ExpectHolds(*log, 400));
}

}  // namespace
}  // namespace tearsheet
