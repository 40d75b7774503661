#include "event_log/nats_record.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "common/error.h"
#include "common/proto_time.h"
#include "common/strings.h"
#include "event_log/record_format.h"

namespace tearsheet {
namespace {

// The writer does not know the sequence that the server will give.
constexpr int64_t kUnknownSequence = 0;

const char* ContentName(std::string_view record_id) {
  if (record_id.starts_with("retraction/")) return "retraction";
  if (record_id.starts_with("reextraction/")) return "reextraction";
  return "article";
}

// Appends `c` as it is where `plain`, else as % and two hexadecimal digits.
void AppendEscaped(char c, bool plain, std::string& to) {
  constexpr char kDigits[] = "0123456789ABCDEF";
  if (plain) {
    to += c;
    return;
  }
  const auto byte = static_cast<unsigned char>(c);
  to += '%';
  to += kDigits[byte >> 4];
  to += kDigits[byte & 15];
}

// As one token of a subject, where '.', '*', '>' and white space mean something and no token is empty.
std::string SubjectToken(std::string_view text) {
  if (text.empty()) return "%";
  std::string token;
  for (const char c : text) AppendEscaped(c, absl::ascii_isalnum(c) || c == '-' || c == '_', token);
  return token;
}

// As a CloudEvents attribute in a header: printable ASCII, the rest escaped.
std::string HeaderValue(std::string_view text) {
  std::string value;
  for (const char c : text) AppendEscaped(c, c > ' ' && c < 0x7f && c != '"' && c != '%', value);
  return value;
}

std::string Checksum(std::string_view record_id, std::string_view payload) {
  return absl::StrCat(absl::Hex(RecordChecksum(kUnknownSequence, record_id, payload), absl::kZeroPad16));
}

}  // namespace

std::string RecordSubjects(std::string_view stream) {
  return absl::StrCat("tearsheet.v1.", Absl(stream), ".>");
}

std::string StoredSubjects(std::string_view stream) {
  return absl::StrCat("tearsheet.stored.", Absl(stream), ".>");
}

std::string RecordSubject(std::string_view stream, std::string_view record_id) {
  const std::string_view content = ContentName(record_id);
  std::string subject = absl::StrCat("tearsheet.v1.", Absl(stream), ".", Absl(content));
  // The parts of an id are the tokens of its subject, but for the first one of an id that names its content.
  size_t begin = content == "article" ? 0 : content.size() + 1;
  while (true) {
    const size_t end = record_id.find('/', begin);
    absl::StrAppend(&subject, ".", SubjectToken(record_id.substr(begin, end - begin)));
    if (end == std::string_view::npos) return subject;
    begin = end + 1;
  }
}

NatsMessage EncodeNatsRecord(std::string_view stream, const log::v1::LogRecord& record) {
  const std::string& id = record.record_id();
  std::string payload = EncodeRecord(record);
  const std::string checksum = Checksum(id, payload);
  std::string time = "1970-01-01T00:00:00Z";
  if (const auto ingested = TimeFromProto(record.ingest_time()); ingested.ok()) time = FormatUtc(*ingested);
  return {.subject = RecordSubject(stream, id),
          .headers = {{"Nats-Expected-Last-Subject-Sequence", "0"},
                      {kChecksumHeader, checksum},
                      {"ce-specversion", "1.0"},
                      {"ce-id", HeaderValue(id)},
                      {"ce-source", absl::StrCat("/tearsheet/", Absl(stream))},
                      {"ce-type", absl::StrCat("tearsheet.log.v1.", ContentName(id))},
                      {"ce-time", time},
                      {"content-type", "application/protobuf"}},
          .payload = std::move(payload)};
}

absl::StatusOr<log::v1::LogRecord> DecodeNatsRecord(std::string_view stream, int64_t sequence,
                                                    std::string_view subject, std::string_view checksum,
                                                    std::string_view payload) {
  log::v1::LogRecord record;
  if (!record.ParseFromArray(payload.data(), static_cast<int>(payload.size())))
    return DamagedMessage(stream, sequence, "its payload is no LogRecord");
  if (Checksum(record.record_id(), payload) != checksum)
    return DamagedMessage(stream, sequence, "its checksum does not fit its bytes");
  if (RecordSubject(stream, record.record_id()) != subject)
    return DamagedMessage(stream, sequence, "it is stored under another record's subject");
  return record;
}

absl::Status DamagedMessage(std::string_view stream, int64_t sequence, std::string_view what) {
  return ErrorBuilder(absl::StatusCode::kDataLoss, "LOG_DAMAGED",
                      absl::StrCat("message ", sequence, " of the stream '", Absl(stream), "' is damaged: ",
                                   Absl(what), "; restore the stream from a backup and rebuild the states"))
      .Metadata("sequence", absl::StrCat(sequence))
      .Build();
}

}  // namespace tearsheet
