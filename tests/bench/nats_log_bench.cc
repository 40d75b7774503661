// How many records of 4 kB per second a log on NATS takes and gives, on one server and on three.
//
// usage: nats_log_bench [RECORDS]
#include <cstdio>
#include <cstdlib>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/blocking_counter.h"
#include "common/clock.h"
#include "event_log/appender.h"
#include "event_log/nats_event_log.h"
#include "tests/support/nats_servers.h"
#include "tests/support/records.h"

namespace tearsheet {
namespace {

constexpr size_t kRecordBytes = 4000;

double PerSecond(int count, absl::Time start) {
  return count / absl::ToDoubleSeconds(Clock::Real().TimeNow() - start);
}

// As many callers do at once.
double AppendTogether(NatsEventLog& log, int count) {
  absl::BlockingCounter left(count);
  Appender appender(log, {});
  const absl::Time start = Clock::Real().TimeNow();
  for (int i = 0; i < count; ++i) {
    appender.Append(testing::MakeRecord(absl::StrCat("many", i), kRecordBytes),
                    [&left](const absl::StatusOr<Appended>& appended) {
                      if (!appended.ok()) std::exit(1);
                      left.DecrementCount();
                    });
  }
  left.Wait();
  return PerSecond(count, start);
}

double AppendOneByOne(NatsEventLog& log, int count) {
  const absl::Time start = Clock::Real().TimeNow();
  for (int i = 0; i < count; ++i)
    if (!log.Append({testing::MakeRecord(absl::StrCat("single", i), kRecordBytes)}).ok()) std::exit(1);
  return PerSecond(count, start);
}

double ReadAll(NatsEventLog& log, int count) {
  const absl::Time start = Clock::Real().TimeNow();
  for (int64_t next = 1; next <= count;) {
    const auto records = log.Read(next, 1000, 16 << 20);
    if (records.ok()) next += std::ssize(*records);
  }
  return PerSecond(count, start);
}

void Measure(int servers_count, int count) {
  testing::NatsServers servers({.count = servers_count});
  const auto log = *NatsEventLog::Open(servers.Address("bench"), {.replicas = servers_count});
  const double together = AppendTogether(*log, count);
  const double single = AppendOneByOne(*log, count / 20);
  const double read = ReadAll(*log, count);
  std::printf("%d server(s): %.0f/s appended together, %.0f/s one by one, %.0f/s read\n", servers_count,
              together, single, read);
}

}  // namespace
}  // namespace tearsheet

int main(int argc, char** argv) {
  const int count = argc > 1 ? std::atoi(argv[1]) : 20000;
  for (const int servers : {1, 3}) tearsheet::Measure(servers, count);
  return 0;
}
