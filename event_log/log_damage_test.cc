// A byte that changes anywhere in the files of a log either changes nothing that the log gives out, or is
// reported.
#include <filesystem>
#include <fstream>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "event_log/owner_file.h"
#include "event_log/repair_log.h"
#include "event_log/sqlite_event_log.h"
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
using ::testing::HasSubstr;

constexpr int kRecords = 40;
// Rounds so short that most ids are in the index.
constexpr SqliteEventLogOptions kOptions = {.index_round = 8};

std::vector<log::v1::LogRecord> Records() {
  std::vector<log::v1::LogRecord> records = MakeRecords(1, kRecords - 2, 700);
  // One that fills several pages.
  records.push_back(MakeRecord("large", 30'000));
  records.push_back(MakeRecord("last"));
  return records;
}

void CopyLog(const std::string& from, const std::string& to) {
  for (const char* suffix : {"", "-wal", "-shm", "-owner"}) {
    std::error_code ignored;
    fs::remove(to + suffix, ignored);
    fs::copy_file(from + suffix, to + suffix, ignored);
  }
}

void FlipByte(const std::string& path, int64_t position) {
  std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
  file.seekg(position);
  const char byte = static_cast<char>(file.get());
  file.seekp(position);
  file.put(static_cast<char>(byte ^ 0x11));
}

class LogDamageTest : public ::testing::Test {
 protected:
  // A log whose records all lie in the main file, or all in the -wal file as after a kill -9.
  std::string MakeLog(bool in_wal) {
    const std::string path = folder_.File("original.db");
    auto log = *SqliteEventLog::Open(path, kOptions);
    const std::vector<log::v1::LogRecord> records = Records();
    for (size_t i = 0; i < records.size(); i += 8)
      EXPECT_OK(log->Append({records.begin() + i, records.begin() + i + 8}));
    if (!in_wal) log.reset();
    const std::string copy = folder_.File("copy.db");
    CopyLog(path, copy);
    return copy;
  }

  // Reads the log at `path` as the service would. Nothing: it was refused, which is right for a damaged log.
  static std::optional<std::vector<SequencedRecord>> Serve(const std::string& path, std::string& error) {
    const auto log = SqliteEventLog::Open(path, kOptions);
    error = std::string(log.status().message());
    if (!log.ok()) return std::nullopt;
    auto records = (*log)->Read(1, 1000, 1 << 30);
    error = std::string(records.status().message());
    if (!records.ok()) return std::nullopt;
    // What is served must be complete and right, for reading and for finding.
    for (const auto& record : *records) {
      const auto found = (*log)->Find(record.record.record_id());
      EXPECT_TRUE(found.ok() && *found == record.sequence) << record.sequence;
    }
    return *std::move(records);
  }

  static void ExpectAllRecords(const std::vector<SequencedRecord>& served) {
    const std::vector<log::v1::LogRecord> expected = Records();
    ASSERT_EQ(served.size(), expected.size());
    for (size_t i = 0; i < expected.size(); ++i)
      ASSERT_EQ(served[i].record.SerializeAsString(), expected[i].SerializeAsString());
  }

  // Flips bytes of `file` of the log at `original`, one at a time: all of the first kilobyte and of every
  // page's head, and some of the rest.
  void FlipBytes(const std::string& original, const char* suffix, int64_t page, int64_t head) {
    const int64_t size = static_cast<int64_t>(fs::file_size(original + suffix));
    const std::string damaged = folder_.File("damaged.db");
    int refused = 0;
    int harmless = 0;
    for (int64_t position = 0; position < size; ++position) {
      if (position >= 200 && position % page >= head && position % 997 != 0) continue;
      CopyLog(original, damaged);
      FlipByte(damaged + suffix, position);
      SCOPED_TRACE(absl::StrCat("byte ", position, " of ", size));
      std::string error;
      if (const auto served = Serve(damaged, error)) {
        ExpectAllRecords(*served);
        ++harmless;
      } else {
        EXPECT_FALSE(error.empty());
        ++refused;
      }
    }
    RecordProperty("refused", refused);
    RecordProperty("harmless", harmless);
    EXPECT_GT(refused, 0);
  }

  TempFolder folder_;
};

TEST_F(LogDamageTest, FlippedByteOfTheMainFileIsHarmlessOrReported) {
  FlipBytes(MakeLog(/*in_wal=*/false), "", /*page=*/16384, /*head=*/24);
}

TEST_F(LogDamageTest, FlippedByteOfTheWalFileIsHarmlessOrReported) {
  FlipBytes(MakeLog(/*in_wal=*/true), "-wal", /*page=*/16384 + 24, /*head=*/32);
}

TEST_F(LogDamageTest, FlippedByteOfTheOwnerFileIsHarmless) {
  const std::string original = MakeLog(/*in_wal=*/false);
  const std::string damaged = folder_.File("damaged.db");
  for (int64_t position = 0; position < 16; ++position) {
    CopyLog(original, damaged);
    FlipByte(damaged + "-owner", position);
    std::string error;
    const auto served = Serve(damaged, error);
    ASSERT_TRUE(served) << error;
    ExpectAllRecords(*served);
  }
}

TEST_F(LogDamageTest, TruncatedFilesAreReported) {
  for (const bool in_wal : {false, true}) {
    const std::string original = MakeLog(in_wal);
    const std::string file = in_wal ? "-wal" : "";
    const auto size = fs::file_size(original + file);
    const std::string damaged = folder_.File("damaged.db");
    for (uint64_t keep = 0; keep < size; keep += 1531) {
      CopyLog(original, damaged);
      fs::resize_file(damaged + file, keep);
      std::string error;
      if (const auto served = Serve(damaged, error)) ExpectAllRecords(*served);
    }
    fs::remove(folder_.File("original.db"));
    for (const char* suffix : {"-wal", "-shm", "-owner"}) fs::remove(folder_.File("original.db") + suffix);
  }
}

TEST_F(LogDamageTest, DeletedWalFileIsReported) {
  const std::string path = MakeLog(/*in_wal=*/true);
  fs::remove(path + "-wal");
  EXPECT_THAT(SqliteEventLog::Open(path),
              StatusIs(absl::StatusCode::kDataLoss, HasSubstr("were acknowledged")));
}

TEST_F(LogDamageTest, RefusedLogIsLeftAsItIs) {
  const std::string path = MakeLog(/*in_wal=*/true);
  FlipByte(path + "-wal", 5000);
  const auto wal = fs::file_size(path + "-wal");
  EXPECT_FALSE(SqliteEventLog::Open(path).ok());
  EXPECT_EQ(fs::file_size(path + "-wal"), wal) << "evidence and a chance to repair it";
}

// Damages the payload of record `sequence` where it lies in the main file.
void DamageRecord(const std::string& path, const std::string& uri) {
  std::ifstream file(path, std::ios::binary);
  const std::string bytes((std::istreambuf_iterator<char>(file)), {});
  FlipByte(path, static_cast<int64_t>(bytes.find(uri)) + 2);
}

TEST_F(LogDamageTest, DamagedRecordIsNamedByItsSequence) {
  const std::string path = MakeLog(/*in_wal=*/false);
  DamageRecord(path, "https://news.example/r17");
  EXPECT_THAT(SqliteEventLog::Open(path), StatusIs(absl::StatusCode::kDataLoss, HasSubstr("record 17 ")));
}

TEST_F(LogDamageTest, RecordDamagedWhileServingIsNotServed) {
  const std::string path = MakeLog(/*in_wal=*/false);
  DamageRecord(path, "https://news.example/r3");
  // The quick check looks at new records only when there are more than it reads; so damage after opening.
  const std::string intact = folder_.File("original.db");
  const auto log = SqliteEventLog::Open(intact);
  ASSERT_OK(log);
  DamageRecord(intact, "https://news.example/r3");
  EXPECT_THAT((*log)->Read(1, 100, 1 << 30), StatusIs(absl::StatusCode::kDataLoss, HasSubstr("record 3 ")));
}

TEST_F(LogDamageTest, RepairCopiesTheRecordsBeforeTheDamage) {
  const std::string path = MakeLog(/*in_wal=*/false);
  DamageRecord(path, "https://news.example/r17");
  const std::string repaired = folder_.File("repaired.db");
  const auto repair = RepairLog(path, repaired, /*skip_damaged=*/false);
  ASSERT_OK(repair);
  EXPECT_EQ(Describe(*repair), "copied 16 records; lost from the old log: 17-40");
  EXPECT_EQ(*(*SqliteEventLog::Open(repaired))->LastSequence(), 16);
  EXPECT_THAT(RepairLog(path, repaired, false),
              StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr("exists")));
}

TEST_F(LogDamageTest, RepairCanGoOnAfterTheDamageAndSaysWhatIsLost) {
  const std::string path = MakeLog(/*in_wal=*/false);
  DamageRecord(path, "https://news.example/r17");
  DamageRecord(path, "https://news.example/r18");
  DamageRecord(path, "https://news.example/r30");
  const std::string repaired = folder_.File("repaired.db");
  const auto repair = RepairLog(path, repaired, /*skip_damaged=*/true);
  ASSERT_OK(repair);
  EXPECT_EQ(Describe(*repair), "copied 37 records; lost from the old log: 17-18 30");
  EXPECT_EQ(*(*SqliteEventLog::Open(repaired))->Find("last"), 37);
}

TEST_F(LogDamageTest, RepairSaysWhichAcknowledgedRecordsADeletedWalHeld) {
  const std::string path = MakeLog(/*in_wal=*/true);
  FlipByte(path + "-wal", static_cast<int64_t>(fs::file_size(path + "-wal")) - 100);
  const auto repair = RepairLog(path, folder_.File("repaired.db"), /*skip_damaged=*/false);
  ASSERT_OK(repair);
  EXPECT_EQ(repair->copied, 32) << "the last append is lost with its frame";
  EXPECT_THAT(Describe(*repair), HasSubstr("33-40"));
}

}  // namespace
}  // namespace tearsheet
