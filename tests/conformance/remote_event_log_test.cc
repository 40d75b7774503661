// The suite on a log that is read over gRPC from a server in this process.
#include "event_log/remote_event_log.h"

#include "event_log/memory_event_log.h"
#include "event_log/open_event_log.h"
#include "tests/conformance/event_log_suite.h"
#include "tests/support/ingest_server_fixture.h"
#include "tests/support/status_matchers.h"

namespace tearsheet::testing {
namespace {

class Remote : public LogUnderTest {
 public:
  EventLog& log() override { return log_; }
  EventLogReader& reader() override { return *reader_; }

 private:
  MemoryEventLog log_;
  RunningIngestServer server_{log_};
  std::unique_ptr<EventLogReader> reader_ = *OpenEventLogReader("grpc://" + server_.address());
};

INSTANTIATE_TEST_SUITE_P(Remote, EventLogSuite,
                         ::testing::Values(LogFactory{"Remote", [] { return std::make_unique<Remote>(); }}),
                         [](const auto& info) { return info.param.name; });

}  // namespace
}  // namespace tearsheet::testing
