#include "event_log/nats_requests.h"

#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "common/clock.h"
#include "event_log/nats_errors.h"

namespace tearsheet {
namespace {

// How often a wait looks whether the connection still stands.
constexpr int64_t kSliceMillis = 100;

struct StatisticsDeleter {
  void operator()(natsStatistics* statistics) const { natsStatistics_Destroy(statistics); }
};

}  // namespace

absl::StatusOr<std::unique_ptr<NatsRequests>> NatsRequests::Create(natsConnection* connection) {
  natsInbox* inbox = nullptr;
  if (const natsStatus status = natsInbox_Create(&inbox); status != NATS_OK)
    return NatsUnavailable("an inbox for replies cannot be made", status);
  const NatsHandle<natsInbox> inbox_owner(inbox);
  natsSubscription* subscription = nullptr;
  const std::string replies = absl::StrCat(inbox, ".*.*");
  if (const natsStatus status = natsConnection_SubscribeSync(&subscription, connection, replies.c_str());
      status != NATS_OK)
    return NatsUnavailable("replies cannot be subscribed to", status);
  NatsHandle<natsSubscription> owner(subscription);
  // The senders bound what is under way.
  natsSubscription_SetPendingLimits(subscription, -1, -1);
  return std::unique_ptr<NatsRequests>(new NatsRequests(connection, inbox, std::move(owner)));
}

NatsHandle<natsMsg> MakeMessage(const NatsMessage& message, const std::string& reply) {
  natsMsg* made = nullptr;
  if (natsMsg_Create(&made, message.subject.c_str(), reply.empty() ? nullptr : reply.c_str(),
                     message.payload.data(), static_cast<int>(message.payload.size())) != NATS_OK)
    return nullptr;
  NatsHandle<natsMsg> owner(made);
  for (const auto& [name, value] : message.headers) {
    if (natsMsgHeader_Set(made, name.c_str(), value.c_str()) != NATS_OK) return nullptr;
  }
  return owner;
}

size_t NatsRequests::Publish(const std::vector<NatsMessage>& requests, const std::string& reply_prefix) {
  size_t published = 0;
  for (const NatsMessage& request : requests) {
    const NatsHandle<natsMsg> message = MakeMessage(request, absl::StrCat(reply_prefix, published));
    if (message == nullptr || natsConnection_PublishMsg(connection_, message.get()) != NATS_OK) break;
    ++published;
  }
  return published;
}

std::vector<NatsHandle<natsMsg>> NatsRequests::Send(const std::vector<NatsMessage>& requests,
                                                    absl::Duration patience) {
  std::vector<NatsHandle<natsMsg>> replies(requests.size());
  if (requests.empty() || !Connected()) return replies;
  const uint64_t reconnects = ReconnectsOf(connection_);
  const std::string prefix = absl::StrCat(inbox_, ".", ++round_, ".");
  size_t awaited = Publish(requests, prefix);
  // Sends the last bytes now; the library would gather for a millisecond.
  if (natsConnection_FlushTimeout(connection_, absl::ToInt64Milliseconds(patience)) != NATS_OK)
    return replies;

  absl::Time last_reply = Clock::Real().TimeNow();
  while (awaited > 0) {
    natsMsg* raw = nullptr;
    const natsStatus status = natsSubscription_NextMsg(&raw, subscription_.get(), kSliceMillis);
    NatsHandle<natsMsg> reply(raw);
    if (status == NATS_TIMEOUT) {
      // Replies of a connection that was lost do not come by the next one.
      if (!Connected() || ReconnectsOf(connection_) != reconnects) break;
      if (Clock::Real().TimeNow() - last_reply > patience) break;
      continue;
    }
    if (status == NATS_NO_RESPONDERS) {
      // Nobody takes one of the requests, and the library does not tell which.
      --awaited;
      continue;
    }
    if (status != NATS_OK) break;
    const std::string_view subject = natsMsg_GetSubject(reply.get());
    uint64_t index = 0;
    if (!subject.starts_with(prefix) ||
        !absl::SimpleAtoi(absl::string_view(subject.data() + prefix.size(), subject.size() - prefix.size()),
                          &index) ||
        index >= replies.size() || replies[index] != nullptr)
      continue;
    replies[index] = std::move(reply);
    --awaited;
    last_reply = Clock::Real().TimeNow();
  }
  return replies;
}

uint64_t ReconnectsOf(natsConnection* connection) {
  natsStatistics* raw = nullptr;
  if (natsStatistics_Create(&raw) != NATS_OK) return 0;
  const std::unique_ptr<natsStatistics, StatisticsDeleter> statistics(raw);
  uint64_t reconnects = 0;
  if (natsConnection_GetStats(connection, raw) == NATS_OK)
    natsStatistics_GetCounts(raw, nullptr, nullptr, nullptr, nullptr, &reconnects);
  return reconnects;
}

std::string HeaderOf(natsMsg& message, const char* name) {
  const char* value = nullptr;
  if (natsMsgHeader_Get(&message, name, &value) != NATS_OK || value == nullptr) return "";
  return value;
}

std::string_view PayloadOf(const natsMsg& message) {
  return {natsMsg_GetData(&message), static_cast<size_t>(natsMsg_GetDataLength(&message))};
}

}  // namespace tearsheet
