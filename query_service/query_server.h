// The query service put together: store, follower, pools, service and port.
#pragma once

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/clock.h"
#include "common/ontology.h"
#include "common/server.h"
#include "event_log/event_log.h"
#include "query_service/follower.h"
#include "query_service/state/state_store.h"
#include "query_service/watch/watch_hub.h"

namespace tearsheet {

struct QueryServerOptions {
  ServerOptions server;
  // "host:port" of the metrics page; empty for none.
  std::string metrics_address;
  // Threads that answer reads.
  int workers = 4;
  // Calls at a time, those that wait for a sequence among them.
  int max_calls = 10'000;
  FollowerOptions follower;
  WatchHubOptions watch;
};

// Thread-safe.
class QueryServer {
 public:
  // Opens the port and begins to follow `log`. Ready once the state has caught up. Borrows all but `options`.
  static absl::StatusOr<std::unique_ptr<QueryServer>> Start(const QueryServerOptions& options,
                                                            StateStore& store, EventLogReader& log,
                                                            const Ontology& ontology, Clock& clock);
  // Shutdown must have returned.
  ~QueryServer();

  int port() const;
  FollowState follow_state() const;
  WatchFigures watch_figures() const;

  // Not ready, asks streams and waiting calls to end, lets what is in flight end within `drain_time`, then
  // cancels it. Stops following. Call once.
  void Shutdown(absl::Duration drain_time);

 private:
  struct Parts;
  explicit QueryServer(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

}  // namespace tearsheet
