#include "event_log/nats_reader.h"

#include <algorithm>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "common/status_macros.h"
#include "event_log/nats_errors.h"
#include "event_log/nats_record.h"
#include "event_log/nats_stream.h"

namespace tearsheet {
namespace {

// Requests under way at a time.
constexpr int64_t kWindow = 256;
// What a record is taken to have before one was seen.
constexpr int64_t kTypicalBytes = 8 << 10;

}  // namespace

absl::StatusOr<std::vector<SequencedRecord>> NatsReader::Read(int64_t from_sequence, int64_t last_sequence,
                                                              int max_records, int64_t max_bytes) {
  std::vector<SequencedRecord> found;
  int64_t bytes = 0;
  const int64_t end = std::min(last_sequence, from_sequence + std::max(max_records, 1) - 1);
  while (from_sequence + std::ssize(found) <= end) {
    const int64_t next = from_sequence + std::ssize(found);
    const int64_t typical = found.empty() ? kTypicalBytes : bytes / std::ssize(found) + 1;
    const int64_t fitting = std::max<int64_t>(1, (max_bytes - bytes) / typical);
    const int64_t window = std::min({kWindow, end - next + 1, fitting});
    std::vector<NatsMessage> requests;
    for (int64_t sequence = next; sequence < next + window; ++sequence) {
      requests.push_back({.subject = absl::StrCat("$JS.API.DIRECT.GET.", stream_),
                          .payload = absl::StrCat("{\"seq\":", sequence, "}")});
    }
    ASSIGN_OR_RETURN(const std::vector<NatsHandle<natsMsg>> replies, client_.Request(requests));
    for (int64_t i = 0; i < window; ++i) {
      natsMsg* reply = replies[i].get();
      if (reply == nullptr || HeaderOf(*reply, "Nats-Sequence") != absl::StrCat(next + i)) break;
      bytes += std::ssize(PayloadOf(*reply));
      if (!found.empty() && bytes > max_bytes) return found;
      ASSIGN_OR_RETURN(SequencedRecord record, Decode(*reply, next + i, HeaderOf(*reply, "Nats-Subject")));
      found.push_back(std::move(record));
    }
    if (from_sequence + std::ssize(found) == next + window) continue;
    // The server that was asked is behind the leader, or gone.
    if (!found.empty()) return found;
    ASSIGN_OR_RETURN(SequencedRecord record, ReadFromLeader(next));
    found.push_back(std::move(record));
    return found;
  }
  return found;
}

absl::StatusOr<SequencedRecord> NatsReader::ReadFromLeader(int64_t sequence) {
  ASSIGN_OR_RETURN(const std::shared_ptr<NatsSession> session, client_.Connected());
  natsMsg* raw = nullptr;
  jsErrCode code = static_cast<jsErrCode>(0);
  const natsStatus status = js_GetMsg(&raw, session->jetstream.get(), stream_.c_str(),
                                      static_cast<uint64_t>(sequence), nullptr, &code);
  const NatsHandle<natsMsg> message(raw);
  if (status == NATS_OK) return Decode(*message, sequence, natsMsg_GetSubject(raw));
  if (code != JSNoMessageFoundErr)
    return NatsUnavailable(absl::StrCat("message ", sequence, " cannot be read"), status);
  // A new leader may not have applied all of it yet.
  ASSIGN_OR_RETURN(const NatsStreamEnd end, ReadStreamEnd(client_, stream_));
  if (end.last_sequence < sequence)
    return NatsUnavailable(absl::StrCat("the stream's leader has not got message ", sequence, " yet"));
  return DamagedMessage(stream_, sequence, "it is missing");
}

absl::StatusOr<std::optional<int64_t>> NatsReader::Find(const std::string& record_id) {
  ASSIGN_OR_RETURN(const std::shared_ptr<NatsSession> session, client_.Connected());
  natsMsg* raw = nullptr;
  jsErrCode code = static_cast<jsErrCode>(0);
  const natsStatus status = js_GetLastMsg(&raw, session->jetstream.get(), stream_.c_str(),
                                          RecordSubject(stream_, record_id).c_str(), nullptr, &code);
  const NatsHandle<natsMsg> message(raw);
  if (code == JSNoMessageFoundErr) return std::nullopt;
  if (status != NATS_OK) return NatsUnavailable("a record cannot be looked up", status);
  return static_cast<int64_t>(natsMsg_GetSequence(raw));
}

absl::StatusOr<SequencedRecord> NatsReader::Decode(natsMsg& message, int64_t sequence,
                                                   const std::string& subject) const {
  SequencedRecord decoded{.sequence = sequence, .record = {}};
  ASSIGN_OR_RETURN(decoded.record, DecodeNatsRecord(stream_, sequence, subject,
                                                    HeaderOf(message, kChecksumHeader), PayloadOf(message)));
  return decoded;
}

}  // namespace tearsheet
