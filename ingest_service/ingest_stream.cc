#include "ingest_service/ingest_stream.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "common/error.h"
#include "common/grpc_status.h"
#include "ingest_service/errors.h"
#include "ingest_service/request_parser.h"
#include "ingest_service/trace_context.h"

namespace tearsheet {

constexpr char kIngestArticles[] = "IngestService/IngestArticles";

IngestStream::IngestStream(const IngestStreamParts& parts, grpc::CallbackServerContext& call)
    : parts_(parts),
      call_(call),
      span_(Span::Server(kIngestArticles, TraceparentOf(call))),
      start_(parts.runner.clock().TimeNow()) {}

IngestStream* IngestStream::Start(const IngestStreamParts& parts, grpc::CallbackServerContext& call) {
  std::shared_ptr<IngestStream> stream(new IngestStream(parts, call));
  stream->self_ = stream;
  absl::StatusOr<Admission> admission = parts.runner.Admit(call, kIngestArticles);
  const absl::Status admitted = admission.status();
  if (admitted.ok()) stream->admission_ = *std::move(admission);
  const bool added = admitted.ok() && parts.streams.TryAdd(stream.get());
  absl::MutexLock lock(&stream->mutex_);
  if (!added) stream->End(admitted.ok() ? TooManyStreams() : admitted);
  stream->ReadNext();
  stream->FinishIfDone();
  return stream.get();
}

void IngestStream::Drain() {
  absl::MutexLock lock(&mutex_);
  if (finished_ || read_all_) return;
  End(ShuttingDown());
  FinishIfDone();
}

void IngestStream::Tick() {
  absl::MutexLock lock(&mutex_);
  const absl::Time now = parts_.runner.clock().TimeNow();
  const bool stalls = (writing_ || finished_) && now - last_step_ > parts_.options.max_stall;
  if (finished_) {
    // A caller who does not even read how the stream ended is cut off.
    if (stalls) call_.TryCancel();
    return;
  }
  if (now >= admission_.end) End(StreamTooOld());
  if (stalls && !stalled_) {
    stalled_ = true;
    cancelled_ = true;
    End(ReaderTooSlow());
  }
  WriteNext();
}

void IngestStream::End(const absl::Status& status) {
  read_all_ = true;
  if (status_.ok()) status_ = status;
}

void IngestStream::OnReadDone(bool ok) {
  int64_t index = 0;
  grpc::ByteBuffer request;
  {
    absl::MutexLock lock(&mutex_);
    // Taken under the lock: from here on an answer on another thread may start the next read into request_.
    request.Swap(&request_);
    reading_ = false;
    // An article that came in after the stream was told to end is not answered: the caller sends it again.
    if (!ok || read_all_) {
      read_all_ = true;
      return FinishIfDone();
    }
    index = first_ + std::ssize(slots_);
    const auto bytes = static_cast<int64_t>(request.Length());
    slots_.emplace_back().bytes = bytes;
    bytes_ += bytes;
  }
  parts_.metrics.Started();
  // The pool has room for the windows of all streams; it is full only when unary calls took their share.
  if (!parts_.pool.TrySubmit(
          [self = shared_from_this(), index, request] { self->SetPrepared(index, self->Work(request)); }))
    SetPrepared(index, {std::nullopt, TooManyArticles()});
  absl::MutexLock lock(&mutex_);
  ReadNext();
}

Ingestor::Prepared IngestStream::Work(const grpc::ByteBuffer& bytes) {
  {
    absl::MutexLock lock(&mutex_);
    // Nobody would learn of it; whoever sent it sends it again.
    if (cancelled_) return {std::nullopt, absl::CancelledError()};
  }
  v1::IngestArticlesRequest request;
  if (const absl::Status status = ParseRequest(bytes, request); !status.ok()) return {std::nullopt, status};
  return parts_.ingestor.Prepare(std::move(*request.mutable_article()), span_.traceparent());
}

void IngestStream::SetPrepared(int64_t index, Ingestor::Prepared prepared) {
  absl::MutexLock lock(&mutex_);
  slots_[index - first_].prepared = std::move(prepared);
  AppendPrepared();
  WriteNext();
}

void IngestStream::AppendPrepared() {
  for (; next_append_ < first_ + std::ssize(slots_); ++next_append_) {
    Slot& slot = slots_[next_append_ - first_];
    if (!slot.prepared) return;
    Ingestor::Prepared prepared = *std::exchange(slot.prepared, std::nullopt);
    if (!prepared.record) {
      SetAnswer(next_append_, prepared.answer);
      continue;
    }
    parts_.ingestor.Append(std::move(prepared), [self = shared_from_this(), index = next_append_](
                                                    const absl::StatusOr<v1::IngestArticleResponse>& result) {
      absl::MutexLock lock(&self->mutex_);
      self->SetAnswer(index, result);
      self->WriteNext();
    });
  }
}

void IngestStream::SetAnswer(int64_t index, const absl::StatusOr<v1::IngestArticleResponse>& result) {
  parts_.metrics.Finished(result);
  refused_ += result.ok() ? 0 : 1;
  v1::IngestArticlesResponse response;
  response.set_index(index);
  if (result.ok()) {
    *response.mutable_accepted() = *result;
  } else {
    *response.mutable_error() = StatusToProto(result.status());
  }
  slots_[index - first_].answer = ToBytes(response);
}

void IngestStream::WriteNext() {
  if (cancelled_) {
    while (!slots_.empty() && slots_.front().answer) {
      bytes_ -= slots_.front().bytes;
      slots_.pop_front();
      ++first_;
    }
    return FinishIfDone();
  }
  if (writing_) return;
  if (slots_.empty() || !slots_.front().answer) return FinishIfDone();
  response_ = *std::move(slots_.front().answer);
  bytes_ -= slots_.front().bytes;
  slots_.pop_front();
  ++first_;
  writing_ = true;
  last_step_ = parts_.runner.clock().TimeNow();
  // Answers of one sync are ready together, and go out together. Not so the first one, which takes the
  // headers of the stream along: gRPC reports it as written when these have left, and a hint lets them wait
  // for whatever leaves next.
  grpc::WriteOptions options;
  if (first_ > 1 && !slots_.empty() && slots_.front().answer) options.set_buffer_hint();
  StartWrite(&response_, options);
  ReadNext();
}

void IngestStream::ReadNext() {
  if (reading_ || read_all_ || finished_) return;
  if (std::ssize(slots_) >= parts_.options.window ||
      (!slots_.empty() && bytes_ >= parts_.options.window_bytes))
    return;
  reading_ = true;
  StartRead(&request_);
}

void IngestStream::FinishIfDone() {
  // A write that the caller holds up may still be under way: gRPC sends the status after it.
  if (finished_ || !read_all_ || !slots_.empty() || (writing_ && !stalled_)) return;
  finished_ = true;
  last_step_ = parts_.runner.clock().TimeNow();
  Finish(ToGrpcStatus(status_));
}

void IngestStream::OnWriteDone(bool ok) {
  absl::MutexLock lock(&mutex_);
  writing_ = false;
  if (!ok) {
    cancelled_ = true;
    read_all_ = true;
  }
  WriteNext();
}

void IngestStream::OnCancel() {
  absl::MutexLock lock(&mutex_);
  cancelled_ = true;
  End(absl::CancelledError("the caller has gone or its deadline has passed"));
  WriteNext();
}

void IngestStream::OnDone() {
  parts_.streams.Remove(this);
  {
    absl::MutexLock lock(&mutex_);
    span_.End(status_.code());
    parts_.runner.Record(kIngestArticles, status_, parts_.runner.clock().TimeNow() - start_,
                         {{"caller", admission_.caller},
                          {"articles", absl::StrCat(first_)},
                          {"refused", absl::StrCat(refused_)}});
  }
  self_.reset();
}

}  // namespace tearsheet
