#include "ingest_service/stream_ticker.h"

namespace tearsheet {

StreamTicker::StreamTicker(StreamSet<IngestStream>& ingest_streams, StreamSet<LogStream>& log_streams,
                           absl::Duration interval)
    : ingest_streams_(ingest_streams),
      log_streams_(log_streams),
      interval_(interval),
      thread_([this] { Run(); }) {}

StreamTicker::~StreamTicker() {
  stopping_.Notify();
  thread_.join();
}

void StreamTicker::Run() {
  while (!stopping_.WaitForNotificationWithTimeout(interval_)) {
    ingest_streams_.ForEach([](IngestStream& stream) { stream.Tick(); });
    log_streams_.ForEach([](LogStream& stream) { stream.Tick(); });
  }
}

}  // namespace tearsheet
