#include "event_log/log_metrics.h"

#include <string>
#include <vector>

#include "event_log/nats_event_log.h"
#include "prometheus/client_metric.h"
#include "prometheus/metric_family.h"

namespace tearsheet {
namespace {

prometheus::MetricFamily Family(const std::string& name, const std::string& help, prometheus::MetricType type,
                                int64_t value) {
  prometheus::ClientMetric metric;
  metric.counter.value = static_cast<double>(value);
  metric.gauge.value = static_cast<double>(value);
  return {.name = name, .help = help, .type = type, .metric = {metric}};
}

class NatsMetrics : public prometheus::Collectable {
 public:
  explicit NatsMetrics(NatsEventLog& log) : log_(log) {}

  std::vector<prometheus::MetricFamily> Collect() const override {
    using prometheus::MetricType;
    return {Family("tearsheet_log_reconnects_total", "Connections to NATS that were lost and made again",
                   MetricType::Counter, log_.reconnects()),
            Family("tearsheet_log_retries_total", "Records that were sent to NATS again", MetricType::Counter,
                   log_.retries()),
            Family("tearsheet_log_pending_records", "Records on their way to NATS", MetricType::Gauge,
                   log_.pending())};
  }

 private:
  NatsEventLog& log_;
};

}  // namespace

std::shared_ptr<prometheus::Collectable> LogMetrics(EventLogReader& log) {
  auto* nats = dynamic_cast<NatsEventLog*>(&log);
  if (nats == nullptr) return nullptr;
  return std::make_shared<NatsMetrics>(*nats);
}

}  // namespace tearsheet
