// The flags of tearsheet-query as one value.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/security/credentials.h"
#include "event_log/nats_options.h"
#include "query_service/query_server.h"
#include "query_service/state/open_state_store.h"

namespace tearsheet {

struct QueryConfig {
  std::string event_log;
  ChannelSecurity log_security;
  NatsOptions nats;
  // "sqlite:PATH" or "postgresql://...".
  std::string store;
  StateStoreOptions store_options;
  PostgresOptions postgres;
  // Empty, or where to write the state instead of serving; "-" is standard output.
  std::string export_state;
  // Empty: the built-in one.
  std::string ontology;
  QueryServerOptions server;
  absl::Duration drain_time;
};

// Reads the flags after ParseFlags. INVALID_ARGUMENT names the flag and what it may be.
absl::StatusOr<QueryConfig> QueryConfigFromFlags();

}  // namespace tearsheet
