#include "query_service/follower.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/log.h"
#include "common/status_macros.h"

namespace tearsheet {

Follower::Follower(const Ontology& ontology, StateStore& store, EventLogReader& log, Clock& clock,
                   int64_t applied, const FollowerOptions& options, Observer observer)
    : ontology_(ontology),
      store_(store),
      log_(log),
      clock_(clock),
      options_(options),
      observer_(std::move(observer)) {
  state_.applied = applied;
  thread_ = std::thread([this] { Run(); });
}

Follower::~Follower() {
  {
    absl::MutexLock lock(&mutex_);
    stopping_ = true;
  }
  log_.Interrupt();
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
    const std::string error = status.ToString();
    if (state().error != error) {
      Log(Severity::kError, "cannot follow the log", {{"error", error}});
      Update(
          [&](FollowState& state) {
            state.error = error;
            // What is not the log that was followed has not been caught up with.
            if (absl::IsDataLoss(status)) state.caught_up = false;
          },
          Applied{state().applied, 0, 0});
    }
    absl::MutexLock lock(&mutex_);
    mutex_.AwaitWithTimeout(absl::Condition(&stopping_), options_.wait);
  }
}

absl::Status Follower::Step() {
  const int64_t applied = state().applied;
  ASSIGN_OR_RETURN(int64_t last, log_.LastSequence());
  if (last < applied) {
    return absl::DataLossError(
        absl::StrCat("the log ends at sequence ", last, ", but this state has applied ", applied,
                     ": it is another log or has lost records; give the right log, or delete the "
                     "store to build the state anew"));
  }
  if (last == applied) {
    if (const FollowState now = state(); !now.caught_up || !now.error.empty() || now.log_last != last) {
      Update(
          [&](FollowState& state) {
            state.log_last = last;
            state.caught_up = true;
            state.error.clear();
          },
          Applied{applied, 0, 0});
    }
    return log_.WaitFor(applied + 1, clock_.TimeNow() + options_.wait).status();
  }
  ASSIGN_OR_RETURN(const std::vector<SequencedRecord> records,
                   log_.Read(applied + 1, options_.max_records, options_.max_bytes));
  if (records.empty()) return absl::OkStatus();
  ASSIGN_OR_RETURN(const Applied batch, ApplyRecords(ontology_, store_, records));
  Update(
      [&](FollowState& state) {
        state.applied = batch.sequence;
        state.log_last = std::max(last, batch.sequence);
        state.caught_up = state.caught_up || batch.sequence >= last;
        state.error.clear();
      },
      batch);
  return absl::OkStatus();
}

}  // namespace tearsheet
