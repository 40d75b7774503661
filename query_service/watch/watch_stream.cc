#include "query_service/watch/watch_stream.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/error.h"
#include "common/grpc_status.h"
#include "common/status_macros.h"
#include "query_service/answers/deal_change.h"
#include "query_service/answers/read_view.h"
#include "query_service/answers/tokens.h"
#include "query_service/errors.h"

namespace tearsheet {
namespace {

constexpr char kMethod[] = "QueryService/WatchDeals";
// Changes read from the store at a time.
constexpr int kStreamPage = 64;

}  // namespace

WatchStream::WatchStream(WatchHub& hub, grpc::CallbackServerContext* call,
                         const v1::WatchDealsRequest& request)
    : hub_(hub),
      call_(call),
      request_(request),
      start_(hub.runner().clock().TimeNow()),
      epoch_(hub.store().Epoch()),
      last_step_(start_) {}

WatchStream* WatchStream::Start(WatchHub& hub, grpc::CallbackServerContext* call,
                                const v1::WatchDealsRequest& request) {
  std::shared_ptr<WatchStream> stream(new WatchStream(hub, call, request));
  stream->self_ = stream;
  absl::StatusOr<Admission> admission = hub.runner().Admit(*call, kMethod);
  const absl::Status admitted = admission.status();
  if (admitted.ok()) stream->admission_ = *std::move(admission);
  const bool added = admitted.ok() && hub.TryAdd(stream.get());
  absl::MutexLock lock(&stream->mutex_);
  if (!admitted.ok()) {
    stream->End(admitted);
  } else if (!added) {
    stream->End(TooManyWatchers(hub.options().max_watchers));
  }
  if (!stream->FinishIfEnded()) stream->Submit(&WatchStream::Open);
  return stream.get();
}

void WatchStream::Submit(void (WatchStream::*step)()) {
  step_ = Step::kReading;
  if (hub_.pool().TrySubmit([self = shared_from_this(), step] { (self.get()->*step)(); })) return;
  step_ = Step::kIdle;
  EndTooSlow();
}

absl::Status WatchStream::ResolveRequest() {
  WatchFilter filter;
  for (const std::string& type : request_.types()) {
    if (hub_.ontology().FindType(type) == nullptr)
      return InvalidField("types", absl::StrCat("the ontology has no event type '", type, "'"));
    filter.types.insert(type);
  }
  for (const int status : request_.statuses()) {
    if (!v1::Status_IsValid(status) || status == v1::STATUS_UNSPECIFIED)
      return InvalidField("statuses", absl::StrCat(status, " is no status"));
    filter.statuses.insert(static_cast<v1::Status>(status));
  }
  ASSIGN_OR_RETURN(const std::unique_ptr<ReadView> view,
                   ReadView::Open(hub_.ontology(), hub_.store(), AsOf{}));
  if (!request_.company().empty()) {
    ASSIGN_OR_RETURN(const v1::Entity company, view->FindCompany(request_.company()));
    filter.entity_id = company.entity_id();
    filter.include_units = request_.include_units();
  }
  ASSIGN_OR_RETURN(const auto range, view->reader().ChangeRange());
  int64_t cursor = range.first;
  if (!request_.token().empty()) {
    ASSIGN_OR_RETURN(const WatchPosition position, ReadWatchToken(request_.token()));
    if (position.epoch != epoch_ || position.number > range.first || position.number + 1 < range.second)
      return TokenTooOld();
    cursor = position.number;
  }
  absl::MutexLock lock(&mutex_);
  filter_ = std::move(filter);
  cursor_ = cursor;
  sequence_ = view->sequence();
  return absl::OkStatus();
}

void WatchStream::Open() {
  const absl::Status status = ResolveRequest();
  absl::MutexLock lock(&mutex_);
  step_ = Step::kIdle;
  if (!status.ok()) End(status);
  if (FinishIfEnded()) return;
  // The first answer tells that the watch has begun, and from where.
  Send(nullptr);
}

void WatchStream::ReadStore() {
  int64_t cursor = 0;
  {
    absl::MutexLock lock(&mutex_);
    cursor = cursor_;
  }
  const auto read = [&]() -> absl::StatusOr<std::deque<WatchedChange>> {
    ASSIGN_OR_RETURN(const std::unique_ptr<StateReader> reader, hub_.store().Snapshot());
    ASSIGN_OR_RETURN(std::vector<StoredChange> changes, reader->ChangesAfter(cursor, kStreamPage));
    // What is missing was dropped between two reads.
    if (changes.empty() || changes.front().number != cursor + 1) return TokenTooOld();
    std::deque<WatchedChange> page;
    for (StoredChange& change : changes) {
      ASSIGN_OR_RETURN(v1::DealChange told, ToDealChange(change));
      page.push_back(
          {.number = change.number, .change = std::move(told), .companies = std::move(change.companies)});
    }
    return page;
  };
  absl::StatusOr<std::deque<WatchedChange>> page = read();
  absl::MutexLock lock(&mutex_);
  step_ = Step::kIdle;
  if (!page.ok()) End(page.status());
  if (FinishIfEnded()) return;
  page_ = *std::move(page);
  Advance();
}

void WatchStream::Advance() {
  while (!page_.empty()) {
    const WatchedChange next = std::move(page_.front());
    page_.pop_front();
    cursor_ = next.number;
    if (filter_.Matches(next)) return Send(&next.change);
  }
  const auto next = hub_.Next(filter_, cursor_);
  if (!next.ok()) return Submit(&WatchStream::ReadStore);
  if (*next != nullptr) return Send(&(*next)->change);
  live_ = true;
}

void WatchStream::Send(const v1::DealChange* change) {
  response_.Clear();
  if (change != nullptr) {
    *response_.mutable_change() = *change;
    ++sent_;
  }
  response_.set_token(MakeWatchToken(epoch_, cursor_));
  sequence_ = std::max(sequence_, hub_.Last().second);
  response_.set_sequence(sequence_);
  step_ = Step::kWriting;
  last_step_ = hub_.runner().clock().TimeNow();
  StartWrite(&response_);
}

void WatchStream::OnWriteDone(bool ok) {
  absl::MutexLock lock(&mutex_);
  step_ = Step::kIdle;
  if (!ok) End(absl::CancelledError("the caller has gone"));
  if (!FinishIfEnded()) Advance();
}

void WatchStream::Wake() {
  // After a fail-over that lost changes, their numbers are given anew.
  const bool same_run = hub_.store().Epoch() == epoch_;
  absl::MutexLock lock(&mutex_);
  if (ended_) return;
  if (!same_run) {
    End(TokenTooOld());
    FinishIfEnded();
    return;
  }
  if (step_ == Step::kIdle) return Advance();
  if (live_ && step_ == Step::kWriting && hub_.Last().first - cursor_ > hub_.options().max_lag) {
    EndTooSlow();
  }
}

void WatchStream::Tick() {
  absl::MutexLock lock(&mutex_);
  const absl::Time now = hub_.runner().clock().TimeNow();
  const absl::Duration since = now - last_step_;
  if (ended_) {
    // A caller who does not even read how the stream ended is cut off.
    if (finished_ && since > hub_.options().max_unread_end) call_->TryCancel();
    return;
  }
  if (now >= admission_.end) {
    End(StreamTooOld());
    FinishIfEnded();
  } else if (step_ == Step::kWriting && since > hub_.options().max_stall) {
    EndTooSlow();
  } else if (step_ == Step::kIdle && since >= hub_.options().heartbeat) {
    Send(nullptr);
  }
}

void WatchStream::Drain() {
  absl::MutexLock lock(&mutex_);
  End(ShuttingDown());
  FinishIfEnded();
}

void WatchStream::OnCancel() {
  absl::MutexLock lock(&mutex_);
  End(absl::CancelledError("the caller has gone or its deadline has passed"));
  FinishIfEnded();
}

void WatchStream::End(const absl::Status& status) {
  if (ended_) return;
  ended_ = true;
  status_ = status;
}

void WatchStream::EndTooSlow() {
  End(WatcherTooSlow());
  hub_.CountTooSlow();
  FinishIfEnded();
}

bool WatchStream::FinishIfEnded() {
  if (!ended_) return false;
  // A write that the caller holds up may still be under way: gRPC sends the status after it.
  if (step_ != Step::kReading && !finished_) {
    finished_ = true;
    last_step_ = hub_.runner().clock().TimeNow();
    Finish(ToGrpcStatus(status_));
  }
  return true;
}

void WatchStream::OnDone() {
  hub_.Remove(this);
  {
    absl::MutexLock lock(&mutex_);
    hub_.runner().Record(kMethod, status_, hub_.runner().clock().TimeNow() - start_,
                         {{"caller", admission_.caller}, {"changes", absl::StrCat(sent_)}});
  }
  self_.reset();
}

}  // namespace tearsheet
