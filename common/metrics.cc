#include "common/metrics.h"

#include <netdb.h>
#include <sys/socket.h>
#include <unistd.h>

#include <exception>
#include <thread>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "absl/synchronization/notification.h"

namespace tearsheet {
namespace {

// Seconds; from a read of prepared bytes to a call that waits for a sync.
const prometheus::Histogram::BucketBoundaries kLatencyBounds = {
    0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5};

// Opens a connection to the server at `address` and closes it. Whether it works does not matter.
void Knock(const std::string& address, int port) {
  absl::string_view host = absl::string_view(address).substr(0, address.rfind(':'));
  absl::ConsumePrefix(&host, "[");
  absl::ConsumeSuffix(&host, "]");
  addrinfo hints = {};
  hints.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV;
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  if (getaddrinfo(std::string(host).c_str(), absl::StrCat(port).c_str(), &hints, &found) != 0) return;
  const int connection = socket(found->ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (connection >= 0) {
    // The attempt is what wakes the listener, whatever becomes of it.
    static_cast<void>(connect(connection, found->ai_addr, found->ai_addrlen));
    close(connection);
  }
  freeaddrinfo(found);
}

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

Metrics::~Metrics() {
  if (exposer_ == nullptr) return;
  // The HTTP server notices that it is to end with the next connection, or after two seconds.
  const int port = exposer_->GetListeningPorts().front();
  absl::Notification ended;
  std::thread ending([&] {
    exposer_.reset();
    ended.Notify();
  });
  while (!ended.WaitForNotificationWithTimeout(absl::Milliseconds(10))) Knock(address_, port);
  ending.join();
}

void Metrics::RecordCall(const std::string& method, absl::StatusCode code, absl::Duration latency) {
  const CallSeries series = SeriesOf(method, code);
  series.count->Increment();
  series.seconds->Observe(absl::ToDoubleSeconds(latency));
}

Metrics::CallSeries Metrics::SeriesOf(const std::string& method, absl::StatusCode code) {
  const std::pair<std::string, int> key(method, static_cast<int>(code));
  {
    absl::ReaderMutexLock lock(&calls_mutex_);
    if (const auto found = call_series_.find(key); found != call_series_.end()) return found->second;
  }
  const CallSeries series{
      .count = &calls_.Add({{"method", method}, {"code", absl::StatusCodeToString(code)}}),
      .seconds = &latencies_.Add({{"method", method}}, kLatencyBounds)};
  absl::MutexLock lock(&calls_mutex_);
  return call_series_.try_emplace(key, series).first->second;
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

void Metrics::Include(std::shared_ptr<prometheus::Collectable> more) {
  if (more != nullptr) included_.push_back(std::move(more));
}

absl::StatusOr<int> Metrics::Expose(const std::string& address) {
  try {
    exposer_ = std::make_unique<prometheus::Exposer>(address, /*num_threads=*/1);
  } catch (const std::exception& error) {
    return absl::UnavailableError(
        absl::StrCat("cannot serve metrics on '", address, "': ", error.what(), "; choose another address"));
  }
  exposer_->RegisterCollectable(registry_);
  address_ = address;
  for (const auto& more : included_) exposer_->RegisterCollectable(more);
  return exposer_->GetListeningPorts().front();
}

}  // namespace tearsheet
