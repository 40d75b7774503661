// What the suite in tests/conformance does not ask of every log: files, owners and faults.
#include "event_log/sqlite_event_log.h"

#include <sys/resource.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <fstream>

#include "common/error.h"
#include "gmock/gmock.h"
#include "tests/support/records.h"
#include "tests/support/status_matchers.h"
#include "tests/support/temp_folder.h"

namespace tearsheet {
namespace {

namespace fs = std::filesystem;
using ::tearsheet::testing::MakeRecord;
using ::tearsheet::testing::MakeRecords;
using ::tearsheet::testing::StatusIs;
using ::tearsheet::testing::TempFolder;
using ::testing::AnyOf;
using ::testing::Gt;
using ::testing::HasSubstr;

class SqliteEventLogTest : public ::testing::Test {
 protected:
  std::unique_ptr<SqliteEventLog> Open() {
    auto log = SqliteEventLog::Open(path_);
    EXPECT_OK(log);
    return log.ok() ? *std::move(log) : nullptr;
  }

  TempFolder folder_;
  const std::string path_ = folder_.File("log.db");
};

TEST_F(SqliteEventLogTest, RecordsSurviveTheProcess) {
  ASSERT_OK(Open()->Append(MakeRecords(1, 5)));
  const auto log = Open();
  EXPECT_EQ(*log->LastSequence(), 5);
  EXPECT_EQ(log->Read(1, 10, 1 << 20)->size(), 5);
  EXPECT_EQ((*log->Append({MakeRecord("r3")}))[0].sequence, 3);
}

TEST_F(SqliteEventLogTest, OneProcessOwnsALog) {
  const auto owner = Open();
  EXPECT_THAT(SqliteEventLog::Open(path_), StatusIs(absl::StatusCode::kFailedPrecondition,
                                                    HasSubstr("another process owns the event log")));
}

TEST_F(SqliteEventLogTest, MakesItsFolderWhenOnlyThatIsMissing) {
  EXPECT_OK(SqliteEventLog::Open(folder_.File("new/log.db")));
  EXPECT_THAT(SqliteEventLog::Open(folder_.File("no/such/log.db")),
              StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr("make its parent first")));
}

TEST_F(SqliteEventLogTest, RefusesTheFileOfAnotherApplication) {
  std::ofstream(path_) << "Dear diary, this is no database but a text that is long enough to be one.";
  EXPECT_FALSE(SqliteEventLog::Open(path_).ok());
  const std::string other = folder_.File("other.db");
  ASSERT_OK(SqliteConnection::Open(other, SqliteConnection::Mode::kCreate)
                ->Execute("CREATE TABLE cats (name TEXT)"));
  EXPECT_THAT(SqliteEventLog::Open(other),
              StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr("no Tearsheet")));
}

TEST_F(SqliteEventLogTest, RefusesANewerFormatVersion) {
  Open();
  ASSERT_OK(
      SqliteConnection::Open(path_, SqliteConnection::Mode::kReadWrite)->Execute("PRAGMA user_version = 3"));
  EXPECT_THAT(SqliteEventLog::Open(path_),
              StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr("log format version 3")));
}

TEST_F(SqliteEventLogTest, DeletedLogIsNotTakenForANewOne) {
  ASSERT_OK(Open()->Append(MakeRecords(1, 5)));
  fs::remove(path_);
  EXPECT_THAT(SqliteEventLog::Open(path_),
              StatusIs(absl::StatusCode::kDataLoss, HasSubstr("5 were acknowledged")));
}

TEST_F(SqliteEventLogTest, WithoutItsOwnerFileALogIsOpenedAsItIs) {
  ASSERT_OK(Open()->Append(MakeRecords(1, 5)));
  fs::remove(path_ + "-owner");
  EXPECT_EQ(*Open()->LastSequence(), 5);
}

TEST_F(SqliteEventLogTest, QuickCheckOpensTheSameLog) {
  ASSERT_OK(Open()->Append(MakeRecords(1, 1500)));
  const auto log = SqliteEventLog::Open(path_, {.check = LogCheck::kQuick});
  ASSERT_OK(log);
  EXPECT_EQ(*(*log)->LastSequence(), 1500);
}

