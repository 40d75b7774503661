#include "event_log/nats_record.h"

#include <map>

#include "event_log/record_format.h"
#include "gtest/gtest.h"
#include "tests/support/records.h"
#include "tests/support/status_matchers.h"

namespace tearsheet {
namespace {

using testing::MakeRecord;
using testing::StatusIs;

std::map<std::string, std::string> Headers(const NatsMessage& message) {
  return {message.headers.begin(), message.headers.end()};
}

absl::StatusOr<log::v1::LogRecord> Decode(const NatsMessage& message) {
  return DecodeNatsRecord("news", 7, message.subject, Headers(message)[kChecksumHeader], message.payload);
}

TEST(NatsRecordTest, TheSubjectTellsContentAndId) {
  EXPECT_EQ(RecordSubject("news", "0123abcd"), "tearsheet.v1.news.article.0123abcd");
  EXPECT_EQ(RecordSubject("news", "retraction/0123abcd"), "tearsheet.v1.news.retraction.0123abcd");
  EXPECT_EQ(RecordSubject("news", "reextraction/0123abcd/12+0a.b"),
            "tearsheet.v1.news.reextraction.0123abcd.12%2B0a%2Eb");
}

TEST(NatsRecordTest, WhatMeansSomethingInASubjectIsEscaped) {
  EXPECT_EQ(RecordSubject("s", "a.*> %"), "tearsheet.v1.s.article.a%2E%2A%3E%20%25");
  EXPECT_EQ(RecordSubject("s", ""), "tearsheet.v1.s.article.%");
  EXPECT_NE(RecordSubject("s", "a/b"), RecordSubject("s", "a.b"));
}

TEST(NatsRecordTest, HeadersAreThoseOfACloudEvent) {
  log::v1::LogRecord record = MakeRecord("retraction/0123");
  const auto headers = Headers(EncodeNatsRecord("news", record));
  EXPECT_EQ(headers.at("ce-specversion"), "1.0");
  EXPECT_EQ(headers.at("ce-id"), "retraction/0123");
  EXPECT_EQ(headers.at("ce-source"), "/tearsheet/news");
  EXPECT_EQ(headers.at("ce-type"), "tearsheet.log.v1.retraction");
  EXPECT_EQ(headers.at("ce-time"), "2025-10-09T08:53:20Z");
  EXPECT_EQ(headers.at("content-type"), "application/protobuf");
  EXPECT_EQ(headers.at("Nats-Expected-Last-Subject-Sequence"), "0");
}

TEST(NatsRecordTest, ARecordComesBackAsItWas) {
  const log::v1::LogRecord record = MakeRecord("0123", 5000);
  const auto decoded = Decode(EncodeNatsRecord("news", record));
  ASSERT_OK(decoded);
  EXPECT_EQ(EncodeRecord(*decoded), EncodeRecord(record));
}

TEST(NatsRecordTest, EveryFlippedByteIsNoticed) {
  const NatsMessage message = EncodeNatsRecord("news", MakeRecord("0123"));
  for (size_t i = 0; i < message.payload.size(); ++i) {
    NatsMessage damaged = message;
    damaged.payload[i] = static_cast<char>(damaged.payload[i] ^ 0x20);
    EXPECT_THAT(Decode(damaged), StatusIs(absl::StatusCode::kDataLoss)) << i;
  }
}

TEST(NatsRecordTest, ARecordUnderAnothersSubjectIsDamage) {
  NatsMessage message = EncodeNatsRecord("news", MakeRecord("0123"));
  message.subject = RecordSubject("news", "0124");
  EXPECT_THAT(Decode(message), StatusIs(absl::StatusCode::kDataLoss));
}

TEST(NatsRecordTest, AMessageOfSomebodyElseIsDamage) {
  EXPECT_THAT(DecodeNatsRecord("news", 7, "tearsheet.v1.news.article.x", "", "hello"),
              StatusIs(absl::StatusCode::kDataLoss));
}

}  // namespace
}  // namespace tearsheet
