// Wakes the followers of the log: one thread waits for all of them.
#pragma once

#include <thread>

#include "absl/synchronization/notification.h"
#include "absl/time/time.h"
#include "common/clock.h"
#include "event_log/event_log.h"
#include "ingest_service/ingest_metrics.h"
#include "ingest_service/log_stream.h"
#include "ingest_service/stream_set.h"

namespace tearsheet {

class LogWatcher {
 public:
  // Starts the thread. Wakes each stream when the log grows, and every `heartbeat` while it does not, so that
  // a follower can tell a quiet log from a dead connection. Borrows everything.
  LogWatcher(EventLogReader& log, StreamSet<LogStream>& streams, IngestMetrics& metrics, Clock& clock,
             absl::Duration heartbeat);
  // Interrupts the log's waits, those of others too.
  ~LogWatcher();

 private:
  void Run();

  EventLogReader& log_;
  StreamSet<LogStream>& streams_;
  IngestMetrics& metrics_;
  Clock& clock_;
  const absl::Duration heartbeat_;
  absl::Notification stopping_;
  std::thread thread_;
};

}  // namespace tearsheet
