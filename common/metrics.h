// The figures that a service shows to Prometheus.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "prometheus/collectable.h"
#include "prometheus/counter.h"
#include "prometheus/exposer.h"
#include "prometheus/gauge.h"
#include "prometheus/histogram.h"
#include "prometheus/labels.h"
#include "prometheus/registry.h"

namespace tearsheet {

// Thread-safe. The counters and gauges that it hands out live as long as it does.
class Metrics {
 public:
  Metrics();
  // Ends the metrics page.
  ~Metrics();

  // Counts one finished call: tearsheet_rpc_calls_total{method,code} and tearsheet_rpc_seconds{method}.
  void RecordCall(const std::string& method, absl::StatusCode code, absl::Duration latency);

  // A counter, gauge or histogram; `help` is one sentence with the unit. Call at start and keep the
  // reference. Counters of one name and different labels belong together.
  prometheus::Counter& Counter(const std::string& name, const std::string& help,
                               const prometheus::Labels& labels = {});
  prometheus::Gauge& Gauge(const std::string& name, const std::string& help);
  prometheus::Histogram& Histogram(const std::string& name, const std::string& help,
                                   const prometheus::Histogram::BucketBoundaries& bounds);

  // Shows the figures of `more` too; null adds none. Call before Expose.
  void Include(std::shared_ptr<prometheus::Collectable> more);

  // Serves /metrics on `address` ("127.0.0.1:9464"; port 0 takes a free one) and returns the port.
  absl::StatusOr<int> Expose(const std::string& address);

 private:
  // The series of a method and code; the same ones for the same call.
  struct CallSeries {
    prometheus::Counter* count;
    prometheus::Histogram* seconds;
  };
  CallSeries SeriesOf(const std::string& method, absl::StatusCode code) ABSL_LOCKS_EXCLUDED(calls_mutex_);

  std::shared_ptr<prometheus::Registry> registry_;
  std::vector<std::shared_ptr<prometheus::Collectable>> included_;
  prometheus::Family<prometheus::Counter>& calls_;
  prometheus::Family<prometheus::Histogram>& latencies_;
  absl::Mutex calls_mutex_;
  // Finding them in a family takes longer than counting.
  absl::flat_hash_map<std::pair<std::string, int>, CallSeries> call_series_ ABSL_GUARDED_BY(calls_mutex_);
  // Of the metrics page.
  std::string address_;
  std::unique_ptr<prometheus::Exposer> exposer_;
};

}  // namespace tearsheet
