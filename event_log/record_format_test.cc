#include "event_log/record_format.h"

#include <fstream>
#include <iterator>
#include <string>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "tests/support/records.h"
#include "tests/support/status_matchers.h"

namespace tearsheet {
namespace {

using ::tearsheet::testing::MakeRecord;
using ::tearsheet::testing::StatusIs;
using ::testing::HasSubstr;

TEST(RecordFormatTest, EncodedRecordComesBack) {
  const log::v1::LogRecord record = MakeRecord("a");
  const std::string payload = EncodeRecord(record);
  const auto back = DecodeRecord(7, "a", payload, RecordChecksum(7, "a", payload));
  ASSERT_OK(back);
  EXPECT_EQ(EncodeRecord(*back), payload);
}

TEST(RecordFormatTest, EveryFlippedBitOfThePayloadIsNoticed) {
  std::string payload = EncodeRecord(MakeRecord("a"));
  const uint64_t checksum = RecordChecksum(7, "a", payload);
  for (size_t byte = 0; byte < payload.size(); ++byte) {
    for (int bit = 0; bit < 8; ++bit) {
      payload[byte] = static_cast<char>(payload[byte] ^ (1 << bit));
      EXPECT_THAT(DecodeRecord(7, "a", payload, checksum),
                  StatusIs(absl::StatusCode::kDataLoss, HasSubstr("record 7")));
      payload[byte] = static_cast<char>(payload[byte] ^ (1 << bit));
    }
  }
}

TEST(RecordFormatTest, RecordInAnotherPlaceOrUnderAnotherIdIsNoticed) {
  const std::string payload = EncodeRecord(MakeRecord("a"));
  EXPECT_THAT(DecodeRecord(8, "a", payload, RecordChecksum(7, "a", payload)),
              StatusIs(absl::StatusCode::kDataLoss));
  EXPECT_THAT(DecodeRecord(7, "b", payload, RecordChecksum(7, "b", payload)),
              StatusIs(absl::StatusCode::kDataLoss));
}

TEST(RecordFormatTest, BorderBetweenIdAndPayloadIsPartOfTheChecksum) {
  EXPECT_NE(RecordChecksum(1, "ab", "c"), RecordChecksum(1, "a", "bc"));
}

TEST(RecordFormatTest, MapsAreEncodedInOneOrder) {
  log::v1::LogRecord record = MakeRecord("a");
  auto& more = *record.mutable_article()->mutable_extraction()->add_events()->mutable_more();
  for (int i = 0; i < 50; ++i) more[absl::StrCat("slot", i)] = absl::StrCat(i);
  log::v1::LogRecord copy;
  ASSERT_TRUE(copy.ParseFromString(EncodeRecord(record)));
  EXPECT_EQ(EncodeRecord(copy), EncodeRecord(record));
}

// testdata/record_v1.txt was written when format version 1 was made. Never change it: logs of that version
// are out there. Its lines are the sequence, the record id, the checksum in hexadecimal and the payload in
// hexadecimal.
TEST(RecordFormatTest, RecordOfVersion1IsReadForever) {
  std::ifstream file(TEARSHEET_TESTDATA "/record_v1.txt");
  int64_t sequence = 0;
  std::string id;
  std::string checksum;
  std::string payload;
  ASSERT_TRUE(file >> sequence >> id >> checksum >> payload);
  const auto record =
      DecodeRecord(sequence, id, absl::HexStringToBytes(payload), std::stoull(checksum, nullptr, 16));
  ASSERT_OK(record);
  EXPECT_EQ(record->record_id(), id);
  EXPECT_EQ(record->ingest_time().seconds(), 1'765'000'000);
  const auto& article = record->article();
  EXPECT_EQ(article.article().title(), "Harbour Foods buys Lindqvist Mills");
  EXPECT_EQ(article.article().publisher().name(), "Harbour Wire");
  EXPECT_EQ(article.ontology_version(), "2026.11.1");
  ASSERT_EQ(article.extraction().events_size(), 1);
  const v1::Event& event = article.extraction().events(0);
  EXPECT_EQ(event.type(), "ACQUISITION");
  EXPECT_EQ(event.status(), v1::AGREED);
  EXPECT_EQ(event.amount().low(), "120000000");
  ASSERT_EQ(event.participants_size(), 2);
  EXPECT_EQ(event.participants(0).role(), "ACQUIRER");
  EXPECT_EQ(article.article().body().substr(event.evidence(0).start(), 13), "Harbour Foods");
}

}  // namespace
}  // namespace tearsheet
