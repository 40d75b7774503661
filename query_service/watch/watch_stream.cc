#include "query_service/watch/watch_stream.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/error.h"
#include "common/grpc_status.h"
#include "common/status_macros.h"
#include "query_service/answers/prepared.h"
#include "query_service/answers/read_view.h"
#include "query_service/answers/tokens.h"
#include "query_service/errors.h"

namespace tearsheet {
namespace {

constexpr char kMethod[] = "QueryService/WatchDeals";
// Changes read from the store at a time, and how many of those that match are kept, in about so many bytes.
constexpr int kStreamPage = 64;
constexpr int kMaxLookedAt = 1024;
constexpr size_t kMaxKeptBytes = 64 << 10;

}  // namespace

WatchStream::WatchStream(WatchHub& hub, grpc::CallbackServerContext* call)
    : hub_(hub),
      call_(call),
      start_(hub.runner().clock().TimeNow()),
      epoch_(hub.store().Epoch()),
      last_step_(start_) {}

WatchStream* WatchStream::Start(WatchHub& hub, grpc::CallbackServerContext* call,
                                const grpc::ByteBuffer& request) {
  std::shared_ptr<WatchStream> stream(new WatchStream(hub, call));
  stream->self_ = stream;
  absl::StatusOr<Admission> admission = hub.runner().Admit(*call, kMethod);
  absl::Status status = admission.status();
  if (status.ok()) {
    stream->admission_ = *std::move(admission);
    status = ParseMessage(request, stream->request_);
  }
  if (status.ok()) {
    stream->id_ = hub.TryAdd(stream);
    if (stream->id_ == 0) status = TooManyWatchers(hub.options().max_watchers);
  }
  absl::MutexLock lock(&stream->mutex_);
  if (!status.ok()) stream->End(status);
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
  // Before the stream first looks at the newest change: what comes later is told by the hub.
  hub_.Subscribe(id_, filter);
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
  SendSignOfLife();
}

absl::StatusOr<WatchStream::Page> WatchStream::ReadPage(const WatchFilter& filter, int64_t& cursor) {
  ASSIGN_OR_RETURN(const std::unique_ptr<StateReader> reader, hub_.store().Snapshot());
  Page page;
  size_t bytes = 0;
  for (int looked_at = 0; looked_at < kMaxLookedAt && page.empty(); looked_at += kStreamPage) {
    ASSIGN_OR_RETURN(std::vector<StoredChange> changes, reader->ChangesAfter(cursor, kStreamPage));
    if (changes.empty()) break;
    // What is missing was dropped between two reads.
    if (changes.front().number != cursor + 1) return TokenTooOld();
    for (StoredChange& stored : changes) {
      ASSIGN_OR_RETURN(std::shared_ptr<const WatchedChange> change,
                       WatchedChange::Make(std::move(stored), /*traceparent=*/""));
      if (filter.Matches(change->subject())) {
        if (bytes > kMaxKeptBytes) return page;
        bytes += change->bytes();
        page.push_back(change);
      }
      cursor = change->number();
    }
  }
  return page;
}

void WatchStream::ReadStore() {
  WatchFilter filter;
  int64_t cursor = 0;
  {
    absl::MutexLock lock(&mutex_);
    filter = filter_;
    cursor = cursor_;
  }
  const int64_t start = cursor;
  absl::StatusOr<Page> page = ReadPage(filter, cursor);
  // The hub has read changes that the store no longer has.
  if (page.ok() && cursor == start) page = TokenTooOld();
  absl::MutexLock lock(&mutex_);
  step_ = Step::kIdle;
  if (!page.ok()) End(page.status());
  if (FinishIfEnded()) return;
  page_ = *std::move(page);
  page_end_ = cursor;
  if (page_.empty()) cursor_ = page_end_;
  Advance();
}

void WatchStream::Advance() {
  if (!page_.empty()) {
    std::shared_ptr<const WatchedChange> change = std::move(page_.front());
    page_.pop_front();
    cursor_ = page_.empty() ? page_end_ : change->number();
    return Send(std::move(change));
  }
  if (up_to_date_) {
    if (next_ == 0) return;
    cursor_ = std::max(cursor_, next_ - 1);
    next_ = 0;
    up_to_date_ = false;
  }
  auto change = hub_.Next(filter_, cursor_);
  if (!change.ok()) return Submit(&WatchStream::ReadStore);
  if (*change != nullptr) return Send(*std::move(change));
  up_to_date_ = true;
  live_ = true;
}

void WatchStream::SkipAnnounced(const Announced& announced) {
  if (up_to_date_ && next_ == 0) cursor_ = std::max(cursor_, announced.number);
}

void WatchStream::Send(std::shared_ptr<const WatchedChange> change) {
  const absl::StatusOr<std::string>& message = change->message();
  if (!message.ok()) {
    End(message.status());
    FinishIfEnded();
    return;
  }
  ++sent_;
  sequence_ = std::max({sequence_, change->sequence(), hub_.announced().sequence});
  sending_ = Span::Child("send", SpanKind::kProducer, change->traceparent());
  PreparedAnswer answer;
  answer.AddShared(v1::WatchDealsResponse::kChangeFieldNumber, *message, std::move(change));
  Write(answer);
}

void WatchStream::SendSignOfLife() {
  PreparedAnswer answer;
  Write(answer);
}

void WatchStream::Write(PreparedAnswer& answer) {
  answer.AddBytes(v1::WatchDealsResponse::kTokenFieldNumber, MakeWatchToken(epoch_, cursor_));
  answer.AddInt64(v1::WatchDealsResponse::kSequenceFieldNumber, sequence_);
  response_ = answer.Take();
  step_ = Step::kWriting;
  last_step_ = hub_.runner().clock().TimeNow();
  StartWrite(&response_);
}

void WatchStream::OnWriteDone(bool ok) {
  absl::MutexLock lock(&mutex_);
  step_ = Step::kIdle;
  sending_.End(ok ? absl::StatusCode::kOk : absl::StatusCode::kCancelled);
  if (!ok) End(absl::CancelledError("the caller has gone"));
  if (!FinishIfEnded()) Advance();
}

void WatchStream::Wake(int64_t number) {
  absl::MutexLock lock(&mutex_);
  // Who is not up to date finds it by itself.
  if (ended_) return;
  if (up_to_date_ && next_ == 0) next_ = number;
  if (step_ == Step::kIdle && up_to_date_) return Advance();
  if (live_ && step_ == Step::kWriting && hub_.last() - cursor_ > hub_.options().max_lag) EndTooSlow();
}

void WatchStream::EndUnless(const std::string& epoch) {
  if (epoch == epoch_) return;
  absl::MutexLock lock(&mutex_);
  End(TokenTooOld());
  FinishIfEnded();
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
    const Announced announced = hub_.announced();
    // The watch may have begun in a state that the hub has still to read.
    if (announced.sequence < sequence_) return;
    SkipAnnounced(announced);
    sequence_ = announced.sequence;
    SendSignOfLife();
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
  if (id_ != 0) hub_.Remove(id_);
  {
    absl::MutexLock lock(&mutex_);
    hub_.runner().Record(kMethod, status_, hub_.runner().clock().TimeNow() - start_,
                         {{"caller", admission_.caller}, {"changes", absl::StrCat(sent_)}});
  }
  self_.reset();
}

}  // namespace tearsheet
