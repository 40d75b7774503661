#include "event_log/nats_client.h"

#include <utility>

#include "common/log.h"
#include "common/status_macros.h"
#include "event_log/nats_errors.h"
#include "event_log/nats_settings.h"

namespace tearsheet {
namespace {

// Called by a thread of the library whenever a connection stands that could not be made at once or was lost.
void OnConnected(natsConnection* connection, void* closure) {
  char url[256] = {};
  natsConnection_GetConnectedUrl(connection, url, sizeof(url));
  Log(Severity::kInfo, "connected to NATS", {{"server", url}});
}

void OnDisconnected(natsConnection* connection, void* closure) {
  Log(Severity::kWarning, "the connection to NATS is lost", {});
}

}  // namespace

NatsSession::~NatsSession() {
  absl::MutexLock lock(&mutex);
  idle_requests.clear();
}

absl::StatusOr<std::unique_ptr<NatsClient>> NatsClient::Create(const NatsAddress& address,
                                                               const NatsOptions& options) {
  std::unique_ptr<NatsClient> client(new NatsClient(address, options));
  // Wrong files end the process at its start; anything else is tried again.
  RETURN_IF_ERROR(MakeNatsSettings(address, options).status());
  client->Connected().status().IgnoreError();
  return client;
}

absl::StatusOr<std::shared_ptr<NatsSession>> NatsClient::Connect() {
  ASSIGN_OR_RETURN(const NatsHandle<natsOptions> settings, MakeNatsSettings(address_, options_));
  natsOptions_SetRetryOnFailedConnect(settings.get(), true, OnConnected, nullptr);
  natsOptions_SetReconnectedCB(settings.get(), OnConnected, nullptr);
  natsOptions_SetDisconnectedCB(settings.get(), OnDisconnected, nullptr);
  auto session = std::make_shared<NatsSession>();
  natsConnection* connection = nullptr;
  const natsStatus status = natsConnection_Connect(&connection, settings.get());
  if (status != NATS_OK && status != NATS_NOT_YET_CONNECTED)
    return NatsUnavailable("the servers cannot be reached", status);
  session->connection.reset(connection);
  jsOptions js_options;
  jsOptions_Init(&js_options);
  js_options.Wait = absl::ToInt64Milliseconds(options_.request_patience);
  jsCtx* jetstream = nullptr;
  if (const natsStatus made = natsConnection_JetStream(&jetstream, connection, &js_options); made != NATS_OK)
    return NatsUnavailable("JetStream cannot be used", made);
  session->jetstream.reset(jetstream);
  return session;
}

int64_t NatsClient::reconnects() {
  absl::MutexLock lock(&mutex_);
  return past_reconnects_ +
         (session_ == nullptr ? 0 : static_cast<int64_t>(ReconnectsOf(session_->connection.get())));
}

absl::StatusOr<std::shared_ptr<NatsSession>> NatsClient::Connected() {
  absl::MutexLock lock(&mutex_);
  if (session_ == nullptr || natsConnection_IsClosed(session_->connection.get())) {
    if (session_ != nullptr)
      past_reconnects_ += static_cast<int64_t>(ReconnectsOf(session_->connection.get()));
    session_ = nullptr;
    ASSIGN_OR_RETURN(session_, Connect());
  }
  if (natsConnection_Status(session_->connection.get()) != NATS_CONN_STATUS_CONNECTED)
    return NatsUnavailable("no server can be reached now");
  return session_;
}

absl::StatusOr<std::vector<NatsHandle<natsMsg>>> NatsClient::Request(
    const std::vector<NatsMessage>& requests) {
  ASSIGN_OR_RETURN(const std::shared_ptr<NatsSession> session, Connected());
  std::unique_ptr<NatsRequests> sender;
  {
    absl::MutexLock lock(&session->mutex);
    if (!session->idle_requests.empty()) {
      sender = std::move(session->idle_requests.back());
      session->idle_requests.pop_back();
    }
  }
  if (sender == nullptr) {
    ASSIGN_OR_RETURN(sender, NatsRequests::Create(session->connection.get()));
  }
  std::vector<NatsHandle<natsMsg>> replies = sender->Send(requests, options_.request_patience);
  absl::MutexLock lock(&session->mutex);
  session->idle_requests.push_back(std::move(sender));
  return replies;
}

}  // namespace tearsheet
