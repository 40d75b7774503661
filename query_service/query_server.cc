#include "query_service/query_server.h"

#include <utility>

#include "common/log.h"
#include "common/metrics.h"
#include "common/rpc.h"
#include "common/security/access_control.h"
#include "common/status_macros.h"
#include "common/worker_pool.h"
#include "event_log/log_metrics.h"
#include "query_service/query_metrics.h"
#include "query_service/query_service.h"
#include "query_service/sequence_waiters.h"

namespace tearsheet {
namespace {

constexpr char kServiceName[] = "tearsheet.v1.QueryService";
// Reads of the store for watchers that catch up.
constexpr int kWatchThreads = 2;

}  // namespace

// In the order of use: what is below may call what is above, and is destroyed first.
struct QueryServer::Parts {
  Parts(const QueryServerOptions& options, StateStore& store, const Ontology& ontology, Clock& clock,
        int64_t applied)
      : store(store),
        access(options.server.security, metrics, clock),
        query_metrics(metrics),
        pool(options.workers, static_cast<size_t>(options.max_calls)),
        watch_pool(kWatchThreads, static_cast<size_t>(options.watch.max_watchers)),
        runner(metrics, clock, pool, options.max_calls, &access.gate()),
        waiters(clock, applied, {.max_waiters = static_cast<size_t>(options.max_calls)}),
        hub(ontology, store, watch_pool, runner, options.watch),
        service({.ontology = ontology,
                 .store = store,
                 .pool = pool,
                 .runner = runner,
                 .waiters = waiters,
                 .hub = hub,
                 .follow_state = [this] { return follower == nullptr ? FollowState() : follower->state(); }}),
        published(applied) {}

  // On the follower's thread.
  void Observe(const FollowState& state, const Applied& batch) {
    // Who waits for the batch hears of it first.
    if (batch.changes > 0 || state.applied != published) hub.Publish(state.applied, batch.traceparent);
    published = state.applied;
    waiters.Advance(state.applied);
    query_metrics.SetFollow(state);
    query_metrics.Changed(batch.changes);
    query_metrics.SetWatch(hub.figures());
    query_metrics.SetStore(store.figures());
    if (const auto reader = store.Snapshot(); reader.ok()) {
      if (const auto counts = (*reader)->Counts(); counts.ok()) query_metrics.SetCounts(*counts);
    }
    if (batch.set_aside > 0) {
      Log(Severity::kWarning, "records set aside",
          {{"count", std::to_string(batch.set_aside)}, {"sequence", std::to_string(state.applied)}});
    }
    if (state.caught_up == ready) return;
    ready = state.caught_up;
    server->SetReady(kServiceName, ready);
    Log(Severity::kInfo, ready ? "caught up" : "not caught up",
        {{"sequence", std::to_string(state.applied)}});
  }

  StateStore& store;
  Metrics metrics;
  AccessControl access;
  QueryMetrics query_metrics;
  WorkerPool pool;
  WorkerPool watch_pool;
  RpcRunner runner;
  SequenceWaiters waiters;
  WatchHub hub;
  QueryService service;
  std::unique_ptr<Server> server;
  // Used by the follower's thread only: the sequence that watchers heard of, and what health says.
  int64_t published;
  bool ready = false;
  std::unique_ptr<Follower> follower;
};

QueryServer::QueryServer(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
QueryServer::~QueryServer() = default;

absl::StatusOr<std::unique_ptr<QueryServer>> QueryServer::Start(const QueryServerOptions& options,
                                                                StateStore& store, EventLogReader& log,
                                                                const Ontology& ontology, Clock& clock) {
  StatePosition start;
  {
    ASSIGN_OR_RETURN(const std::unique_ptr<StateReader> reader, store.Snapshot());
    ASSIGN_OR_RETURN(start.sequence, reader->Sequence());
    ASSIGN_OR_RETURN(const auto changes, reader->ChangeRange());
    start.last_change = changes.first;
  }
  auto parts = std::make_unique<Parts>(options, store, ontology, clock, start.sequence);
  RETURN_IF_ERROR(parts->access.Load());
  parts->metrics.Include(LogMetrics(log));
  if (!options.metrics_address.empty())
    RETURN_IF_ERROR(parts->metrics.Expose(options.metrics_address).status());
  Parts& observed = *parts;
  parts->follower = nullptr;
  ASSIGN_OR_RETURN(parts->server,
                   Server::Start(options.server, {&parts->service}, {kServiceName}, &parts->access.gate()));
  parts->follower = std::make_unique<Follower>(
      ontology, store, log, clock, start, options.follower,
      [&observed](const FollowState& state, const Applied& batch) { observed.Observe(state, batch); });
  return std::unique_ptr<QueryServer>(new QueryServer(std::move(parts)));
}

int QueryServer::port() const { return parts_->server->port(); }

FollowState QueryServer::follow_state() const { return parts_->follower->state(); }

WatchFigures QueryServer::watch_figures() const { return parts_->hub.figures(); }

void QueryServer::Shutdown(absl::Duration drain_time) {
  parts_->server->SetReady(kServiceName, false);
  parts_->hub.Drain();
  parts_->waiters.Stop();
  parts_->server->Shutdown(drain_time);
  parts_->follower.reset();
}

}  // namespace tearsheet
