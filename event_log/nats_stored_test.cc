#include "event_log/nats_stored.h"

#include <string>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "tests/support/status_matchers.h"

namespace tearsheet {
namespace {

using testing::StatusIs;

std::string Answer(std::string_view headers, std::string_view payload) {
  return absl::StrCat(
      R"({"type":"io.nats.jetstream.api.v1.stream_msg_get_response","message":{"subject":"a.b",)",
      R"("seq":7,"hdrs":")", absl::Base64Escape({headers.data(), headers.size()}), R"(","data":")",
      absl::Base64Escape({payload.data(), payload.size()}), R"("}})");
}

TEST(NatsStored, TheLeadersAnswerIsTheMessageWithItsChecksum) {
  const auto stored = ParseLeaderAnswer(Answer(
      "NATS/1.0\r\nce-id: x:y\r\nTearsheet-Checksum: 0123456789abcdef\r\n\r\n", std::string("\0\xff", 2)));
  ASSERT_TRUE(stored.ok()) << stored.status();
  EXPECT_EQ(stored->sequence, 7);
  EXPECT_EQ(stored->subject, "a.b");
  EXPECT_EQ(stored->checksum, "0123456789abcdef");
  EXPECT_EQ(stored->payload, std::string("\0\xff", 2));
}

TEST(NatsStored, AMessageWithoutHeadersHasNoChecksum) {
  const auto stored = ParseLeaderAnswer(R"({"message":{"subject":"a","seq":1,"data":"eA=="}})");
  ASSERT_TRUE(stored.ok()) << stored.status();
  EXPECT_EQ(stored->checksum, "");
  EXPECT_EQ(stored->payload, "x");
}

TEST(NatsStored, ThatThereIsNoMessageIsNotFound) {
  EXPECT_THAT(
      ParseLeaderAnswer(R"({"error":{"code":404,"err_code":10037,"description":"no message found"}})"),
      StatusIs(absl::StatusCode::kNotFound));
}

TEST(NatsStored, AnythingElseIsUnavailableAndNeverBreaks) {
  for (const std::string answer :
       {"", "[]", "{", "{}", R"({"error":{"err_code":"x","description":3}})",
        R"({"error":{"err_code":10008}})", R"({"message":[]})", R"({"message":{"subject":"a"}})",
        R"({"message":{"subject":"a","seq":0}})", R"({"message":{"subject":"a","seq":1.5}})",
        R"({"message":{"subject":"a","seq":1,"data":"*"}})",
        R"({"message":{"subject":"a","seq":1,"hdrs":"*","data":""}})",
        R"({"message":{"subject":5,"seq":1}})"}) {
    EXPECT_THAT(ParseLeaderAnswer(answer), StatusIs(absl::StatusCode::kUnavailable)) << answer;
  }
}

NatsStored At(int64_t sequence, const std::string& subject) {
  return {.sequence = sequence, .subject = subject, .checksum = "", .payload = ""};
}

TEST(NatsStored, MessagesThatEndAsTheLeadersAreTheLeaders) {
  EXPECT_TRUE(AgreeWithLeader({At(4, "d"), At(5, "e")}, At(5, "e")));
}

TEST(NatsStored, AServerThatMissesAMessageIsFoundOut) {
  // It misses "e": what the leader has at 6 it has at 5.
  EXPECT_FALSE(AgreeWithLeader({At(4, "d"), At(5, "f"), At(6, "g")}, At(6, "f")));
}

TEST(NatsStored, AServerThatMissesAMessageIsFoundOutAmongRightOnes) {
  EXPECT_FALSE(AgreeWithLeader({At(4, "d"), At(5, "f"), At(6, "f")}, At(6, "f")));
}

TEST(NatsStored, NothingIsNotWhatTheLeaderHas) { EXPECT_FALSE(AgreeWithLeader({}, At(1, "a"))); }

}  // namespace
}  // namespace tearsheet
