// The suite on the logs that need no gRPC.
#include "event_log/memory_event_log.h"
#include "event_log/sqlite_event_log.h"
#include "tests/conformance/event_log_suite.h"
#include "tests/support/temp_folder.h"

namespace tearsheet::testing {
namespace {

class Memory : public LogUnderTest {
 public:
  EventLog& log() override { return log_; }
  EventLogReader& reader() override { return log_; }

 private:
  MemoryEventLog log_;
};

class Sqlite : public LogUnderTest {
 public:
  EventLog& log() override { return *log_; }
  EventLogReader& reader() override { return *log_; }

 private:
  TempFolder folder_;
  std::unique_ptr<SqliteEventLog> log_ = *SqliteEventLog::Open(folder_.File("log.db"));
};

template <typename Log>
LogFactory Factory(const char* name) {
  return {.name = name, .make = [] { return std::make_unique<Log>(); }};
}

INSTANTIATE_TEST_SUITE_P(Embedded, EventLogSuite,
                         ::testing::Values(Factory<Memory>("Memory"), Factory<Sqlite>("Sqlite")),
                         [](const auto& info) { return info.param.name; });

}  // namespace
}  // namespace tearsheet::testing
