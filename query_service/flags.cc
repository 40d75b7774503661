#include "query_service/flags.h"

#include "absl/flags/flag.h"
#include "absl/strings/str_cat.h"
#include "common/security/security_flags.h"
#include "common/status_macros.h"
#include "event_log/nats_flags.h"
#include "query_service/consolidation/consolidation.h"

ABSL_FLAG(std::string, listen, "127.0.0.1:7402", "host:port of the gRPC service; port 0 takes a free one");
ABSL_FLAG(std::string, metrics_listen, "127.0.0.1:9402",
          "host:port of the Prometheus page /metrics; port 0 takes a free one, empty serves none");
ABSL_FLAG(std::string, health_listen, "",
          "host:port of a second port, unencrypted, that answers grpc.health.v1 and nothing else, for probes "
          "that know "
          "no TLS; empty for none");
ABSL_FLAG(std::string, port_file, "", "file that gets host:port of the open gRPC port; empty for none");
ABSL_FLAG(absl::Duration, drain_time, absl::Seconds(10),
          "after SIGTERM, how long calls in flight may take to end before they are cancelled");
ABSL_FLAG(std::string, event_log, "grpc://127.0.0.1:7401",
          "the event log to follow: grpc://HOST:PORT of tearsheet-ingest, grpcs://HOST:PORT for TLS, or "
          "nats://HOST:PORT[,HOST:PORT...]/STREAM");
ABSL_FLAG(
    std::string, log_tls_ca, "",
    "with grpcs: PEM file of the authorities of the ingest service's certificate; empty for the system's");
ABSL_FLAG(std::string, log_tls_cert, "",
          "with grpcs: PEM file of the certificate that this service shows (mTLS); needs --log_tls_key");
ABSL_FLAG(std::string, log_tls_key, "", "with grpcs: PEM file of the private key of --log_tls_cert");
ABSL_FLAG(std::string, log_token_file, "",
          "file with the bearer token of this service, read for every stream; with grpcs, or on loopback");
ABSL_FLAG(std::string, store, "sqlite:tearsheet-state.db",
          "the state, made from the log when it is missing: sqlite:PATH, a file of this process alone; or "
          "postgresql://USER@HOST:PORT/DATABASE?sslmode=verify-full&sslrootcert=PATH, which replicas share");
ABSL_FLAG(std::string, store_password_file, "",
          "file whose first line is the password for PostgreSQL; read at each connection");
ABSL_FLAG(std::string, store_schema, "tearsheet",
          "PostgreSQL: schema that lists the states; those of the states begin with its name");
ABSL_FLAG(int32_t, store_connections, 8,
          "PostgreSQL: connections for reads; there are two more, to apply and to hear of changes");
ABSL_FLAG(absl::Duration, store_keep_unused, absl::Hours(24),
          "PostgreSQL: a state of other versions that no process has used for so long is removed");
ABSL_FLAG(std::string, export_state, "",
          "write the state of --store into this file ('-' for standard output) in a form that can be "
          "compared, and end");
ABSL_FLAG(std::string, ontology, "", "ontology file; empty for the built-in one");
ABSL_FLAG(int32_t, max_message_bytes, 4 << 20, "largest gRPC message that is received, in bytes");
ABSL_FLAG(int32_t, workers, 4, "threads that answer reads");
ABSL_FLAG(int32_t, max_calls, 10000,
          "unary calls at a time, waiting ones among them; more get RESOURCE_EXHAUSTED");
ABSL_FLAG(int32_t, max_watchers, 10000, "WatchDeals streams at a time; more get RESOURCE_EXHAUSTED");
ABSL_FLAG(absl::Duration, watch_heartbeat, absl::Seconds(10),
          "a silent WatchDeals stream gets a sign of life after so long; at most 15s");
ABSL_FLAG(int64_t, watch_max_lag, 4096,
          "a WatchDeals stream that has been up to date and falls behind by more changes ends");
ABSL_FLAG(absl::Duration, watch_max_stall, absl::Seconds(30),
          "a WatchDeals stream whose caller takes nothing for so long ends");
ABSL_FLAG(int64_t, max_changes, 100000, "changes kept for WatchDeals to go back to");
ABSL_FLAG(absl::Duration, max_change_age, absl::Hours(168),
          "age of the oldest change kept, counted in ingest time from the newest record");
ABSL_FLAG(int32_t, max_batch_records, 1000, "most log records that are applied in one transaction");

