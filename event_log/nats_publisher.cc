#include "event_log/nats_publisher.h"

#include <algorithm>
#include <utility>

#include "absl/cleanup/cleanup.h"
#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "common/clock.h"
#include "common/error.h"
#include "common/status_macros.h"
#include "event_log/nats_errors.h"
#include "event_log/nats_stored.h"
#include "nlohmann/json.hpp"

namespace tearsheet {
namespace {

// Of newer servers: another message of the subject is under way.
constexpr int kSubjectBusy = 10164;

bool IsFull(int code) {
  return code == JSAccountResourcesExceededErr || code == JSInsufficientResourcesErr ||
         code == JSMemoryResourcesExceededErr || code == JSStorageResourcesExceededErr ||
         code == JSStreamStoreFailedErr;
}

absl::Status TooLarge(const std::string& subject, size_t bytes, int64_t limit) {
  return ErrorBuilder(absl::StatusCode::kInvalidArgument, "RECORD_TOO_LARGE",
                      absl::StrCat("the record ", subject, " has ", bytes,
                                   " bytes, and the NATS servers take messages of ", limit,
                                   " with their headers; raise max_payload in their configuration"))
      .Metadata("limit_bytes", absl::StrCat(limit))
      .Build();
}

absl::Status NotStored(size_t missing, size_t all) {
  return NatsUnavailable(
      absl::StrCat(missing, " of ", all,
                   " records could not be stored, the stream has no leader or no quorum; "
                   "send them again, those that are in the log are answered as duplicates"));
}

size_t HeaderBytes(const NatsMessage& message) {
  size_t bytes = sizeof("NATS/1.0\r\n\r\n");
  for (const auto& [name, value] : message.headers) bytes += name.size() + value.size() + 4;
  return bytes;
}

}  // namespace

absl::StatusOr<std::vector<Appended>> NatsPublisher::Append(const std::vector<log::v1::LogRecord>& records) {
  Batch batch;
  // Per record its place in the batch: an id goes there once.
  std::vector<size_t> places;
  absl::flat_hash_map<std::string, size_t> known;
  for (const log::v1::LogRecord& record : records) {
    const auto [place, added] = known.try_emplace(record.record_id(), batch.size());
    if (added) batch.push_back({.message = EncodeNatsRecord(stream_, record)});
    places.push_back(place->second);
  }

  const auto size = static_cast<int64_t>(batch.size());
  pending_ += size;
  const absl::Cleanup settle = [this, size] { pending_ -= size; };
  const absl::Time deadline = Clock::Real().TimeNow() + options_.append_patience;
  while (true) {
    RETURN_IF_ERROR(Publish(batch));
    LookUp(batch);
    const auto missing = static_cast<size_t>(
        std::count_if(batch.begin(), batch.end(), [](const Outgoing& outgoing) { return !outgoing.done; }));
    if (missing == 0) break;
    if (interrupting_ || Clock::Real().TimeNow() > deadline) return NotStored(missing, batch.size());
    retries_ += static_cast<int64_t>(missing);
    // Publishing comes back some seconds after a leader was lost; tries without a pause only add to the load.
    interrupted_.WaitForNotificationWithTimeout(options_.retry_pause);
  }

  std::vector<Appended> results;
  results.reserve(places.size());
  std::vector<bool> seen(batch.size());
  for (const size_t place : places) {
    results.push_back(batch[place].result);
    if (seen[place]) results.back().duplicate = true;
    seen[place] = true;
  }
  return results;
}

void NatsPublisher::Interrupt() {
  if (!interrupting_.exchange(true)) interrupted_.Notify();
}

absl::Status NatsPublisher::Publish(Batch& batch) {
  const absl::StatusOr<std::shared_ptr<NatsSession>> session = client_.Connected();
  if (!session.ok()) return absl::OkStatus();
  const int64_t limit = natsConnection_GetMaxPayload((*session)->connection.get());
  std::vector<NatsMessage> messages;
  std::vector<Outgoing*> sent;
  for (Outgoing& outgoing : batch) {
    if (outgoing.done || outgoing.exists) continue;
    const size_t bytes = outgoing.message.payload.size() + HeaderBytes(outgoing.message);
    if (static_cast<int64_t>(bytes) > limit) return TooLarge(outgoing.message.subject, bytes, limit);
    messages.push_back(outgoing.message);
    sent.push_back(&outgoing);
  }
  const absl::StatusOr<std::vector<NatsHandle<natsMsg>>> answers = client_.Request(messages);
  if (!answers.ok()) return absl::OkStatus();
  absl::Status status;
  for (size_t i = 0; i < sent.size(); ++i) {
    if ((*answers)[i] == nullptr) {
      sent[i]->unanswered = true;
    } else {
      status.Update(Note(*(*answers)[i], *sent[i]));
    }
  }
  return status;
}

absl::Status NatsPublisher::Note(natsMsg& answer, Outgoing& outgoing) {
  const auto json = nlohmann::json::parse(PayloadOf(answer), nullptr, /*allow_exceptions=*/false);
  if (!json.is_object()) return absl::OkStatus();
  if (const auto error = json.find("error"); error != json.end() && error->is_object()) {
    const int code = error->value("err_code", 0);
    if (code == JSStreamWrongLastSequenceErr || code == kSubjectBusy) outgoing.exists = true;
    if (IsFull(code)) return NatsFull(error->value("description", ""));
    if (code == JSStreamMessageExceedsMaximumErr)
      return TooLarge(outgoing.message.subject, outgoing.message.payload.size(), 0);
    return absl::OkStatus();
  }
  outgoing.result = {.sequence = json.value("seq", int64_t{0}), .duplicate = json.value("duplicate", false)};
  outgoing.done = outgoing.result.sequence > 0;
  return absl::OkStatus();
}

void NatsPublisher::LookUp(Batch& batch) {
  std::vector<NatsMessage> questions;
  std::vector<Outgoing*> asked;
  for (Outgoing& outgoing : batch) {
    if (outgoing.done || !(outgoing.exists || outgoing.unanswered)) continue;
    questions.push_back(AskLeader(stream_, outgoing.message.subject));
    asked.push_back(&outgoing);
  }
  if (questions.empty()) return;
  const auto answers = client_.Request(questions);
  if (!answers.ok()) return;
  for (size_t i = 0; i < asked.size(); ++i) {
    Outgoing& outgoing = *asked[i];
    // Nothing yet, or no leader: publishing tells.
    outgoing.exists = false;
    const absl::StatusOr<NatsStored> stored = FromLeader((*answers)[i].get());
    if (!stored.ok()) continue;
    // Bytes that are ours were stored by an earlier try of this call.
    const bool ours = outgoing.unanswered && stored->payload == outgoing.message.payload;
    outgoing.result = {.sequence = stored->sequence, .duplicate = !ours};
    outgoing.done = true;
  }
}

}  // namespace tearsheet
