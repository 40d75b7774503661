// The flags of tearsheet-ingest as one value.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "event_log/nats_options.h"
#include "event_log/sqlite_log_file.h"
#include "ingest_service/extractor.h"
#include "ingest_service/ingest_server.h"

namespace tearsheet {

struct IngestConfig {
  std::string event_log;
  NatsOptions nats;
  LogCheck log_check = LogCheck::kFull;
  // Empty, or where to copy what is intact of a damaged log, instead of serving.
  std::string repair_log;
  bool repair_skip_damaged = false;
  // Empty: the built-in one.
  std::string ontology;
  ExtractorOptions extractor;
  IngestServerOptions server;
  absl::Duration drain_time;
};

// Reads the flags after ParseFlags. INVALID_ARGUMENT names the flag and what it may be.
absl::StatusOr<IngestConfig> IngestConfigFromFlags();

}  // namespace tearsheet
