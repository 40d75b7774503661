#include "ingest_service/log_watcher.h"

namespace tearsheet {

LogWatcher::LogWatcher(EventLogReader& log, StreamSet<LogStream>& streams, IngestMetrics& metrics,
                       Clock& clock, absl::Duration heartbeat)
    : log_(log), streams_(streams), metrics_(metrics), clock_(clock), heartbeat_(heartbeat), thread_([this] {
        Run();
      }) {}

LogWatcher::~LogWatcher() {
  stopping_.Notify();
  log_.Interrupt();
  thread_.join();
}

void LogWatcher::Run() {
  int64_t known = 0;
  while (true) {
    const absl::StatusOr<int64_t> last = log_.WaitFor(known + 1, clock_.TimeNow() + heartbeat_);
    // A log that cannot be waited for is met by each stream's own read, with its own error.
    if (!last.ok()) stopping_.WaitForNotificationWithTimeout(heartbeat_);
    if (stopping_.HasBeenNotified()) return;
    known = last.value_or(known);
    metrics_.SetLastSequence(known);
    streams_.ForEach([known](LogStream& stream) { stream.Wake(known); });
  }
}

}  // namespace tearsheet