namespace tearsheet {
namespace {

absl::Status WrongFlag(const std::string& name, const std::string& value, const std::string& allowed) {
  return absl::InvalidArgumentError(
      absl::StrCat("--", name, "=", value, " is not allowed; it must be ", allowed));
}

template <typename T>
absl::Status ReadPositive(const std::string& name, const absl::Flag<T>& flag, T& value) {
  value = absl::GetFlag(flag);
  return value >= 1 ? absl::OkStatus() : WrongFlag(name, absl::StrCat(value), "at least 1");
}

absl::Status ReadPostgres(PostgresOptions& options) {
  options.endpoint.password_file = absl::GetFlag(FLAGS_store_password_file);
  options.schema = absl::GetFlag(FLAGS_store_schema);
  RETURN_IF_ERROR(ReadPositive("store_connections", FLAGS_store_connections, options.connections));
  options.keep_unused = absl::GetFlag(FLAGS_store_keep_unused);
  if (options.keep_unused < absl::Minutes(20))
    return WrongFlag("store_keep_unused", absl::FormatDuration(options.keep_unused), "20m or more");
  return absl::OkStatus();
}

absl::Status ReadServer(QueryServerOptions& options) {
  options.server.listen_address = absl::GetFlag(FLAGS_listen);
  options.server.health_address = absl::GetFlag(FLAGS_health_listen);
  options.server.port_file = absl::GetFlag(FLAGS_port_file);
  options.metrics_address = absl::GetFlag(FLAGS_metrics_listen);
  ASSIGN_OR_RETURN(options.server.security, ServerSecurityFromFlags(options.metrics_address));
  RETURN_IF_ERROR(
      ReadPositive("max_message_bytes", FLAGS_max_message_bytes, options.server.max_receive_bytes));
  RETURN_IF_ERROR(ReadPositive("workers", FLAGS_workers, options.workers));
  RETURN_IF_ERROR(ReadPositive("max_calls", FLAGS_max_calls, options.max_calls));
  RETURN_IF_ERROR(ReadPositive("max_watchers", FLAGS_max_watchers, options.watch.max_watchers));
  RETURN_IF_ERROR(ReadPositive("max_batch_records", FLAGS_max_batch_records, options.follower.max_records));
  options.server.max_streams_per_connection = options.watch.max_watchers;
  RETURN_IF_ERROR(ReadPositive("watch_max_lag", FLAGS_watch_max_lag, options.watch.max_lag));
  options.watch.max_stall = absl::GetFlag(FLAGS_watch_max_stall);
  if (options.watch.max_stall <= absl::ZeroDuration())
    return WrongFlag("watch_max_stall", absl::FormatDuration(options.watch.max_stall), "more than 0");
  options.watch.heartbeat = absl::GetFlag(FLAGS_watch_heartbeat);
  if (options.watch.heartbeat < absl::Milliseconds(10) || options.watch.heartbeat > absl::Seconds(15))
    return WrongFlag("watch_heartbeat", absl::FormatDuration(options.watch.heartbeat), "10ms to 15s");
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<QueryConfig> QueryConfigFromFlags() {
  QueryConfig config;
  config.event_log = absl::GetFlag(FLAGS_event_log);
  config.log_security = {.tls = {.cert = absl::GetFlag(FLAGS_log_tls_cert),
                                 .key = absl::GetFlag(FLAGS_log_tls_key),
                                 .ca = absl::GetFlag(FLAGS_log_tls_ca)},
                         .token_file = absl::GetFlag(FLAGS_log_token_file)};
  ASSIGN_OR_RETURN(config.nats, NatsOptionsFromFlags());
  config.nats.client_name = "tearsheet-query";
  config.store = absl::GetFlag(FLAGS_store);
  RETURN_IF_ERROR(ReadPostgres(config.postgres));
  StateStoreOptions& options = config.store_options;
  RETURN_IF_ERROR(ReadPositive("max_changes", FLAGS_max_changes, options.max_changes));
  options.max_change_age = absl::GetFlag(FLAGS_max_change_age);
  if (options.max_change_age <= absl::ZeroDuration())
    return WrongFlag("max_change_age", absl::FormatDuration(options.max_change_age), "more than 0");
  options.consolidation_version = std::string(kConsolidationVersion);
  config.export_state = absl::GetFlag(FLAGS_export_state);
  config.ontology = absl::GetFlag(FLAGS_ontology);
  config.drain_time = absl::GetFlag(FLAGS_drain_time);
  RETURN_IF_ERROR(ReadServer(config.server));
  return config;
}

}  // namespace tearsheet
