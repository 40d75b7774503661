#include "common/metrics.h"

#include <exception>

#include "absl/strings/str_cat.h"

namespace tearsheet {
namespace {

// Seconds; from a read of prepared bytes to a call that waits for a sync.
const prometheus::Histogram::BucketBoundaries kLatencyBounds = {
    0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5};

}  // namespace

Metrics::Metrics()
    : registry_(std::make_shared<prometheus::Registry>()),
      calls_(prometheus::BuildCounter()
                 .Name("tearsheet_rpc_calls_total")
                 .Help("Finished calls by method and status code")
                 .Register(*registry_)),
      latencies_(prometheus::BuildHistogram()
                     .Name("tearsheet_rpc_seconds")
                     .Help("Time from the arrival of a call to its answer, in seconds")
                     .Register(*registry_)) {}

void Metrics::RecordCall(const std::string& method, absl::StatusCode code, absl::Duration latency) {
  calls_.Add({{"method", method}, {"code", absl::StatusCodeToString(code)}}).Increment();
  latencies_.Add({{"method", method}}, kLatencyBounds).Observe(absl::ToDoubleSeconds(latency));
}

prometheus::Counter& Metrics::Counter(const std::string& name, const std::string& help,
                                      const prometheus::Labels& labels) {
  return prometheus::BuildCounter().Name(name).Help(help).Register(*registry_).Add(labels);
}

prometheus::Gauge& Metrics::Gauge(const std::string& name, const std::string& help) {
  return prometheus::BuildGauge().Name(name).Help(help).Register(*registry_).Add({});
}

prometheus::Histogram& Metrics::Histogram(const std::string& name, const std::string& help,
                                          const prometheus::Histogram::BucketBoundaries& bounds) {
  return prometheus::BuildHistogram().Name(name).Help(help).Register(*registry_).Add({}, bounds);
}

absl::StatusOr<int> Metrics::Expose(const std::string& address) {
  try {
    exposer_ = std::make_unique<prometheus::Exposer>(address, /*num_threads=*/1);
  } catch (const std::exception& error) {
    return absl::UnavailableError(
        absl::StrCat("cannot serve metrics on '", address, "': ", error.what(), "; choose another address"));
  }
  exposer_->RegisterCollectable(registry_);
  return exposer_->GetListeningPorts().front();
}

}  // namespace tearsheet
