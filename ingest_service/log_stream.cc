#include "ingest_service/log_stream.h"

#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/grpc_status.h"
#include "event_log/read_position.h"
#include "ingest_service/errors.h"

namespace tearsheet {

constexpr char kReadRecords[] = "EventLogService/ReadRecords";

LogStream* LogStream::Start(const LogStreamParts& parts, grpc::CallbackServerContext& call,
                            const log::v1::ReadRecordsRequest& request) {
  std::shared_ptr<LogStream> stream(new LogStream(parts, call, request));
  stream->self_ = stream;
  absl::StatusOr<Admission> admission = parts.runner.Admit(call, kReadRecords);
  const absl::Status admitted = admission.status();
  if (admitted.ok()) stream->admission_ = *std::move(admission);
  const bool added = admitted.ok() && parts.streams.TryAdd(stream.get());
  absl::MutexLock lock(&stream->mutex_);
  if (!added) stream->End(admitted.ok() ? TooManyStreams() : admitted);
  if (!stream->FinishIfEnded()) stream->Submit(&LogStream::Open);
  return stream.get();
}

void LogStream::Open() {
  const absl::StatusOr<int64_t> last = parts_.log.LastSequence();
  absl::MutexLock lock(&mutex_);
  busy_ = false;
  if (!last.ok()) {
    End(last.status());
  } else if (const absl::Status status = CheckReadPosition(next_, *last); !status.ok()) {
    End(status);
  }
  if (FinishIfEnded()) return;
  // The first response tells where the log ends, whether or not there is anything to send.
  response_.set_last_sequence(*last);
  Send();
}

void LogStream::Submit(void (LogStream::*step)()) {
  busy_ = true;
  // The pool has room for one step of each stream.
  if (!parts_.pool.TrySubmit([self = shared_from_this(), step] { (self.get()->*step)(); })) {
    busy_ = false;
    End(TooManyStreams());
    FinishIfEnded();
  }
}

void LogStream::ReadStep() {
  int64_t from = 0;
  {
    absl::MutexLock lock(&mutex_);
    from = next_;
  }
  absl::StatusOr<std::vector<SequencedRecord>> records =
      parts_.log.Read(from, parts_.max_records, parts_.max_bytes);
  const absl::StatusOr<int64_t> last = parts_.log.LastSequence();
  absl::MutexLock lock(&mutex_);
  busy_ = false;
  if (!records.ok()) End(records.status());
  if (!last.ok()) End(last.status());
  if (FinishIfEnded()) return;
  if (records->empty()) {
    if (stop_at_end_) End(absl::OkStatus());
    if (FinishIfEnded()) return;
    // Appended while the log was being read: nobody will wake the stream for it again.
    if (last_sequence_ >= next_) Submit(&LogStream::ReadStep);
    return;
  }
  response_.Clear();
  response_.set_last_sequence(*last);
  for (SequencedRecord& record : *records) {
    auto& sent = *response_.add_records();
    sent.set_sequence(record.sequence);
    *sent.mutable_record() = std::move(record.record);
  }
  next_ += std::ssize(*records);
  sent_ += std::ssize(*records);
  Send();
}

void LogStream::Send() {
  busy_ = true;
  writing_ = true;
  last_step_ = parts_.runner.clock().TimeNow();
  StartWrite(&response_);
}

void LogStream::OnWriteDone(bool ok) {
  absl::MutexLock lock(&mutex_);
  busy_ = false;
  writing_ = false;
  if (!ok) End(absl::CancelledError("the caller has gone"));
  if (FinishIfEnded()) return;
  Submit(&LogStream::ReadStep);
}

void LogStream::Wake(int64_t last_sequence) {
  absl::MutexLock lock(&mutex_);
  last_sequence_ = last_sequence;
  if (busy_ || ended_) return;
  if (last_sequence >= next_) return Submit(&LogStream::ReadStep);
  response_.Clear();
  response_.set_last_sequence(last_sequence);
  Send();
}

void LogStream::Tick() {
  absl::MutexLock lock(&mutex_);
  const absl::Time now = parts_.runner.clock().TimeNow();
  const bool stalls = (writing_ || finished_) && now - last_step_ > parts_.max_stall;
  if (finished_) {
    // A caller who does not even read how the stream ended is cut off.
    if (stalls) call_.TryCancel();
    return;
  }
  if (now >= admission_.end) End(StreamTooOld());
  if (stalls) End(ReaderTooSlow());
  FinishIfEnded();
}

void LogStream::Drain() {
  absl::MutexLock lock(&mutex_);
  End(ShuttingDown());
  FinishIfEnded();
}

void LogStream::OnCancel() {
  absl::MutexLock lock(&mutex_);
  End(absl::CancelledError("the caller has gone or its deadline has passed"));
  FinishIfEnded();
}

void LogStream::End(const absl::Status& status) {
  if (ended_) return;
  ended_ = true;
  status_ = status;
}

bool LogStream::FinishIfEnded() {
  if (!ended_) return false;
  // A write that the caller holds up may still be under way: gRPC sends the status after it.
  if ((!busy_ || writing_) && !finished_) {
    finished_ = true;
    last_step_ = parts_.runner.clock().TimeNow();
    Finish(ToGrpcStatus(status_));
  }
  return true;
}

void LogStream::OnDone() {
  parts_.streams.Remove(this);
  {
    absl::MutexLock lock(&mutex_);
    parts_.runner.Record(
        kReadRecords, status_, parts_.runner.clock().TimeNow() - start_,
        {{"caller", admission_.caller}, {"records", absl::StrCat(sent_)}, {"next", absl::StrCat(next_)}});
  }
  self_.reset();
}

}  // namespace tearsheet
