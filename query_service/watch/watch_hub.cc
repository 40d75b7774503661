#include "query_service/watch/watch_hub.h"

#include <utility>

#include "common/log.h"
#include "common/status_macros.h"
#include "common/tracing/span.h"
#include "query_service/watch/watch_stream.h"

namespace tearsheet {
namespace {

// Changes read at a time; each may be as large as a deal of very many articles.
constexpr int kHubPage = 64;
// Traces that wait for their changes to be announced.
constexpr size_t kMaxTraces = 1024;
// How often slow and silent watchers are looked for, in parts of the heartbeat.
constexpr int kTicksPerHeartbeat = 4;

}  // namespace

WatchHub::WatchHub(const Ontology& ontology, StateStore& store, WorkerPool& pool, RpcRunner& runner,
                   const WatchHubOptions& options)
    : ontology_(ontology),
      store_(store),
      pool_(pool),
      runner_(runner),
      options_(options),
      ring_(options.ring_size, options.ring_bytes),
      epoch_(store.Epoch()) {
  // No watcher is there who could miss what is read later.
  if (const absl::Status status = Announce({}); !status.ok())
    Log(Severity::kError, "cannot read changes for watchers", {{"error", status.ToString()}});
  announcing_ = std::thread([this] { RunAnnouncing(); });
  ticking_ = std::thread([this] { RunTicking(); });
}

WatchHub::~WatchHub() {
  {
    absl::MutexLock lock(&published_mutex_);
    ending_ = true;
  }
  announcing_.join();
  ticking_.join();
}

void WatchHub::Publish(int64_t sequence, const std::string& traceparent) {
  absl::MutexLock lock(&published_mutex_);
  published_ = true;
  if (traceparent.empty()) return;
  traces_[sequence] = traceparent;
  if (traces_.size() > kMaxTraces) traces_.erase(traces_.begin());
}

void WatchHub::RunAnnouncing() {
  while (true) {
    Traces traces;
    {
      absl::MutexLock lock(&published_mutex_, absl::Condition(this, &WatchHub::HasPublishedOrEnds));
      if (ending_) return;
      published_ = false;
      traces = std::exchange(traces_, {});
    }
    std::vector<Span> spans;
    for (auto& [sequence, traceparent] : traces) {
      spans.push_back(Span::Child("publish", SpanKind::kInternal, traceparent));
      traceparent = spans.back().traceparent();
    }
    const absl::Status status = Announce(traces);
    for (Span& span : spans) span.End(status.code());
    // The next batch tries again; nothing is lost, since the ring goes on from where it stands.
    if (!status.ok())
      Log(Severity::kError, "cannot read changes for watchers", {{"error", status.ToString()}});
  }
}

absl::Status WatchHub::Announce(const Traces& traces) {
  ASSIGN_OR_RETURN(const std::unique_ptr<StateReader> reader, store_.Snapshot());
  ASSIGN_OR_RETURN(const int64_t sequence, reader->Sequence());
  ASSIGN_OR_RETURN(const auto range, reader->ChangeRange());
  if (std::string epoch = store_.Epoch(); epoch != epoch_) {
    // After a fail-over that lost changes, their numbers are given anew: who counts in the old ones starts
    // again.
    epoch_ = std::move(epoch);
    for (const auto& stream : streams()) stream->EndUnless(epoch_);
    absl::MutexLock lock(&ring_mutex_);
    ring_.SkipTo(range.first);
  }
  while (watchers() > 0 && last() < range.first) {
    Wanted wanted;
    RETURN_IF_ERROR(LoadPage(*reader, traces, wanted));
    Wake(wanted);
    SetAnnounced({.number = last(), .sequence = announced().sequence});
  }
  {
    absl::MutexLock lock(&ring_mutex_);
    ring_.SkipTo(range.first);
  }
  SetAnnounced({.number = range.first, .sequence = sequence});
  return absl::OkStatus();
}

absl::Status WatchHub::LoadPage(StateReader& reader, const Traces& traces, Wanted& wanted) {
  const int64_t after = last();
  ASSIGN_OR_RETURN(std::vector<StoredChange> changes, reader.ChangesAfter(after, kHubPage));
  if (changes.empty()) return absl::DataLossError("the store lacks changes that it has numbered");
  // Some that nobody was told of are no longer kept: every watcher learns that from the store.
  const bool gap = changes.front().number != after + 1;
  std::vector<std::shared_ptr<const WatchedChange>> read;
  for (StoredChange& change : changes) {
    const auto trace = traces.find(change.sequence);
    ASSIGN_OR_RETURN(
        read.emplace_back(),
        WatchedChange::Make(std::move(change), trace == traces.end() ? std::string() : trace->second));
  }
  {
    absl::MutexLock lock(&ring_mutex_);
    for (const auto& change : read) ring_.Push(change);
  }
  // After the ring: who is subscribed later has looked at the ring later.
  absl::MutexLock lock(&streams_mutex_);
  if (gap) {
    for (const auto& [id, stream] : streams_) wanted.emplace(id, after + 1);
  }
  for (const auto& change : read) index_.Match(change->subject(), change->number(), wanted);
  return absl::OkStatus();
}

void WatchHub::Wake(const Wanted& wanted) {
  std::vector<std::pair<std::shared_ptr<WatchStream>, int64_t>> woken;
  {
    absl::MutexLock lock(&streams_mutex_);
    for (const auto& [id, number] : wanted) {
      const auto found = streams_.find(id);
      if (found != streams_.end()) woken.emplace_back(found->second, number);
    }
  }
  for (const auto& [stream, number] : woken) stream->Wake(number);
}

void WatchHub::SetAnnounced(const Announced& announced) {
  absl::MutexLock lock(&ring_mutex_);
  announced_ = announced;
}

absl::StatusOr<std::shared_ptr<const WatchedChange>> WatchHub::Next(const WatchFilter& filter,
                                                                    int64_t& cursor) const {
  absl::MutexLock lock(&ring_mutex_);
  return ring_.Next(filter, cursor);
}

int64_t WatchHub::last() const {
  absl::MutexLock lock(&ring_mutex_);
  return ring_.last();
}

Announced WatchHub::announced() const {
  absl::MutexLock lock(&ring_mutex_);
  return announced_;
}

WatchIndex::Id WatchHub::TryAdd(const std::shared_ptr<WatchStream>& stream) {
  WatchIndex::Id id = 0;
  bool draining = false;
  {
    absl::MutexLock lock(&streams_mutex_);
    if (std::ssize(streams_) >= options_.max_watchers) return 0;
    id = ++last_id_;
    streams_.emplace(id, stream);
    draining = draining_;
  }
  if (draining) stream->Drain();
  return id;
}

void WatchHub::Subscribe(WatchIndex::Id id, const WatchFilter& filter) {
  absl::MutexLock lock(&streams_mutex_);
  if (streams_.contains(id)) index_.Add(id, filter);
}

void WatchHub::Remove(WatchIndex::Id id) {
  // What it frees is freed without the lock.
  std::shared_ptr<WatchStream> stream;
  absl::MutexLock lock(&streams_mutex_);
  index_.Remove(id);
  if (const auto found = streams_.find(id); found != streams_.end()) {
    stream = std::move(found->second);
    streams_.erase(found);
  }
}

void WatchHub::Drain() {
  {
    absl::MutexLock lock(&streams_mutex_);
    draining_ = true;
  }
  for (const auto& stream : streams()) stream->Drain();
}

std::vector<std::shared_ptr<WatchStream>> WatchHub::streams() const {
  absl::MutexLock lock(&streams_mutex_);
  std::vector<std::shared_ptr<WatchStream>> all;
  all.reserve(streams_.size());
  for (const auto& [id, stream] : streams_) all.push_back(stream);
  return all;
}

int WatchHub::watchers() const {
  absl::MutexLock lock(&streams_mutex_);
  return static_cast<int>(streams_.size());
}

WatchFigures WatchHub::figures() const {
  return {.watchers = watchers(),
          .too_slow = too_slow_.load(std::memory_order_relaxed),
          .announced = announced().sequence};
}

void WatchHub::RunTicking() {
  while (true) {
    {
      absl::MutexLock lock(&published_mutex_);
      if (published_mutex_.AwaitWithTimeout(absl::Condition(&ending_),
                                            options_.heartbeat / kTicksPerHeartbeat))
        return;
    }
    for (const auto& stream : streams()) stream->Tick();
  }
}

}  // namespace tearsheet
