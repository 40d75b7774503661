#include "event_log/nats_reader.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/log.h"
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
    ASSIGN_OR_RETURN(std::vector<NatsStored> messages, AskAnyServer(next, window));
    if (messages.empty()) {
      ASSIGN_OR_RETURN(messages, AskTheLeader(next, window));
    }
    for (const NatsStored& message : messages) {
      bytes += std::ssize(message.payload);
      if (!found.empty() && bytes > max_bytes) return found;
      SequencedRecord record{.sequence = message.sequence, .record = {}};
      ASSIGN_OR_RETURN(record.record, DecodeNatsRecord(stream_, message.sequence, message.subject,
                                                       message.checksum, message.payload));
      found.push_back(std::move(record));
    }
  }
  return found;
}

absl::StatusOr<std::vector<NatsStored>> NatsReader::AskAnyServer(int64_t begin, int64_t count) {
  std::vector<NatsMessage> requests;
  for (int64_t i = 0; i < count; ++i) requests.push_back(AskAny(stream_, begin + i));
  requests.push_back(AskLeader(stream_, begin + count - 1));
  ASSIGN_OR_RETURN(const std::vector<NatsHandle<natsMsg>> replies, client_.Request(requests));

  std::vector<NatsStored> messages;
  for (int64_t i = 0; i < count; ++i) {
    absl::StatusOr<NatsStored> message = FromAny(replies[i].get());
    // This server is behind the leader, or gone.
    if (!message.ok() || message->sequence != begin + i) return std::vector<NatsStored>();
    messages.push_back(*std::move(message));
  }
  ASSIGN_OR_RETURN(const NatsStored last, FromLeader(replies.back().get()));
  if (AgreeWithLeader(messages, last)) return messages;
  Log(Severity::kWarning, "a server has other messages than the stream's leader; reading from the leader",
      {{"stream", stream_}, {"sequence", absl::StrCat(begin + count - 1)}});
  return std::vector<NatsStored>();
}

absl::StatusOr<std::vector<NatsStored>> NatsReader::AskTheLeader(int64_t begin, int64_t count) {
  std::vector<NatsMessage> requests;
  for (int64_t i = 0; i < count; ++i) requests.push_back(AskLeader(stream_, begin + i));
  ASSIGN_OR_RETURN(const std::vector<NatsHandle<natsMsg>> replies, client_.Request(requests));
  std::vector<NatsStored> messages;
  for (const NatsHandle<natsMsg>& reply : replies) {
    absl::StatusOr<NatsStored> message = FromLeader(reply.get());
    if (!message.ok() && !messages.empty()) break;
    if (absl::IsNotFound(message.status())) return Missing(begin);
    if (!message.ok()) return message.status();
    messages.push_back(*std::move(message));
  }
  return messages;
}

absl::Status NatsReader::Missing(int64_t sequence) {
  // A new leader may not have applied all of it yet.
  ASSIGN_OR_RETURN(const NatsStreamEnd end, ReadStreamEnd(client_, stream_));
  if (end.last_sequence < sequence)
    return NatsUnavailable(absl::StrCat("the stream's leader has not got message ", sequence, " yet"));
  return DamagedMessage(stream_, sequence, "it is missing");
}

absl::StatusOr<std::optional<int64_t>> NatsReader::Find(const std::string& record_id) {
  ASSIGN_OR_RETURN(const std::vector<NatsHandle<natsMsg>> replies,
                   client_.Request({AskLeader(stream_, RecordSubject(stream_, record_id))}));
  const absl::StatusOr<NatsStored> message = FromLeader(replies.front().get());
  if (absl::IsNotFound(message.status())) return std::nullopt;
  RETURN_IF_ERROR(message.status());
  return message->sequence;
}

}  // namespace tearsheet
