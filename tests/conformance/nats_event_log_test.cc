// The suite on a log on NATS JetStream: one server, and a cluster of three.
#include "event_log/nats_event_log.h"

#include <atomic>

#include "absl/strings/str_cat.h"
#include "tests/conformance/event_log_suite.h"
#include "tests/support/nats_servers.h"

namespace tearsheet::testing {
namespace {

// Every test gets a stream of its own on servers that all tests share.
template <int kServers>
class Nats : public LogUnderTest {
 public:
  EventLog& log() override { return *log_; }
  EventLogReader& reader() override { return *reader_; }

 private:
  static NatsAddress NewAddress() {
    static NatsServers servers({.count = kServers});
    static std::atomic<int> streams = 0;
    return servers.Address(absl::StrCat("log", ++streams));
  }

  const NatsAddress address_ = NewAddress();
  std::unique_ptr<NatsEventLog> log_ = *NatsEventLog::Open(address_, {.replicas = kServers});
  // As another process has it.
  std::unique_ptr<NatsEventLog> reader_ = *NatsEventLog::OpenReader(address_, {});
};

template <typename Log>
LogFactory Factory(const char* name) {
  return {.name = name, .make = []() -> std::unique_ptr<LogUnderTest> {
            if (!NatsServers::Installed()) return nullptr;
            return std::make_unique<Log>();
          }};
}

INSTANTIATE_TEST_SUITE_P(Nats, EventLogSuite,
                         ::testing::Values(Factory<Nats<1>>("OneServer"), Factory<Nats<3>>("ThreeServers")),
                         [](const auto& info) { return info.param.name; });

}  // namespace
}  // namespace tearsheet::testing
