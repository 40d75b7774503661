// Many requests at once and their replies: what publishing and reading in bulk are made of.
//
// The client library has requests one by one, and asynchronous publishing that keeps what was never answered
// as pending for ever (docs/adr/0016-nats-log.md). Here a request that gets no reply is simply not answered.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "event_log/nats_handles.h"
#include "event_log/nats_record.h"

namespace tearsheet {

// One subscription for the replies. Not thread-safe.
class NatsRequests {
 public:
  // Borrows `connection`. UNAVAILABLE when it is closed.
  static absl::StatusOr<std::unique_ptr<NatsRequests>> Create(natsConnection* connection);

  // Sends all and returns one reply per request, in order; null where none came. Waits at most `patience`
  // since the last reply, and not at all once the connection is lost.
  std::vector<NatsHandle<natsMsg>> Send(const std::vector<NatsMessage>& requests, absl::Duration patience);

 private:
  NatsRequests(natsConnection* connection, std::string inbox, NatsHandle<natsSubscription> subscription)
      : connection_(connection), inbox_(std::move(inbox)), subscription_(std::move(subscription)) {}

  // Returns how many could be handed to the connection.
  size_t Publish(const std::vector<NatsMessage>& requests, const std::string& reply_prefix);
  bool Connected() const { return natsConnection_Status(connection_) == NATS_CONN_STATUS_CONNECTED; }

  natsConnection* const connection_;
  const std::string inbox_;
  const NatsHandle<natsSubscription> subscription_;
  // Part of the reply subjects, so that a late reply to an earlier Send is not taken for one to this.
  int64_t round_ = 0;
};

// A message for libnats; null when it cannot be made.
NatsHandle<natsMsg> MakeMessage(const NatsMessage& message, const std::string& reply);

// Times that the connection was lost and made again.
uint64_t ReconnectsOf(natsConnection* connection);

// The value of a header; empty when it is missing.
std::string HeaderOf(natsMsg& message, const char* name);

// The bytes of a message.
std::string_view PayloadOf(const natsMsg& message);

}  // namespace tearsheet
