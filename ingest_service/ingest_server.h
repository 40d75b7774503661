// The ingest service put together: log, extraction, pools, services and port.
#pragma once

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/clock.h"
#include "common/metrics.h"
#include "common/ontology.h"
#include "common/server.h"
#include "event_log/event_log.h"
#include "ingest_service/article_check.h"
#include "ingest_service/extractor.h"
#include "ingest_service/ingest_stream.h"

namespace tearsheet {

struct IngestServerOptions {
  ServerOptions server = {};
  // "host:port" of the metrics page; empty for none.
  std::string metrics_address = {};
  ArticleLimits limits = {};
  IngestStreamOptions stream = {};
  // Threads that extract; 0 means one per core.
  int workers = 0;
  // Unary calls at a time.
  int max_calls = 1000;
  // IngestArticles streams at a time.
  int max_ingest_streams = 64;
  // ReadRecords streams at a time.
  int max_log_streams = 64;
  // Most records of one sync.
  int max_batch_records = 1024;
  // How often a follower hears of a log that does not grow.
  absl::Duration heartbeat = absl::Seconds(5);
  // A follower that takes nothing for so long is cut off.
  absl::Duration log_max_stall = absl::Minutes(5);
  // How often streams are looked at for having to end.
  absl::Duration tick = absl::Seconds(1);
};

// Thread-safe.
class IngestServer {
 public:
  // Opens the port; the services are ready at once. Borrows all but `options`.
  static absl::StatusOr<std::unique_ptr<IngestServer>> Start(const IngestServerOptions& options,
                                                             EventLog& log, const Extractor& extractor,
                                                             const Ontology& ontology, Clock& clock);
  // Shutdown must have returned.
  ~IngestServer();

  int port() const;

  // Not ready, asks streams to end, lets what is in flight end within `drain_time`, then cancels it. Call
  // once.
  void Shutdown(absl::Duration drain_time);

 private:
  struct Parts;
  explicit IngestServer(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

}  // namespace tearsheet