// A limit on file sizes stands in for the end of the disk: writes fail in the middle of an append.
class FileSizeLimit {
 public:
  explicit FileSizeLimit(rlim_t bytes) {
    std::signal(SIGXFSZ, SIG_IGN);
    getrlimit(RLIMIT_FSIZE, &before_);
    const rlimit limit = {.rlim_cur = bytes, .rlim_max = before_.rlim_max};
    setrlimit(RLIMIT_FSIZE, &limit);
  }
  ~FileSizeLimit() { setrlimit(RLIMIT_FSIZE, &before_); }

 private:
  rlimit before_;
};

TEST_F(SqliteEventLogTest, FullDiskIsToldWithRetryInfoAndLosesNothing) {
  const auto log = Open();
  ASSERT_OK(log->Append(MakeRecords(1, 10)));
  const rlim_t used = fs::file_size(path_ + "-wal");
  // The limit falls on another byte of the append each time.
  for (rlim_t room = 0; room < 30'000; room += 1777) {
    const FileSizeLimit limit(used + room);
    const auto failed = log->Append(MakeRecords(11, 30, 5000));
    // SQLite knows a full disk by a write that is cut short, and a limit hit between two writes as an I/O
    // error.
    ASSERT_THAT(failed, AnyOf(StatusIs(absl::StatusCode::kResourceExhausted),
                              StatusIs(absl::StatusCode::kUnavailable)));
    EXPECT_THAT(RetryDelay(failed.status()), Gt(absl::ZeroDuration()));
    EXPECT_EQ(*log->LastSequence(), 10);
    EXPECT_EQ(log->Read(1, 100, 1 << 20)->size(), 10) << "what is there can still be read";
  }
  // Room again, without a restart.
  const auto appended = log->Append(MakeRecords(11, 30, 5000));
  ASSERT_OK(appended);
  EXPECT_EQ(appended->back().sequence, 30);
  EXPECT_EQ(log->Read(1, 100, 1 << 20)->size(), 30);
}

TEST_F(SqliteEventLogTest, KilledWhileTheDiskWasFullItLosesNothingEither) {
  const auto log = Open();
  ASSERT_OK(log->Append(MakeRecords(1, 10)));
  {
    const FileSizeLimit limit(fs::file_size(path_ + "-wal") + 9000);
    EXPECT_FALSE(log->Append(MakeRecords(11, 30, 5000)).ok());
  }
  // The files as a killed process leaves them.
  const std::string copy = folder_.File("copy.db");
  for (const char* suffix : {"", "-wal", "-owner"}) fs::copy_file(path_ + suffix, copy + suffix);
  const auto reopened = SqliteEventLog::Open(copy);
  ASSERT_OK(reopened);
  EXPECT_EQ(*(*reopened)->LastSequence(), 10);
}

// Root may write every file, so it becomes nobody for a while.
class WithoutRoot {
 public:
  explicit WithoutRoot(const std::string& folder) : before_(geteuid()) {
    if (before_ != 0) return;
    for (const auto& entry : fs::directory_iterator(folder))
      EXPECT_EQ(chown(entry.path().c_str(), kNobody, kNobody), 0);
    EXPECT_EQ(chown(folder.c_str(), kNobody, kNobody), 0);
    EXPECT_EQ(seteuid(kNobody), 0);
  }
  ~WithoutRoot() {
    if (before_ == 0) {
      EXPECT_EQ(seteuid(0), 0);
    }
  }

 private:
  static constexpr uid_t kNobody = 65534;
  const uid_t before_;
};

TEST_F(SqliteEventLogTest, ReadOnlyFileIsServedToReadersAndWrittenAgainWhenItMayBe) {
  ASSERT_OK(Open()->Append(MakeRecords(1, 3)));
  const WithoutRoot nobody(folder_.path());
  fs::permissions(path_, fs::perms::owner_read);
  const auto log = Open();
  ASSERT_NE(log, nullptr);
  EXPECT_EQ(log->Read(1, 10, 1 << 20)->size(), 3);
  const auto failed = log->Append(MakeRecords(4, 4));
  EXPECT_THAT(failed, StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_THAT(RetryDelay(failed.status()), Gt(absl::ZeroDuration()));
  fs::permissions(path_, fs::perms::owner_read | fs::perms::owner_write);
  EXPECT_OK(log->Append(MakeRecords(4, 4)));
  EXPECT_EQ(log->Read(1, 10, 1 << 20)->size(), 4);
}

}  // namespace
}  // namespace tearsheet
