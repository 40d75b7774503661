#include "event_log/remote_event_log.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/clock.h"
#include "common/error.h"
#include "common/grpc_status.h"
#include "common/log.h"
#include "common/status_macros.h"
#include "event_log/record_format.h"
#include "grpcpp/create_channel.h"

namespace tearsheet {
namespace {

std::shared_ptr<grpc::Channel> MakeChannel(const std::string& address,
                                           const std::shared_ptr<grpc::ChannelCredentials>& credentials) {
  grpc::ChannelArguments arguments;
  // A batch may hold one record of any size.
  arguments.SetMaxReceiveMessageSize(-1);
  // Notices a peer that has gone without a word.
  arguments.SetInt(GRPC_ARG_KEEPALIVE_TIME_MS, 20'000);
  arguments.SetInt(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, 10'000);
  arguments.SetInt(GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS, 100);
  arguments.SetInt(GRPC_ARG_MIN_RECONNECT_BACKOFF_MS, 100);
  arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, 2000);
  return grpc::CreateCustomChannel(address, credentials, arguments);
}

// Errors that the caller has to deal with; the others pass, and are UNAVAILABLE to it.
bool IsFinal(const absl::Status& status) {
  switch (status.code()) {
    case absl::StatusCode::kInvalidArgument:
    case absl::StatusCode::kOutOfRange:
    case absl::StatusCode::kDataLoss:
    case absl::StatusCode::kUnimplemented:
    case absl::StatusCode::kPermissionDenied:
    case absl::StatusCode::kUnauthenticated:
      return true;
    default:
      return false;
  }
}

absl::Status Unreachable(const std::string& address, absl::string_view why) {
  return ErrorBuilder(absl::StatusCode::kUnavailable, "LOG_UNREACHABLE",
                      absl::StrCat("the event log at ", address, " cannot be read now: ", why))
      .Metadata("address", address)
      .RetryAfter(absl::Seconds(1))
      .Build();
}

absl::Status EndOfStream(const std::string& address, const grpc::Status& status) {
  if (status.ok()) return Unreachable(address, "the stream has ended");
  absl::Status error = FromGrpcStatus(status);
  return IsFinal(error) ? error : Unreachable(address, error.message());
}

}  // namespace

RemoteEventLog::RemoteEventLog(const std::string& address, const RemoteEventLogOptions& options,
                               const std::shared_ptr<grpc::ChannelCredentials>& credentials)
    : address_(address),
      options_(options),
      stub_(log::v1::EventLogService::NewStub(MakeChannel(address, credentials))),
      thread_([this] { Run(); }) {}

RemoteEventLog::~RemoteEventLog() {
  {
    absl::MutexLock lock(&mutex_);
    stopping_ = true;
    if (context_ != nullptr) context_->TryCancel();
  }
  thread_.join();
}

absl::StatusOr<std::vector<SequencedRecord>> RemoteEventLog::Read(int64_t from_sequence, int max_records,
                                                                  int64_t max_bytes) {
  if (from_sequence < 1)
    return InvalidField("from_sequence", absl::StrCat("is ", from_sequence, "; the first record is 1"));
  absl::MutexLock lock(&mutex_);
  const int64_t first = buffer_.empty() ? next_ : buffer_.front().record.sequence;
  // A final error has ended the stream: asking again is another try.
  if (from_sequence != first || IsFinal(status_)) Seek(from_sequence);
  const auto decided = [&]() ABSL_SHARED_LOCKS_REQUIRED(mutex_) {
    return !buffer_.empty() || !status_.ok() || interrupted_ ||
           (last_sequence_ >= 0 && from_sequence > last_sequence_);
  };
  const bool in_time = mutex_.AwaitWithTimeout(absl::Condition(&decided), options_.patience);
  std::vector<SequencedRecord> found;
  int64_t bytes = 0;
  while (!buffer_.empty() && std::ssize(found) < max_records) {
    bytes += buffer_.front().bytes;
    if (!found.empty() && bytes > max_bytes) break;
    buffered_bytes_ -= buffer_.front().bytes;
    found.push_back(std::move(buffer_.front().record));
    buffer_.pop_front();
  }
  if (!found.empty()) return found;
  if (!status_.ok()) return status_;
  if (interrupted_) return Unreachable(address_, "this process is ending");
  if (!in_time) return Unreachable(address_, "it does not answer");
  return found;
}

absl::StatusOr<int64_t> RemoteEventLog::LastSequence() {
  {
    absl::MutexLock lock(&mutex_);
    if (last_sequence_ >= 0 && status_.ok()) return last_sequence_;
  }
  // No stream knows: ask by one that is dropped after its first response, which always tells the end of the
  // log.
  grpc::ClientContext context;
  context.set_deadline(absl::ToChronoTime(Clock::Real().TimeNow() + options_.patience));
  log::v1::ReadRecordsRequest request;
  request.set_from_sequence(1);
  request.set_stop_at_end(true);
  const auto stream = stub_->ReadRecords(&context, request);
  log::v1::ReadRecordsResponse response;
  if (!stream->Read(&response)) return EndOfStream(address_, stream->Finish());
  context.TryCancel();
  stream->Finish();
  return response.last_sequence();
}

absl::StatusOr<int64_t> RemoteEventLog::WaitFor(int64_t sequence, absl::Time deadline) {
  bool following = false;
  {
    absl::MutexLock lock(&mutex_);
    following = next_ > 0 && !IsFinal(status_);
  }
  if (!following) {
    ASSIGN_OR_RETURN(const int64_t last, LastSequence());
    absl::MutexLock lock(&mutex_);
    if (next_ == 0 || IsFinal(status_)) Seek(last + 1);
  }
  absl::MutexLock lock(&mutex_);
  const auto done = [&]() ABSL_SHARED_LOCKS_REQUIRED(mutex_) {
    return interrupted_ || last_sequence_ >= sequence || IsFinal(status_);
  };
  mutex_.AwaitWithDeadline(absl::Condition(&done), deadline);
  if (last_sequence_ >= 0) return last_sequence_;
  if (interrupted_) return 0;
  return status_.ok() ? Unreachable(address_, "it does not answer") : status_;
}

void RemoteEventLog::Interrupt() {
  absl::MutexLock lock(&mutex_);
  interrupted_ = true;
}

void RemoteEventLog::Seek(int64_t sequence) {
  next_ = sequence;
  ++generation_;
  last_sequence_ = -1;
  status_ = absl::OkStatus();
  buffer_.clear();
  buffered_bytes_ = 0;
  if (context_ != nullptr) context_->TryCancel();
}

void RemoteEventLog::Run() {
  absl::Duration backoff = options_.min_backoff;
  int64_t generation = 0;
  while (true) {
    int64_t from = 0;
    {
      const auto wanted = [&]() ABSL_SHARED_LOCKS_REQUIRED(mutex_) {
        return stopping_ || (next_ > 0 && !IsFinal(status_));
      };
      absl::MutexLock lock(&mutex_, absl::Condition(&wanted));
      if (stopping_) return;
      generation = generation_;
      from = next_;
    }
    ReadStream(generation, from);
    absl::MutexLock lock(&mutex_);
    if (generation != generation_) continue;
    // A stream that brought something has earned a quick retry.
    backoff = next_ > from ? options_.min_backoff : std::min(backoff * 2, options_.max_backoff);
    const auto sooner = [&]() ABSL_SHARED_LOCKS_REQUIRED(mutex_) {
      return stopping_ || generation != generation_;
    };
    mutex_.AwaitWithTimeout(absl::Condition(&sooner), backoff);
  }
}

void RemoteEventLog::ReadStream(int64_t generation, int64_t from) {
  grpc::ClientContext context;
  {
    absl::MutexLock lock(&mutex_);
    if (stopping_ || generation != generation_) return;
    context_ = &context;
  }
  log::v1::ReadRecordsRequest request;
  request.set_from_sequence(from);
  const auto stream = stub_->ReadRecords(&context, request);
  log::v1::ReadRecordsResponse response;
  while (stream->Read(&response)) {
    if (!Store(generation, response)) context.TryCancel();
  }
  const absl::Status status = EndOfStream(address_, stream->Finish());
  absl::MutexLock lock(&mutex_);
  context_ = nullptr;
  if (stopping_ || generation != generation_) return;
  if (status_.ok()) {
    status_ = status;
    Log(Severity::kWarning, "the stream of the event log has ended",
        {{"address", address_}, {"next", absl::StrCat(next_)}, {"why", std::string(status.message())}});
  }
}

bool RemoteEventLog::Store(int64_t generation, log::v1::ReadRecordsResponse& response) {
  const auto ready = [&]() ABSL_SHARED_LOCKS_REQUIRED(mutex_) {
    return stopping_ || generation != generation_ || HasRoom();
  };
  absl::MutexLock lock(&mutex_, absl::Condition(&ready));
  if (stopping_ || generation != generation_) return false;
  for (auto& sent : *response.mutable_records()) {
    if (sent.sequence() != next_) {
      status_ =
          DamagedRecord(next_, absl::StrCat("the service sent record ", sent.sequence(), " in its place"));
      return false;
    }
    const auto bytes = static_cast<int64_t>(sent.ByteSizeLong());
    buffer_.push_back(
        {.record = {.sequence = next_, .record = std::move(*sent.mutable_record())}, .bytes = bytes});
    buffered_bytes_ += bytes;
    ++next_;
  }
  last_sequence_ = response.last_sequence();
  status_ = absl::OkStatus();
  return true;
}

}  // namespace tearsheet
