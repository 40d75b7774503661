// A cluster of three servers that lose their leader, and streams that are no logs.
#include <algorithm>
#include <fstream>
#include <iostream>
#include <map>
#include <set>
#include <thread>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "common/clock.h"
#include "common/error.h"
#include "event_log/nats_event_log.h"
#include "gtest/gtest.h"
#include "tests/support/nats_servers.h"
#include "tests/support/records.h"
#include "tests/support/status_matchers.h"

namespace tearsheet {
namespace {

using testing::MakeRecord;
using testing::NatsServers;
using testing::StatusIs;

// Appends records in batches until each is acknowledged, and remembers where.
class Writer {
 public:
  Writer(const NatsAddress& address, std::vector<std::string> ids)
      : log_(*NatsEventLog::Open(address, {.replicas = 3})), ids_(std::move(ids)) {}

  // Calls `on_batch` after each acknowledged batch.
  template <typename OnBatch>
  void Run(OnBatch on_batch) {
    absl::Time last = Clock::Real().TimeNow();
    for (size_t begin = 0; begin < ids_.size(); begin += kBatch) {
      std::vector<log::v1::LogRecord> records;
      for (size_t i = begin; i < std::min(begin + kBatch, ids_.size()); ++i)
        records.push_back(MakeRecord(ids_[i], 500));
      absl::StatusOr<std::vector<Appended>> appended = log_->Append(records);
      while (!appended.ok()) {
        ++errors_;
        EXPECT_THAT(appended, StatusIs(absl::StatusCode::kUnavailable));
        EXPECT_GT(RetryDelay(appended.status()), absl::ZeroDuration());
        appended = log_->Append(records);
      }
      for (size_t i = 0; i < records.size(); ++i)
        acknowledged_[records[i].record_id()] = (*appended)[i].sequence;
      const absl::Time now = Clock::Real().TimeNow();
      longest_gap_ = std::max(longest_gap_, now - last);
      last = now;
      on_batch();
    }
  }

  const std::map<std::string, int64_t>& acknowledged() const { return acknowledged_; }
  absl::Duration longest_gap() const { return longest_gap_; }
  int errors() const { return errors_; }
  NatsEventLog& log() { return *log_; }

