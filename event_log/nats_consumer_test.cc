// The stream as any other consumer of NATS reads it: by subject and by the headers of CloudEvents.
#include "absl/strings/str_cat.h"
#include "event_log/nats_client.h"
#include "event_log/nats_event_log.h"
#include "gtest/gtest.h"
#include "tests/support/nats_servers.h"
#include "tests/support/records.h"
#include "tests/support/status_matchers.h"

namespace tearsheet {
namespace {

using testing::MakeRecord;
using testing::NatsServers;

log::v1::LogRecord Retraction(const std::string& article) {
  log::v1::LogRecord record;
  record.set_record_id("retraction/" + article);
  record.mutable_ingest_time()->set_seconds(1'760'000'001);
  record.mutable_retraction()->set_article("articles/" + article);
  return record;
}

// The next message of a consumer that only knows NATS.
NatsHandle<natsMsg> Next(natsSubscription* subscription) {
  natsMsg* message = nullptr;
  EXPECT_EQ(natsSubscription_NextMsg(&message, subscription, 10000), NATS_OK);
  return NatsHandle<natsMsg>(message);
}

TEST(NatsConsumerTest, AConsumerChoosesContentBySubjectAndReadsCloudEvents) {
  if (!NatsServers::Installed()) GTEST_SKIP() << "nats-server is not installed";
  NatsServers servers;
  const NatsAddress address = servers.Address("news");
  const auto log = *NatsEventLog::Open(address, {});
  ASSERT_OK(log->Append({MakeRecord("0a"), Retraction("0a"), MakeRecord("0b")}));

  const auto client = *NatsClient::Create(address, {});
  auto session = client->Connected();
  while (!session.ok()) session = client->Connected();
  jsSubOptions options;
  jsSubOptions_Init(&options);
  options.Ordered = true;
  natsSubscription* raw = nullptr;
  ASSERT_EQ(js_SubscribeSync(&raw, (*session)->jetstream.get(), "tearsheet.v1.news.article.>", nullptr,
                             &options, nullptr),
            NATS_OK);
  const NatsHandle<natsSubscription> subscription(raw);

  for (const char* id : {"0a", "0b"}) {
    const NatsHandle<natsMsg> message = Next(raw);
    ASSERT_NE(message, nullptr);
    EXPECT_EQ(natsMsg_GetSubject(message.get()), absl::StrCat("tearsheet.v1.news.article.", id));
    EXPECT_EQ(HeaderOf(*message, "ce-id"), id);
    EXPECT_EQ(HeaderOf(*message, "ce-type"), "tearsheet.log.v1.article");
    EXPECT_EQ(HeaderOf(*message, "ce-source"), "/tearsheet/news");
    EXPECT_EQ(HeaderOf(*message, "ce-specversion"), "1.0");
    EXPECT_EQ(HeaderOf(*message, "ce-time"), "2025-10-09T08:53:20Z");
    EXPECT_EQ(HeaderOf(*message, "content-type"), "application/protobuf");
    log::v1::LogRecord record;
    ASSERT_TRUE(record.ParseFromString(std::string(PayloadOf(*message))));
    EXPECT_EQ(record.article().article().name(), absl::StrCat("articles/", id));
  }
}

}  // namespace
}  // namespace tearsheet
