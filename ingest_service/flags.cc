#include "ingest_service/flags.h"

#include <vector>

#include "absl/flags/flag.h"
#include "absl/strings/str_cat.h"
#include "common/proto_time.h"
#include "common/security/security_flags.h"
#include "common/status_macros.h"
#include "event_log/nats_flags.h"

ABSL_FLAG(std::string, listen, "127.0.0.1:7401", "host:port of the gRPC services; port 0 takes a free one");
ABSL_FLAG(std::string, metrics_listen, "127.0.0.1:9401",
          "host:port of the Prometheus page /metrics; port 0 takes a free one, empty serves none");
ABSL_FLAG(std::string, health_listen, "",
          "host:port of a second port, unencrypted, that answers grpc.health.v1 and nothing else, for probes "
          "that know "
          "no TLS; empty for none");
ABSL_FLAG(std::string, port_file, "", "file that gets host:port of the open gRPC port; empty for none");
ABSL_FLAG(absl::Duration, drain_time, absl::Seconds(10),
          "after SIGTERM, how long calls in flight may take to end before they are cancelled");
ABSL_FLAG(
    std::string, event_log, "sqlite:tearsheet-log.db",
    "the event log: sqlite:PATH, a file that this process owns, or nats://HOST:PORT[,HOST:PORT...]/STREAM, a "
    "stream on NATS JetStream that any number of these processes append to; it is made when it is missing");
ABSL_FLAG(
    std::string, log_check, "full",
    "what of the log is checked at start: full (every record and index entry; reads the file twice) or quick "
    "(the newest 1000 records); records are checked again whenever they are read");
ABSL_FLAG(std::string, repair_log, "",
          "copy what is intact of --event_log into this new file, say what was lost, and end");
ABSL_FLAG(
    bool, repair_skip_damaged, false,
    "with --repair_log: go on after damaged records instead of stopping at the first; later records get new "
    "sequences, so that every state built from the log must be rebuilt");
ABSL_FLAG(std::string, ontology, "", "ontology file; empty for the built-in one");
ABSL_FLAG(std::vector<std::string>, catalogue, {},
          "catalogue files read after the built-in ones, separated by commas");
ABSL_FLAG(std::vector<std::string>, frames, {},
          "frame files read after the built-in ones, separated by commas");
ABSL_FLAG(int32_t, max_events, 500, "most events of one article; more are dropped with a warning");
ABSL_FLAG(int32_t, max_body_bytes, 1 << 20, "longest article body in bytes");
ABSL_FLAG(int32_t, max_field_bytes, 2048, "longest title, URI and publisher name in bytes");
ABSL_FLAG(std::string, earliest_publish_time, "1926-01-01", "earliest publication time, RFC 3339 or a date");
ABSL_FLAG(absl::Duration, max_publish_ahead, absl::Hours(48),
          "how far in the future a publication time may lie");
ABSL_FLAG(int32_t, max_message_bytes, 16 << 20, "largest gRPC message that is received, in bytes");
ABSL_FLAG(int32_t, workers, 0, "threads that extract; 0 means one per core");
ABSL_FLAG(int32_t, max_calls, 1000, "unary calls at a time; more get RESOURCE_EXHAUSTED");
ABSL_FLAG(int32_t, max_ingest_streams, 64, "IngestArticles streams at a time; more get RESOURCE_EXHAUSTED");
ABSL_FLAG(int32_t, max_log_streams, 64, "ReadRecords streams at a time; more get RESOURCE_EXHAUSTED");
ABSL_FLAG(int32_t, stream_window, 128, "articles that one stream may have in flight");
ABSL_FLAG(int64_t, stream_window_bytes, 8 << 20, "bytes of articles that one stream may have in flight");
ABSL_FLAG(absl::Duration, stream_max_stall, absl::Minutes(1),
          "an IngestArticles stream whose caller takes no answer for so long ends");
ABSL_FLAG(absl::Duration, log_max_stall, absl::Minutes(5),
          "a ReadRecords stream whose caller takes nothing for so long ends");
ABSL_FLAG(int32_t, max_batch_records, 1024, "most records that share one sync to disk");

