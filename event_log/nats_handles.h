// Owners for the objects of the NATS client, which is C.
#pragma once

#include <nats/nats.h>

#include <memory>

namespace tearsheet {

struct NatsDeleter {
  void operator()(natsConnection* connection) const { natsConnection_Destroy(connection); }
  void operator()(natsInbox* inbox) const { natsInbox_Destroy(inbox); }
  void operator()(natsMsg* message) const { natsMsg_Destroy(message); }
  void operator()(natsOptions* options) const { natsOptions_Destroy(options); }
  void operator()(natsSubscription* subscription) const { natsSubscription_Destroy(subscription); }
  void operator()(jsCtx* jetstream) const { jsCtx_Destroy(jetstream); }
  void operator()(jsStreamInfo* info) const { jsStreamInfo_Destroy(info); }
};

template <typename T>
using NatsHandle = std::unique_ptr<T, NatsDeleter>;

}  // namespace tearsheet
