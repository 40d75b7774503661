// Tells the streams of the service that time passes: one thread for all of them.
#pragma once

#include <thread>

#include "absl/synchronization/notification.h"
#include "absl/time/time.h"
#include "ingest_service/ingest_stream.h"
#include "ingest_service/log_stream.h"
#include "ingest_service/stream_set.h"

namespace tearsheet {

class StreamTicker {
 public:
  // Starts the thread, which calls Tick of each stream every `interval`. Borrows the sets.
  StreamTicker(StreamSet<IngestStream>& ingest_streams, StreamSet<LogStream>& log_streams,
               absl::Duration interval);
  ~StreamTicker();

 private:
  void Run();

  StreamSet<IngestStream>& ingest_streams_;
  StreamSet<LogStream>& log_streams_;
  const absl::Duration interval_;
  absl::Notification stopping_;
  std::thread thread_;
};

}  // namespace tearsheet
