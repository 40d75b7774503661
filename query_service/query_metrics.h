// What the query service counts besides its calls.
#pragma once

#include "common/metrics.h"
#include "query_service/follower.h"
#include "query_service/state/state_store.h"
#include "query_service/watch/watch_hub.h"

namespace tearsheet {

// Thread-safe.
class QueryMetrics {
 public:
  // Borrows `metrics`.
  explicit QueryMetrics(Metrics& metrics);

  void SetFollow(const FollowState& state);
  void SetCounts(const StateCounts& counts);
  void SetWatch(const WatchFigures& figures);
  void SetStore(const StoreFigures& figures);
  void Changed(int64_t changes) { changes_.Increment(static_cast<double>(changes)); }

 private:
  prometheus::Gauge& applied_;
  prometheus::Gauge& log_last_;
  prometheus::Gauge& lag_;
  prometheus::Gauge& caught_up_;
  prometheus::Gauge& applies_;
  prometheus::Gauge& articles_;
  prometheus::Gauge& events_;
  prometheus::Gauge& deals_;
  prometheus::Gauge& set_aside_;
  prometheus::Gauge& watchers_;
  prometheus::Gauge& too_slow_;
  prometheus::Gauge& store_connections_;
  prometheus::Gauge& store_in_use_;
  prometheus::Gauge& store_waits_;
  prometheus::Gauge& store_opened_;
  prometheus::Counter& changes_;
};

}  // namespace tearsheet
