#include "query_service/watch/watch_hub.h"

#include <algorithm>
#include <utility>

#include "common/log.h"
#include "common/status_macros.h"
#include "query_service/answers/deal_change.h"
#include "query_service/watch/watch_stream.h"

namespace tearsheet {
namespace {

constexpr int kHubPage = 1000;
// How often slow and silent watchers are looked for, in parts of the heartbeat.
constexpr int kTicksPerHeartbeat = 4;

}  // namespace

bool WatchFilter::Matches(const WatchedChange& watched) const {
  const v1::Deal& deal = watched.change.deal();
  if (!types.empty() && !types.contains(deal.type())) return false;
  if (!statuses.empty() && !statuses.contains(deal.status())) return false;
  if (entity_id.empty()) return true;
  return std::any_of(watched.companies.begin(), watched.companies.end(), [&](const auto& company) {
    return company.entity_id == entity_id && (include_units || !company.through_unit);
  });
}

WatchHub::WatchHub(const Ontology& ontology, StateStore& store, WorkerPool& pool, RpcRunner& runner,
                   const WatchHubOptions& options)
    : ontology_(ontology), store_(store), pool_(pool), runner_(runner), options_(options), thread_([this] {
        Run();
      }) {}

WatchHub::~WatchHub() {
  {
    absl::MutexLock lock(&streams_mutex_);
    ending_ = true;
  }
  thread_.join();
}

void WatchHub::ClearRing() {
  ring_.clear();
  ring_bytes_ = 0;
}

absl::Status WatchHub::Load(int64_t sequence, const std::string& traceparent) {
  ASSIGN_OR_RETURN(const std::unique_ptr<StateReader> reader, store_.Snapshot());
  ASSIGN_OR_RETURN(const auto range, reader->ChangeRange());
  const bool watched = watchers() > 0;
  int64_t from = Last().first;
  while (watched && from < range.first) {
    // Only what fits into the ring is read; who needs older changes reads the store.
    from = std::max(from, range.first - static_cast<int64_t>(options_.ring_size));
    ASSIGN_OR_RETURN(std::vector<StoredChange> changes, reader->ChangesAfter(from, kHubPage));
    if (changes.empty()) break;
    std::vector<std::shared_ptr<const WatchedChange>> read;
    for (StoredChange& change : changes) {
      ASSIGN_OR_RETURN(v1::DealChange told, ToDealChange(change));
      if (change.sequence == sequence) told.set_traceparent(traceparent);
      const size_t bytes = told.SpaceUsedLong();
      read.push_back(std::make_shared<WatchedChange>(
          WatchedChange{change.number, std::move(told), bytes, std::move(change.companies)}));
    }
    from = read.back()->number;
    absl::MutexLock lock(&ring_mutex_);
    if (!ring_.empty() && ring_.back()->number + 1 != read.front()->number) ClearRing();
    for (auto& change : read) {
      ring_bytes_ += change->bytes;
      ring_.push_back(std::move(change));
    }
    while (ring_.size() > options_.ring_size || (ring_.size() > 1 && ring_bytes_ > options_.ring_bytes)) {
      ring_bytes_ -= ring_.front()->bytes;
      ring_.pop_front();
    }
    last_ = from;
  }
  absl::MutexLock lock(&ring_mutex_);
  if (last_ != range.first) ClearRing();
  last_ = range.first;
  sequence_ = sequence;
  return absl::OkStatus();
}

void WatchHub::Publish(int64_t sequence, const std::string& traceparent) {
  if (const absl::Status status = Load(sequence, traceparent); !status.ok()) {
    // The next batch tries again; nothing is lost, since streams go on from their cursors.
    Log(Severity::kError, "cannot read changes for watchers", {{"error", status.ToString()}});
    return;
  }
  absl::MutexLock lock(&streams_mutex_);
  for (WatchStream* stream : streams_) stream->Wake();
}

absl::StatusOr<std::shared_ptr<const WatchedChange>> WatchHub::Next(const WatchFilter& filter,
                                                                    int64_t& cursor) {
  absl::MutexLock lock(&ring_mutex_);
  if (cursor >= last_) return nullptr;
  if (ring_.empty() || ring_.front()->number > cursor + 1)
    return absl::OutOfRangeError("older than the ring");
  for (size_t i = static_cast<size_t>(cursor + 1 - ring_.front()->number); i < ring_.size(); ++i) {
    cursor = ring_[i]->number;
    if (filter.Matches(*ring_[i])) return ring_[i];
  }
  return nullptr;
}

std::pair<int64_t, int64_t> WatchHub::Last() const {
  absl::MutexLock lock(&ring_mutex_);
  return {last_, sequence_};
}

bool WatchHub::TryAdd(WatchStream* stream) {
  absl::MutexLock lock(&streams_mutex_);
  if (std::ssize(streams_) >= options_.max_watchers) return false;
  streams_.insert(stream);
  if (draining_) stream->Drain();
  return true;
}

void WatchHub::Remove(WatchStream* stream) {
  absl::MutexLock lock(&streams_mutex_);
  streams_.erase(stream);
}

void WatchHub::Drain() {
  absl::MutexLock lock(&streams_mutex_);
  draining_ = true;
  for (WatchStream* stream : streams_) stream->Drain();
}

int WatchHub::watchers() const {
  absl::MutexLock lock(&streams_mutex_);
  return static_cast<int>(streams_.size());
}

WatchFigures WatchHub::figures() const {
  return {.watchers = watchers(), .too_slow = too_slow_.load(std::memory_order_relaxed)};
}

void WatchHub::Run() {
  absl::MutexLock lock(&streams_mutex_);
  while (!ending_) {
    streams_mutex_.AwaitWithTimeout(absl::Condition(&ending_), options_.heartbeat / kTicksPerHeartbeat);
    for (WatchStream* stream : streams_) stream->Tick();
  }
}

}  // namespace tearsheet
