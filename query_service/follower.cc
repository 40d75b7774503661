#include "query_service/follower.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/log.h"
#include "common/status_macros.h"
#include "common/tracing/span.h"

namespace tearsheet {
namespace {

// Of the records that share a transaction, so many are named as links of each one's span.
constexpr size_t kMaxLinks = 32;

// A span for each record, in its own trace; those of traces that nobody records do nothing.
std::vector<Span> ApplySpans(const std::vector<SequencedRecord>& records) {
  std::vector<Span> spans;
  spans.reserve(records.size());
  std::vector<const std::string*> recorded;
  for (const SequencedRecord& record : records) {
    const std::string& parent = record.record.traceparent();
    Span& span = spans.emplace_back(Span::Child("apply", SpanKind::kConsumer, parent));
    if (!span.recording()) continue;
    span.Set("tearsheet.sequence", absl::StrCat(record.sequence));
    span.Set("tearsheet.batch_records", absl::StrCat(records.size()));
    if (recorded.size() < kMaxLinks) recorded.push_back(&parent);
  }
  for (size_t i = 0; i < spans.size(); ++i) {
    for (const std::string* other : recorded) {
      if (other != &records[i].record.traceparent()) spans[i].Link(*other);
    }
  }
  return spans;
}

}  // namespace

Follower::Follower(const Ontology& ontology, StateStore& store, EventLogReader& log, Clock& clock,
                   const StatePosition& start, const FollowerOptions& options, Observer observer)
    : store_(store),
      applier_(ontology, store),
      log_(log),
      clock_(clock),
      options_(options),
      observer_(std::move(observer)),
      last_change_(start.last_change) {
  state_.applied = start.sequence;
  thread_ = std::thread([this] { Run(); });
}

Follower::~Follower() {
  {
    absl::MutexLock lock(&mutex_);
    stopping_ = true;
  }
  log_.Interrupt();
  store_.Interrupt();
  thread_.join();
}

FollowState Follower::state() const {
  absl::MutexLock lock(&mutex_);
  return state_;
}

bool Follower::stopping() const {
  absl::MutexLock lock(&mutex_);
  return stopping_;
}

void Follower::Update(const std::function<void(FollowState&)>& change, const Applied& applied) {
  FollowState copy;
  {
    absl::MutexLock lock(&mutex_);
    change(state_);
    copy = state_;
  }
  observer_(copy, applied);
}

void Follower::Run() {
  while (!stopping()) {
    const absl::Status status = Step();
    if (status.ok() || stopping()) continue;
    // What was being done may be half done: the store is asked anew.
    leads_ = false;
    const std::string error = status.ToString();
    const FollowState before = state();
    if (before.error != error) Log(Severity::kError, "cannot follow the log", {{"error", error}});
    Update(
        [&](FollowState& state) {
          state.error = error;
          state.applies = false;
          // What is not the log that was followed has not been caught up with.
          if (absl::IsDataLoss(status)) state.caught_up = false;
        },
        Applied{before.applied, 0, 0});
    absl::MutexLock lock(&mutex_);
    mutex_.AwaitWithTimeout(absl::Condition(&stopping_), options_.wait);
  }
  store_.Resign();
}

absl::Status Follower::ReadPosition() {
  StatePosition position;
  const auto read = [&]() -> absl::Status {
    ASSIGN_OR_RETURN(const std::unique_ptr<StateReader> reader, store_.Snapshot());
    ASSIGN_OR_RETURN(position.sequence, reader->Sequence());
    ASSIGN_OR_RETURN(const auto range, reader->ChangeRange());
    position.last_change = range.first;
    return absl::OkStatus();
  };
  if (absl::Status status = read(); !status.ok()) {
    Update([](FollowState& state) { state.caught_up = false; }, Applied{state().applied, 0, 0});
    return status;
  }
  if (position.sequence == state().applied && position.last_change == last_change_) return absl::OkStatus();
  // A state that has lost commits has fewer; those who watch must hear of that too.
  const int64_t changes =
      std::max<int64_t>(position.last_change == last_change_ ? 0 : 1, position.last_change - last_change_);
  last_change_ = position.last_change;
  Update([&](FollowState& state) { state.applied = position.sequence; },
         Applied{position.sequence, changes, 0});
  return absl::OkStatus();
}

void Follower::SetLog(int64_t last) {
  Update(
      [&](FollowState& state) {
        state.log_last = std::max(last, state.applied);
        state.applies = leads_;
        state.caught_up = state.caught_up || state.applied >= last;
        state.error.clear();
      },
      Applied{state().applied, 0, 0});
}

absl::Status Follower::Step() {
  if (!leads_) RETURN_IF_ERROR(ReadPosition());
  const absl::StatusOr<int64_t> last = log_.LastSequence();
  if (!last.ok()) {
    // Another process may be able to read it.
    store_.Resign();
    return last.status();
  }
  if (const int64_t applied = state().applied; *last < applied) {
    return absl::DataLossError(
        absl::StrCat("the log ends at sequence ", *last, ", but this state has applied ", applied,
                     ": it is another log or has lost records; give the right log, or delete the "
                     "store to build the state anew"));
  }
  ASSIGN_OR_RETURN(const bool leads, store_.TryToLead());
  if (leads && !leads_) {
    Log(Severity::kInfo, "applying the log", {{"sequence", absl::StrCat(state().applied)}});
    // The one that led before may have committed since.
    RETURN_IF_ERROR(ReadPosition());
  }
  leads_ = leads;
  if (!leads) {
    SetLog(*last);
    return store_.WaitForCommit(options_.take_over);
  }
  const int64_t applied = state().applied;
  if (*last > applied) return ApplyNext(applied, *last);
  SetLog(*last);
  return log_.WaitFor(applied + 1, clock_.TimeNow() + options_.wait).status();
}

absl::Status Follower::ApplyNext(int64_t applied, int64_t last) {
  ASSIGN_OR_RETURN(const std::vector<SequencedRecord> records,
                   log_.Read(applied + 1, options_.max_records, options_.max_bytes));
  if (records.empty()) return absl::OkStatus();
  std::vector<Span> spans = ApplySpans(records);
  absl::StatusOr<Applied> applied_batch = applier_.Apply(records);
  for (Span& span : spans) span.End(applied_batch.status().code());
  ASSIGN_OR_RETURN(Applied batch, std::move(applied_batch));
  // What follows is a part of the last record's trace.
  batch.traceparent = spans.back().traceparent();
  last_change_ += batch.changes;
  Update(
      [&](FollowState& state) {
        state.applied = batch.sequence;
        state.log_last = std::max(last, batch.sequence);
        state.applies = true;
        state.caught_up = state.caught_up || batch.sequence >= last;
        state.error.clear();
      },
      batch);
  return absl::OkStatus();
}

}  // namespace tearsheet
