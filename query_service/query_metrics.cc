#include "query_service/query_metrics.h"

#include <algorithm>

namespace tearsheet {

QueryMetrics::QueryMetrics(Metrics& metrics)
    : applied_(
          metrics.Gauge("tearsheet_query_applied_sequence", "Last sequence of the log that the state holds")),
      log_last_(
          metrics.Gauge("tearsheet_query_log_last_sequence", "Last sequence of the log, as last heard")),
      lag_(metrics.Gauge("tearsheet_query_lag_records",
                         "Records of the log that the state does not hold yet")),
      caught_up_(metrics.Gauge("tearsheet_query_caught_up", "1 when the state follows the end of the log")),
      applies_(metrics.Gauge("tearsheet_query_applies",
                             "1 when this replica applies the log, 0 when it follows the one that does")),
      articles_(metrics.Gauge("tearsheet_query_articles", "Article revisions in the state")),
      events_(metrics.Gauge("tearsheet_query_events", "Events with influence")),
      deals_(metrics.Gauge("tearsheet_query_deals", "Deals")),
      set_aside_(metrics.Gauge("tearsheet_query_set_aside_records", "Records that could not be applied")),
      watchers_(metrics.Gauge("tearsheet_query_watchers", "WatchDeals streams")),
      too_slow_(metrics.Gauge("tearsheet_query_slow_watchers",
                              "WatchDeals streams that ended because their callers read too slowly")),
      store_connections_(metrics.Gauge("tearsheet_query_store_connections",
                                       "Open connections for reads of a store that is a server")),
      store_in_use_(metrics.Gauge("tearsheet_query_store_connections_in_use", "Those that a read holds")),
      store_waits_(metrics.Gauge("tearsheet_query_store_connection_waits",
                                 "Reads that had to wait for a connection, since the start")),
      store_opened_(metrics.Gauge("tearsheet_query_store_connections_opened",
                                  "Connections for reads that were opened, since the start")),
      changes_(metrics.Counter("tearsheet_query_deal_changes_total", "Changes of deals")) {}

void QueryMetrics::SetFollow(const FollowState& state) {
  applied_.Set(static_cast<double>(state.applied));
  log_last_.Set(static_cast<double>(state.log_last));
  lag_.Set(static_cast<double>(std::max<int64_t>(0, state.log_last - state.applied)));
  caught_up_.Set(state.caught_up ? 1 : 0);
  applies_.Set(state.applies ? 1 : 0);
}

void QueryMetrics::SetStore(const StoreFigures& figures) {
  store_connections_.Set(figures.connections);
  store_in_use_.Set(figures.in_use);
  store_waits_.Set(static_cast<double>(figures.waits));
  store_opened_.Set(static_cast<double>(figures.opened));
}

void QueryMetrics::SetWatch(const WatchFigures& figures) {
  watchers_.Set(figures.watchers);
  too_slow_.Set(static_cast<double>(figures.too_slow));
}

void QueryMetrics::SetCounts(const StateCounts& counts) {
  articles_.Set(static_cast<double>(counts.articles));
  events_.Set(static_cast<double>(counts.events));
  deals_.Set(static_cast<double>(counts.deals));
  set_aside_.Set(static_cast<double>(counts.set_aside));
}

}  // namespace tearsheet
