#include "cli/client/ingest_run.h"

#include <algorithm>
#include <iterator>
#include <memory>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "cli/text/display_width.h"
#include "common/error.h"
#include "grpcpp/completion_queue.h"
#include "grpcpp/support/async_stream.h"

namespace tearsheet {
namespace {

constexpr absl::Duration kTick = absl::Milliseconds(100);

bool MayPass(absl::StatusCode code) {
  return code == absl::StatusCode::kUnavailable || code == absl::StatusCode::kResourceExhausted ||
         code == absl::StatusCode::kAborted;
}

}  // namespace

// One gRPC stream with at most one read and one write under way, driven by one thread. The destructor cancels
// what is still under way and waits for it.
class IngestRun::Stream {
 public:
  Stream(v1::IngestService::Stub& stub, const std::string& traceparent) {
    if (!traceparent.empty()) context_.AddMetadata("traceparent", traceparent);
    call_ = stub.PrepareAsyncIngestArticles(&context_, &queue_);
    Begin(kStart);
    call_->StartCall(Tag(kStart));
  }

  ~Stream() {
    context_.TryCancel();
    queue_.Shutdown();
    void* tag = nullptr;
    bool ok = false;
    while (queue_.Next(&tag, &ok)) {
    }
  }

  Stream(const Stream&) = delete;
  Stream& operator=(const Stream&) = delete;

  bool open() const { return open_; }
  bool ended() const { return ended_; }
  bool can_write() const { return open_ && !under_way_[kWrite] && !writes_done_; }

  void Write(const v1::IngestArticlesRequest& request) {
    Begin(kWrite);
    call_->Write(request, Tag(kWrite));
  }

  void WritesDone() {
    writes_done_ = true;
    Begin(kWrite);
    call_->WritesDone(Tag(kWrite));
  }

  // Waits until `deadline` for something to happen. Returns an answer when one has come; it is valid until
  // the next call.
  const v1::IngestArticlesResponse* Wait(absl::Time deadline) {
    if (answer_taken_) StartRead();
    void* tag = nullptr;
    bool ok = false;
    if (queue_.AsyncNext(&tag, &ok, absl::ToChronoTime(deadline)) != grpc::CompletionQueue::GOT_EVENT)
      return nullptr;
    const auto step = static_cast<Step>(reinterpret_cast<intptr_t>(tag));
    under_way_[step] = false;
    if (step == kFinish) {
      ended_ = true;
      return nullptr;
    }
    if (step == kRead && ok) {
      answer_taken_ = true;
      return &answer_;
    }
    if (step == kStart && ok) {
      open_ = true;
      StartRead();
    }
    // A failed write is told by the read too, but a failed start is not.
    if (!ok && step != kWrite) {
      open_ = false;
      Begin(kFinish);
      call_->Finish(&status_, Tag(kFinish));
    }
    return nullptr;
  }

  // How it ended.
  const grpc::Status& status() const { return status_; }

 private:
  enum Step : intptr_t { kStart, kRead, kWrite, kFinish, kSteps };

  static void* Tag(Step step) { return reinterpret_cast<void*>(step); }
  void Begin(Step step) { under_way_[step] = true; }
  void StartRead() {
    answer_taken_ = false;
    Begin(kRead);
    call_->Read(&answer_, Tag(kRead));
  }