 private:
  static constexpr size_t kBatch = 20;
  std::unique_ptr<NatsEventLog> log_;
  const std::vector<std::string> ids_;
  std::map<std::string, int64_t> acknowledged_;
  absl::Duration longest_gap_ = absl::ZeroDuration();
  int errors_ = 0;
};

std::vector<std::string> Ids(const std::string& prefix, int count) {
  std::vector<std::string> ids;
  // Every fifth id is one that the other writer has too.
  for (int i = 0; i < count; ++i) ids.push_back(absl::StrCat(i % 5 == 0 ? "both" : prefix, "-", i));
  return ids;
}

std::string LeaderOf(const NatsAddress& address) {
  const auto client = *NatsClient::Create(address, {});
  const auto session = client->Connected();
  if (!session.ok()) return "";
  jsStreamInfo* info = nullptr;
  js_GetStreamInfo(&info, (*session)->jetstream.get(), address.stream.c_str(), nullptr, nullptr);
  const NatsHandle<jsStreamInfo> owner(info);
  if (info == nullptr || info->Cluster == nullptr || info->Cluster->Leader == nullptr) return "";
  return info->Cluster->Leader;
}

std::vector<SequencedRecord> ReadAll(EventLogReader& reader, int64_t last) {
  std::vector<SequencedRecord> all;
  while (std::ssize(all) < last) {
    auto records = reader.Read(std::ssize(all) + 1, 1000, 1 << 20);
    if (!records.ok()) {
      EXPECT_THAT(records, StatusIs(absl::StatusCode::kUnavailable));
      continue;
    }
    for (SequencedRecord& record : *records) all.push_back(std::move(record));
  }
  return all;
}

class NatsClusterTest : public ::testing::Test {
 protected:
  void SetUp() override {
    if (!NatsServers::Installed()) GTEST_SKIP() << "nats-server is not installed";
  }
};

TEST_F(NatsClusterTest, ALeaderThatIsKilledLosesNothingAcknowledgedAndNothingIsStoredTwice) {
  constexpr int kEach = 4000;
  NatsServers servers({.count = 3});
  const NatsAddress address = servers.Address("log");
  Writer a(address, Ids("a", kEach));
  Writer b(address, Ids("b", kEach));

  absl::Mutex mutex;
  int batches = 0;
  const auto count = [&] {
    absl::MutexLock lock(&mutex);
    ++batches;
  };
  std::thread thread_a([&] { a.Run(count); });
  std::thread thread_b([&] { b.Run(count); });
  {
    const auto midway = [&] { return batches > kEach / 40; };
    absl::MutexLock lock(&mutex, absl::Condition(&midway));
  }
  const int leader = servers.Named(LeaderOf(address));
  ASSERT_GE(leader, 0);
  servers.Kill(leader);
  thread_a.join();
  thread_b.join();
  servers.Start(leader);

  const auto reader = *NatsEventLog::OpenReader(address, {});
  absl::StatusOr<int64_t> last = reader->LastSequence();
  while (!last.ok()) last = reader->LastSequence();
  const std::vector<SequencedRecord> records = ReadAll(*reader, *last);
  std::set<std::string> ids;
  for (const SequencedRecord& record : records)
    EXPECT_TRUE(ids.insert(record.record.record_id()).second)
        << record.record.record_id() << " is there twice";
  EXPECT_EQ(ids.size(), 2 * kEach - kEach / 5);
  for (const Writer* writer : {&a, &b}) {
    for (const auto& [id, sequence] : writer->acknowledged()) {
      ASSERT_LE(sequence, *last);
      EXPECT_EQ(records[sequence - 1].record.record_id(), id);
    }
  }
  std::cout << "longest gap " << absl::FormatDuration(std::max(a.longest_gap(), b.longest_gap())) << ", "
            << a.errors() + b.errors() << " errors, " << a.log().retries() + b.log().retries()
            << " retries\n";
}

TEST_F(NatsClusterTest, AReaderGoesOnWhenEveryServerWasKilledAndStartedAgain) {
  NatsServers servers({.count = 3});
  const NatsAddress address = servers.Address("log");
  const auto log = *NatsEventLog::Open(address, {.replicas = 3});
  ASSERT_OK(log->Append(testing::MakeRecords(1, 100)));
  for (int i = 0; i < 3; ++i) servers.Kill(i);
  EXPECT_THAT(log->LastSequence(), StatusIs(absl::StatusCode::kUnavailable));
  for (int i = 0; i < 3; ++i) servers.Start(i);
  EXPECT_EQ(ReadAll(*log, 100).size(), 100);
  absl::StatusOr<std::vector<Appended>> appended = log->Append({MakeRecord("r100"), MakeRecord("r101")});
  while (!appended.ok()) appended = log->Append({MakeRecord("r100"), MakeRecord("r101")});
  EXPECT_EQ((*appended)[0].sequence, 100);
  EXPECT_TRUE((*appended)[0].duplicate);
  EXPECT_EQ((*appended)[1].sequence, 101);
}

class NatsServerTest : public NatsClusterTest {
 protected:
  // Asks the server for something by JetStream's API.
  static void Ask(const NatsAddress& address, const std::string& subject, const std::string& payload) {
    const auto client = *NatsClient::Create(address, {});
    auto replies = client->Request({{.subject = subject, .payload = payload}});
    while (!replies.ok()) replies = client->Request({{.subject = subject, .payload = payload}});
    ASSERT_NE((*replies)[0], nullptr) << subject;
  }
};

TEST_F(NatsServerTest, AStreamThatForgetsIsRefusedWithEveryDifference) {
  NatsServers servers;
  const NatsAddress address = servers.Address("old");
  Ask(address, "$JS.API.STREAM.CREATE.old",
      R"({"name":"old","subjects":["tearsheet.v1.old.>"],"retention":"limits","max_age":60000000000,)"
      R"("storage":"file","num_replicas":1,"max_msgs":-1,"max_bytes":-1,"discard":"old"})");
  const absl::Status status = NatsEventLog::Open(address, {}).status();
  EXPECT_TRUE(absl::IsFailedPrecondition(status)) << status;
  for (const char* part : {"max_age", "deny_delete", "deny_purge", "allow_direct", "republish"})
    EXPECT_NE(std::string(status.message()).find(part), std::string::npos) << part << ": " << status;
}

TEST_F(NatsServerTest, ASingleServerCannotKeepThreeReplicas) {
  NatsServers servers;
  EXPECT_THAT(NatsEventLog::Open(servers.Address("log"), {.replicas = 3}),
              StatusIs(absl::StatusCode::kFailedPrecondition));
}

TEST_F(NatsServerTest, AMessageOfSomebodyElseIsDataLossAtItsSequence) {
  NatsServers servers;
  const NatsAddress address = servers.Address("log");
  const auto log = *NatsEventLog::Open(address, {});
  ASSERT_OK(log->Append(testing::MakeRecords(1, 2)));
  Ask(address, "tearsheet.v1.log.article.x", "not a record");
  EXPECT_THAT(log->Read(1, 10, 1 << 20), StatusIs(absl::StatusCode::kDataLoss));
  EXPECT_EQ(log->Read(1, 2, 1 << 20)->size(), 2);
}

TEST_F(NatsServerTest, ARecordThatTheServerDoesNotTakeIsRefusedAndSaysWhatToSet) {
  NatsServers servers({.configuration = "max_payload: 100000"});
  const auto log = *NatsEventLog::Open(servers.Address("log"), {});
  EXPECT_LT(log->max_record_bytes(), 100000);
  const absl::Status status = log->Append({MakeRecord("large", 100000)}).status();
  EXPECT_TRUE(absl::IsInvalidArgument(status)) << status;
  EXPECT_NE(std::string(status.message()).find("max_payload"), std::string::npos);
  EXPECT_OK(log->Append({MakeRecord("small", 99000)}));
}

TEST_F(NatsServerTest, AFullStreamIsResourceExhaustedAndKeepsWhatItHas) {
  NatsServers servers({.jetstream = "max_file_store: 200000"});
  const auto log = *NatsEventLog::Open(servers.Address("log"), {});
  absl::Status status;
  int64_t stored = 0;
  for (int i = 1; i <= 40 && status.ok(); ++i) {
    const auto appended = log->Append({MakeRecord(absl::StrCat("r", i), 10000)});
    status = appended.status();
    if (appended.ok()) stored = appended->at(0).sequence;
  }
  EXPECT_TRUE(absl::IsResourceExhausted(status)) << status;
  EXPECT_GT(RetryDelay(status), absl::ZeroDuration());
  EXPECT_GT(stored, 5);
  EXPECT_EQ(log->LastSequence().value_or(-1), stored);
}

TEST_F(NatsServerTest, AStreamThatWasMadeAnewIsNoticed) {
  NatsServers servers;
  const NatsAddress address = servers.Address("log");
  const auto log = *NatsEventLog::Open(address, {});
  ASSERT_OK(log->Append(testing::MakeRecords(1, 3)));
  Ask(address, "$JS.API.STREAM.DELETE.log", "");
  EXPECT_THAT(log->LastSequence(), StatusIs(absl::StatusCode::kNotFound));
  const auto other = *NatsEventLog::Open(address, {});
  ASSERT_OK(other->Append(testing::MakeRecords(4, 9)));
  EXPECT_THAT(log->LastSequence(), StatusIs(absl::StatusCode::kDataLoss));
}

TEST_F(NatsServerTest, APasswordFileOpensAServerThatAsksForOne) {
  NatsServers servers({.configuration = "authorization { users: [ {user: ann, password: hush} ] }"});
  const auto write = [&](const std::string& name, const std::string& text) {
    std::ofstream(servers.folder().File(name)) << text;
    return servers.folder().File(name);
  };
  const NatsAddress address = servers.Address("log");
  EXPECT_OK(NatsEventLog::Open(address, {.user_file = write("right", "ann\nhush\n")}));
  EXPECT_THAT(NatsEventLog::Open(
                  address, {.user_file = write("wrong", "ann\nloud\n"), .open_patience = absl::Seconds(1)}),
              StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_THAT(NatsEventLog::Open(address, {.user_file = write("short", "ann\n")}),
              StatusIs(absl::StatusCode::kInvalidArgument));
}

}  // namespace
}  // namespace tearsheet
