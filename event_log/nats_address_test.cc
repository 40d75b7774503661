#include "event_log/nats_address.h"

#include "gtest/gtest.h"
#include "tests/support/status_matchers.h"

namespace tearsheet {
namespace {

using testing::StatusIs;

TEST(NatsAddressTest, NamesServersAndStream) {
  const auto address = ParseNatsAddress("nats://nats-0:4222,10.0.0.7:5222,[::1]:6222/deal_news-2");
  ASSERT_OK(address);
  EXPECT_EQ(address->stream, "deal_news-2");
  EXPECT_EQ(address->servers,
            (std::vector<std::string>{"nats://nats-0:4222", "nats://10.0.0.7:5222", "nats://[::1]:6222"}));
}

TEST(NatsAddressTest, ThePortIs4222WhenItIsNotGiven) {
  EXPECT_EQ(ParseNatsAddress("nats://a,[::1]/s")->servers,
            (std::vector<std::string>{"nats://a:4222", "nats://[::1]:4222"}));
}

TEST(NatsAddressTest, AnythingElseIsRefused) {
  for (const char* name :
       {"nats://a:4222", "nats://a:4222/", "nats:///s", "nats://a:x/s", "nats://a:0/s", "nats://a:70000/s",
        "nats://a,,b/s", "nats://:1/s", "nats://a/s.t", "nats://a/s>", "nats://a/s t", "grpc://a:1", ""})
    EXPECT_THAT(ParseNatsAddress(name), StatusIs(absl::StatusCode::kInvalidArgument)) << name;
}

TEST(NatsAddressTest, ASecretInTheNameIsRefusedAndNotRepeated) {
  const absl::Status status = ParseNatsAddress("nats://ann:hush@a:4222/s").status();
  EXPECT_TRUE(absl::IsInvalidArgument(status));
  EXPECT_EQ(std::string(status.message()).find("hush"), std::string::npos);
}

}  // namespace
}  // namespace tearsheet