  grpc::ClientContext context_;
  grpc::CompletionQueue queue_;
  std::unique_ptr<grpc::ClientAsyncReaderWriter<v1::IngestArticlesRequest, v1::IngestArticlesResponse>> call_;
  bool under_way_[kSteps] = {};
  bool open_ = false;
  bool ended_ = false;
  bool writes_done_ = false;
  bool answer_taken_ = false;
  v1::IngestArticlesResponse answer_;
  grpc::Status status_;
};

IngestRun::IngestRun(Client<v1::IngestService>& client, Source source, IngestListener& listener,
                     const IngestRunOptions& options)
    : client_(client),
      source_(std::move(source)),
      listener_(listener),
      options_(options),
      backoff_(options.backoff) {}

absl::Status IngestRun::Run() {
  last_progress_ = Now();
  while (HasNext()) {
    const absl::Status end = RunStream();
    if (end.ok()) break;
    // What was on its way comes first again, in its old order.
    waiting_.insert(waiting_.begin(), std::make_move_iterator(in_flight_.begin()),
                    std::make_move_iterator(in_flight_.end()));
    in_flight_.clear();
    in_flight_bytes_ = 0;
    if (!connected_ || !IsWorthAnotherTry(end.code())) return end;
    if (Now() - last_progress_ > options_.give_up_after)
      return {end.code(), absl::StrCat("gave up after ", absl::FormatDuration(options_.give_up_after),
                                       " without an answer; the next article is ",
                                       waiting_.empty() ? "not read yet" : waiting_.front().place,
                                       "; last error: ", end.message())};
    const absl::Duration wait = std::max(backoff_.Next(), RetryDelay(end));
    listener_.OnInterrupted(end, wait);
    absl::SleepFor(wait);
  }
  return absl::OkStatus();
}

// Reads ahead by one article, so that the end of the source is known before the stream is needed.
bool IngestRun::HasNext() {
  while (waiting_.empty() && !source_ended_) {
    auto item = source_();
    if (!item) {
      source_ended_ = true;
      break;
    }
    if (!item->article.ok()) {
      ++counts_.refused;
      counts_.done_bytes += item->bytes;
      listener_.OnRefused(item->place, item->article.status());
      continue;
    }
    Sent& next = waiting_.emplace_back();
    next.place = std::move(item->place);
    next.bytes = item->bytes;
    *next.request.mutable_article() = *std::move(item->article);
  }
  return !waiting_.empty();
}

bool IngestRun::WindowHasRoom() const {
  return in_flight_.empty() ||
         (in_flight_.size() < options_.window_articles && in_flight_bytes_ < options_.window_bytes);
}

absl::Status IngestRun::RunStream() {
  Stream stream(client_.stub(), options_.traceparent);
  int64_t answered = 0;
  absl::Time last_event = Now();
  while (!stream.ended()) {
    connected_ = connected_ || stream.open();
    bool wrote = false;
    if (stream.can_write() && WindowHasRoom() && Now() >= resume_time_) {
      // A slow source (a pipe) is no silence of the service.
      const absl::Time before = Now();
      const bool has_next = HasNext();
      const absl::Duration read_time = Now() - before;
      last_event += read_time;
      last_progress_ += read_time;
      if (has_next) {
        in_flight_.push_back(std::move(waiting_.front()));
        waiting_.pop_front();
        in_flight_bytes_ += in_flight_.back().bytes;
        stream.Write(in_flight_.back().request);
        wrote = true;
      } else if (in_flight_.empty()) {
        stream.WritesDone();
      }
    }
    const auto* answer = stream.Wait(Now() + (wrote ? absl::ZeroDuration() : kTick));
    if (answer != nullptr) {
      if (in_flight_.empty() || answer->index() != answered)
        return absl::DataLossError(absl::StrCat(client_.endpoint().program, " at ",
                                                client_.endpoint().address, " answered article ",
                                                answer->index(), " where ", answered, " was due"));
      ++answered;
      last_event = Now();
      TakeAnswer(*answer);
    }
    listener_.OnProgress(counts_);
    if (in_flight_.empty() && stream.open()) last_event = Now();
    if (Now() - last_event > options_.answer_timeout)
      return client_.Explain({grpc::StatusCode::DEADLINE_EXCEEDED, ""});
    if (!passing_error_.ok() && Now() - last_progress_ > options_.give_up_after)
      return absl::FailedPreconditionError(absl::StrCat("the service took no article for ",
                                                        absl::FormatDuration(options_.give_up_after), ": ",
                                                        passing_error_.message()));
  }
  if (in_flight_.empty() && !HasNext()) return absl::OkStatus();
  if (stream.status().ok()) return client_.Explain({grpc::StatusCode::UNAVAILABLE, "the stream was ended"});
  return client_.Explain(stream.status());
}

void IngestRun::TakeAnswer(const v1::IngestArticlesResponse& response) {
  Sent sent = std::move(in_flight_.front());
  in_flight_.pop_front();
  in_flight_bytes_ -= sent.bytes;

  if (response.has_error()) {
    const absl::Status error = StatusFromProto(response.error());
    if (MayPass(error.code())) {
      // The first of a batch says it; the others had the same cause.
      if (Now() >= resume_time_) {
        const absl::Duration wait = std::max(backoff_.Next(), RetryDelay(error));
        resume_time_ = Now() + wait;
        listener_.OnInterrupted(error, wait);
      }
      passing_error_ = error;
      waiting_.push_back(std::move(sent));
      return;
    }
    ++counts_.refused;
    listener_.OnRefused(sent.place, error);
  } else {
    Accept(sent, response.accepted());
  }
  counts_.done_bytes += sent.bytes;
  passing_error_ = absl::OkStatus();
  last_progress_ = Now();
  backoff_.Reset();
}

void IngestRun::Accept(const Sent& sent, const v1::IngestArticleResponse& answer) {
  counts_.sequence = std::max(counts_.sequence, answer.sequence());
  if (answer.duplicate()) {
    ++counts_.already_in;
    return;
  }
  ++counts_.added;
  counts_.events += answer.event_count();
  for (const auto& warning : answer.warnings()) listener_.OnWarning(sent.place, CleanLine(warning.message()));
}

}  // namespace tearsheet
