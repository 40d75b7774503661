#include "event_log/nats_event_log.h"

#include <algorithm>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "common/clock.h"
#include "common/error.h"
#include "common/status_macros.h"
#include "event_log/nats_errors.h"
#include "event_log/nats_record.h"
#include "event_log/read_position.h"

namespace tearsheet {
namespace {

// How long a wait trusts that it hears of everything.
constexpr absl::Duration kPoll = absl::Seconds(1);
constexpr int64_t kListenMillis = 100;
// More than the headers of a record have.
constexpr int64_t kHeaderBytes = 1024;

absl::Status AnotherStream(const std::string& stream) {
  return ErrorBuilder(
             absl::StatusCode::kDataLoss, "LOG_REPLACED",
             absl::StrCat("the stream '", stream,
                          "' was deleted and made anew; restore it from a backup, or rebuild the states"))
      .Metadata("stream", stream)
      .Build();
}

}  // namespace

NatsEventLog::NatsEventLog(std::unique_ptr<NatsClient> client, const std::string& stream,
                           const NatsOptions& options)
    : stream_(stream),
      options_(options),
      client_(std::move(client)),
      publisher_(*client_, stream, options),
      reader_(*client_, stream),
      listener_([this] { Listen(); }) {}

absl::StatusOr<std::unique_ptr<NatsEventLog>> NatsEventLog::OpenReader(const NatsAddress& address,
                                                                       const NatsOptions& options) {
  ASSIGN_OR_RETURN(std::unique_ptr<NatsClient> client, NatsClient::Create(address, options));
  return std::unique_ptr<NatsEventLog>(new NatsEventLog(std::move(client), address.stream, options));
}

absl::StatusOr<std::unique_ptr<NatsEventLog>> NatsEventLog::Open(const NatsAddress& address,
                                                                 const NatsOptions& options) {
  ASSIGN_OR_RETURN(std::unique_ptr<NatsEventLog> log, OpenReader(address, options));
  const absl::Time deadline = Clock::Real().TimeNow() + options.open_patience;
  // Making a stream can time out while a server of the cluster is lost.
  while (true) {
    const absl::StatusOr<NatsStreamEnd> end = EnsureStream(*log->client_, log->stream_, options);
    if (end.ok()) {
      RETURN_IF_ERROR(log->Believe(*end, /*known=*/0).status());
      return log;
    }
    if (!absl::IsUnavailable(end.status()) || Clock::Real().TimeNow() > deadline) return end.status();
    absl::SleepFor(options.retry_pause);
  }
}

NatsEventLog::~NatsEventLog() {
  {
    absl::MutexLock lock(&mutex_);
    stopping_ = true;
  }
  listener_.join();
}

absl::StatusOr<std::vector<SequencedRecord>> NatsEventLog::Read(int64_t from_sequence, int max_records,
                                                                int64_t max_bytes) {
  int64_t last = this->last();
  if (from_sequence > last) {
    ASSIGN_OR_RETURN(last, LastSequence());
  }
  RETURN_IF_ERROR(CheckReadPosition(from_sequence, last));
  if (from_sequence > last || max_records < 1) return std::vector<SequencedRecord>();
  return reader_.Read(from_sequence, last, max_records, max_bytes);
}

absl::StatusOr<int64_t> NatsEventLog::LastSequence() {
  const int64_t known = last();
  ASSIGN_OR_RETURN(const NatsStreamEnd end, ReadStreamEnd(*client_, stream_));
  return Believe(end, known);
}

absl::StatusOr<int64_t> NatsEventLog::Believe(const NatsStreamEnd& end, int64_t known) {
  const absl::Time now = Clock::Real().TimeNow();
  absl::MutexLock lock(&mutex_);
  if (created_ == 0) created_ = end.created;
  if (created_ != end.created) return AnotherStream(stream_);
  if (end.last_sequence >= known) {
    regressed_ = absl::InfiniteFuture();
    last_ = std::max(last_, end.last_sequence);
    return last_;
  }
  regressed_ = std::min(regressed_, now);
  if (now - regressed_ < options_.regress_patience) {
    return NatsUnavailable(absl::StrCat("the stream '", stream_, "' ends at ", end.last_sequence,
                                        " and ended at ", known,
                                        " before; its leader may not have caught up yet"));
  }
  last_ = end.last_sequence;
  return last_;
}

absl::StatusOr<int64_t> NatsEventLog::WaitFor(int64_t sequence, absl::Time deadline) {
  while (true) {
    const absl::StatusOr<int64_t> last = LastSequence();
    const absl::Time now = Clock::Real().TimeNow();
    absl::MutexLock lock(&mutex_);
    if (interrupted_) return last_;
    if (!last.ok() && now >= deadline) return last.status();
    if (last.ok() && (*last >= sequence || now >= deadline)) return *last;
    const auto done = [&]() ABSL_SHARED_LOCKS_REQUIRED(mutex_) { return interrupted_ || last_ >= sequence; };
    mutex_.AwaitWithDeadline(absl::Condition(&done), std::min(deadline, now + kPoll));
    if (interrupted_ || last_ >= sequence) return last_;
  }
}

void NatsEventLog::Interrupt() {
  publisher_.Interrupt();
  absl::MutexLock lock(&mutex_);
  interrupted_ = true;
}

absl::StatusOr<std::vector<Appended>> NatsEventLog::Append(const std::vector<log::v1::LogRecord>& records) {
  if (records.empty()) return std::vector<Appended>();
  ASSIGN_OR_RETURN(std::vector<Appended> results, publisher_.Append(records));
  for (const Appended& result : results) Advance(result.sequence);
  return results;
}

absl::StatusOr<std::optional<int64_t>> NatsEventLog::Find(const std::string& record_id) {
  ASSIGN_OR_RETURN(const std::optional<int64_t> sequence, reader_.Find(record_id));
  if (sequence) Advance(*sequence);
  return sequence;
}

int64_t NatsEventLog::max_record_bytes() {
  if (const auto session = client_->Connected(); session.ok())
    max_record_bytes_ = natsConnection_GetMaxPayload((*session)->connection.get()) - kHeaderBytes;
  return max_record_bytes_;
}

void NatsEventLog::Advance(int64_t sequence) {
  absl::MutexLock lock(&mutex_);
  last_ = std::max(last_, sequence);
}

int64_t NatsEventLog::last() const {
  absl::MutexLock lock(&mutex_);
  return last_;
}

bool NatsEventLog::stopping() const {
  absl::MutexLock lock(&mutex_);
  return stopping_;
}

void NatsEventLog::Listen() {
  while (!stopping()) {
    const absl::StatusOr<std::shared_ptr<NatsSession>> session = client_->Connected();
    if (session.ok()) ListenOn(**session);
    absl::MutexLock lock(&mutex_);
    mutex_.AwaitWithTimeout(absl::Condition(&stopping_), options_.retry_pause);
  }
}

void NatsEventLog::ListenOn(NatsSession& session) {
  natsSubscription* raw = nullptr;
  if (natsConnection_SubscribeSync(&raw, session.connection.get(), StoredSubjects(stream_).c_str()) !=
      NATS_OK)
    return;
  const NatsHandle<natsSubscription> subscription(raw);
  while (!stopping()) {
    natsMsg* message = nullptr;
    const natsStatus status = natsSubscription_NextMsg(&message, raw, kListenMillis);
    const NatsHandle<natsMsg> owner(message);
    // Where some were dropped because this was slow, the next one tells as much.
    if (status == NATS_TIMEOUT || status == NATS_SLOW_CONSUMER) continue;
    if (status != NATS_OK) return;
    int64_t sequence = 0;
    if (absl::SimpleAtoi(HeaderOf(*message, "Nats-Sequence"), &sequence)) Advance(sequence);
  }
}

}  // namespace tearsheet
