#include "ingest_service/ingest_server.h"

#include <algorithm>
#include <thread>
#include <utility>

#include "common/log.h"
#include "common/rpc.h"
#include "common/security/access_control.h"
#include "common/status_macros.h"
#include "common/worker_pool.h"
#include "event_log/appender.h"
#include "event_log/log_metrics.h"
#include "ingest_service/event_log_service.h"
#include "ingest_service/ingest_metrics.h"
#include "ingest_service/ingest_service.h"
#include "ingest_service/ingestor.h"
#include "ingest_service/log_watcher.h"
#include "ingest_service/reprocessor.h"
#include "ingest_service/stream_set.h"
#include "ingest_service/stream_ticker.h"

namespace tearsheet {
namespace {

constexpr char kIngestName[] = "tearsheet.v1.IngestService";
constexpr char kLogName[] = "tearsheet.log.v1.EventLogService";
// Reads of the log for followers; they come from the page cache.
constexpr int kLogThreads = 2;

int Workers(const IngestServerOptions& options) {
  if (options.workers > 0) return options.workers;
  return std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
}

// Room for everything that may be in flight, so that a stream within its window is never turned away.
size_t QueueSize(const IngestServerOptions& options) {
  return static_cast<size_t>(options.max_calls) +
         static_cast<size_t>(options.max_ingest_streams) * static_cast<size_t>(options.stream.window);
}

}  // namespace

// In the order of use: what is below may call what is above, and is destroyed first.
struct IngestServer::Parts {
  Parts(const IngestServerOptions& options, EventLog& log, const Extractor& extractor,
        const Ontology& ontology, Clock& clock)
      : access(options.server.security, metrics, clock),
        ingest_metrics(metrics),
        appender(log, {.max_records = options.max_batch_records,
                       .on_append = [this](size_t records) { ingest_metrics.Synced(records); }}),
        ingestor(log, appender, extractor, ontology, clock, options.limits),
        reprocessor(log, appender, extractor, ontology, clock),
        pool(Workers(options), QueueSize(options)),
        log_pool(kLogThreads, options.max_log_streams),
        runner(metrics, clock, pool, options.max_calls, &access.gate()),
        ingest_streams(options.max_ingest_streams),
        log_streams(options.max_log_streams),
        ingest_service({.ingestor = ingestor,
                        .pool = pool,
                        .runner = runner,
                        .metrics = ingest_metrics,
                        .streams = ingest_streams,
                        .options = options.stream},
                       reprocessor, ontology),
        event_log_service({.log = log,
                           .pool = log_pool,
                           .runner = runner,
                           .streams = log_streams,
                           .max_stall = options.log_max_stall}),
        watcher(log, log_streams, ingest_metrics, clock, options.heartbeat),
        ticker(ingest_streams, log_streams, options.tick) {}

  Metrics metrics;
  AccessControl access;
  IngestMetrics ingest_metrics;
  Appender appender;
  Ingestor ingestor;
  Reprocessor reprocessor;
  WorkerPool pool;
  WorkerPool log_pool;
  RpcRunner runner;
  StreamSet<IngestStream> ingest_streams;
  StreamSet<LogStream> log_streams;
  IngestService ingest_service;
  EventLogService event_log_service;
  LogWatcher watcher;
  StreamTicker ticker;
  std::unique_ptr<Server> server;
};

IngestServer::IngestServer(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
IngestServer::~IngestServer() = default;

absl::StatusOr<std::unique_ptr<IngestServer>> IngestServer::Start(const IngestServerOptions& options,
                                                                  EventLog& log, const Extractor& extractor,
                                                                  const Ontology& ontology, Clock& clock) {
  auto parts = std::make_unique<Parts>(options, log, extractor, ontology, clock);
  RETURN_IF_ERROR(parts->access.Load());
  parts->metrics.Include(LogMetrics(log));
  if (!options.metrics_address.empty())
    RETURN_IF_ERROR(parts->metrics.Expose(options.metrics_address).status());
  ASSIGN_OR_RETURN(parts->server,
                   Server::Start(options.server, {&parts->ingest_service, &parts->event_log_service},
                                 {kIngestName, kLogName}, &parts->access.gate()));
  parts->server->SetReady(kIngestName, true);
  parts->server->SetReady(kLogName, true);
  return std::unique_ptr<IngestServer>(new IngestServer(std::move(parts)));
}

int IngestServer::port() const { return parts_->server->port(); }

void IngestServer::Shutdown(absl::Duration drain_time) {
  parts_->server->SetReady(kIngestName, false);
  parts_->server->SetReady(kLogName, false);
  parts_->ingest_streams.DrainAll();
  parts_->log_streams.DrainAll();
  parts_->server->Shutdown(drain_time);
}

}  // namespace tearsheet