namespace tearsheet {
namespace {

absl::Status WrongFlag(absl::string_view name, absl::string_view value, absl::string_view allowed) {
  return absl::InvalidArgumentError(
      absl::StrCat("--", name, "=", value, " is not allowed; it must be ", allowed));
}

template <typename T>
absl::Status ReadPositive(absl::string_view name, const absl::Flag<T>& flag, T& value) {
  value = absl::GetFlag(flag);
  return value >= 1 ? absl::OkStatus() : WrongFlag(name, absl::StrCat(value), "at least 1");
}

absl::Status ReadStall(absl::string_view name, const absl::Flag<absl::Duration>& flag,
                       absl::Duration& value) {
  value = absl::GetFlag(flag);
  return value > absl::ZeroDuration() ? absl::OkStatus()
                                      : WrongFlag(name, absl::FormatDuration(value), "more than 0");
}

absl::StatusOr<LogCheck> ReadLogCheck() {
  const std::string value = absl::GetFlag(FLAGS_log_check);
  if (value == "full") return LogCheck::kFull;
  if (value == "quick") return LogCheck::kQuick;
  return WrongFlag("log_check", value, "full or quick");
}

absl::Status ReadLimits(ArticleLimits& limits) {
  RETURN_IF_ERROR(ReadPositive("max_body_bytes", FLAGS_max_body_bytes, limits.max_body_bytes));
  RETURN_IF_ERROR(ReadPositive("max_field_bytes", FLAGS_max_field_bytes, limits.max_field_bytes));
  limits.max_ahead = absl::GetFlag(FLAGS_max_publish_ahead);
  const std::string earliest = absl::GetFlag(FLAGS_earliest_publish_time);
  const absl::StatusOr<absl::Time> time = ParseTime(earliest);
  if (!time.ok()) return WrongFlag("earliest_publish_time", earliest, "a time such as 1926-01-01");
  limits.earliest = *time;
  return absl::OkStatus();
}

absl::Status ReadServer(IngestServerOptions& options) {
  options.server.listen_address = absl::GetFlag(FLAGS_listen);
  options.server.health_address = absl::GetFlag(FLAGS_health_listen);
  options.server.port_file = absl::GetFlag(FLAGS_port_file);
  options.metrics_address = absl::GetFlag(FLAGS_metrics_listen);
  ASSIGN_OR_RETURN(options.server.security, ServerSecurityFromFlags(options.metrics_address));
  options.workers = absl::GetFlag(FLAGS_workers);
  if (options.workers < 0) return WrongFlag("workers", absl::StrCat(options.workers), "0 or more");
  RETURN_IF_ERROR(
      ReadPositive("max_message_bytes", FLAGS_max_message_bytes, options.server.max_receive_bytes));
  RETURN_IF_ERROR(ReadPositive("max_calls", FLAGS_max_calls, options.max_calls));
  RETURN_IF_ERROR(ReadPositive("max_ingest_streams", FLAGS_max_ingest_streams, options.max_ingest_streams));
  RETURN_IF_ERROR(ReadPositive("max_log_streams", FLAGS_max_log_streams, options.max_log_streams));
  RETURN_IF_ERROR(ReadPositive("stream_window", FLAGS_stream_window, options.stream.window));
  RETURN_IF_ERROR(
      ReadPositive("stream_window_bytes", FLAGS_stream_window_bytes, options.stream.window_bytes));
  RETURN_IF_ERROR(ReadStall("stream_max_stall", FLAGS_stream_max_stall, options.stream.max_stall));
  RETURN_IF_ERROR(ReadStall("log_max_stall", FLAGS_log_max_stall, options.log_max_stall));
  RETURN_IF_ERROR(ReadPositive("max_batch_records", FLAGS_max_batch_records, options.max_batch_records));
  return ReadLimits(options.limits);
}

}  // namespace

absl::StatusOr<IngestConfig> IngestConfigFromFlags() {
  IngestConfig config;
  config.event_log = absl::GetFlag(FLAGS_event_log);
  ASSIGN_OR_RETURN(config.nats, NatsOptionsFromFlags());
  config.nats.client_name = "tearsheet-ingest";
  ASSIGN_OR_RETURN(config.log_check, ReadLogCheck());
  config.repair_log = absl::GetFlag(FLAGS_repair_log);
  config.repair_skip_damaged = absl::GetFlag(FLAGS_repair_skip_damaged);
  config.ontology = absl::GetFlag(FLAGS_ontology);
  config.extractor.catalogue_files = absl::GetFlag(FLAGS_catalogue);
  config.extractor.frame_files = absl::GetFlag(FLAGS_frames);
  RETURN_IF_ERROR(ReadPositive("max_events", FLAGS_max_events, config.extractor.max_events));
  config.drain_time = absl::GetFlag(FLAGS_drain_time);
  RETURN_IF_ERROR(ReadServer(config.server));
  return config;
}

}  // namespace tearsheet
