#include "cli/client/watch_run.h"

#include <memory>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/status_macros.h"
#include "grpcpp/completion_queue.h"
#include "grpcpp/support/async_stream.h"

namespace tearsheet {
namespace {

// One stream, driven by one thread with one operation under way. The destructor cancels it and waits for its
// end.
class Stream {
 public:
  Stream(v1::QueryService::Stub& stub, const v1::WatchDealsRequest& request)
      : call_(stub.PrepareAsyncWatchDeals(&context_, request, &queue_)) {
    call_->StartCall(nullptr);
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

  // Waits for the call to be sent. False: see Finish.
  bool Started(absl::Time deadline) { return Wait(deadline); }

  // The next step; null at the end of the stream (see Finish) and when `deadline` has passed (see timed_out).
  const v1::WatchDealsResponse* Next(absl::Time deadline) {
    call_->Read(&step_, nullptr);
    return Wait(deadline) ? &step_ : nullptr;
  }

  bool timed_out() const { return timed_out_; }

  grpc::Status Finish() {
    grpc::Status status;
    call_->Finish(&status, nullptr);
    Wait(absl::InfiniteFuture());
    return status;
  }

 private:
  bool Wait(absl::Time deadline) {
    void* tag = nullptr;
    bool ok = false;
    timed_out_ =
        queue_.AsyncNext(&tag, &ok, absl::ToChronoTime(deadline)) != grpc::CompletionQueue::GOT_EVENT;
    return !timed_out_ && ok;
  }

  grpc::ClientContext context_;
  grpc::CompletionQueue queue_;
  std::unique_ptr<grpc::ClientAsyncReader<v1::WatchDealsResponse>> call_;
  v1::WatchDealsResponse step_;
  bool timed_out_ = false;
};

// "From now on" is made a place in time before the first stream is opened, so that a stream that is lost
// before its first step leaves no gap.
absl::Status StartFromNow(Client<v1::QueryService>& client, v1::WatchDealsRequest& request) {
  v1::ListDealsRequest list;
  list.set_page_size(1);
  ASSIGN_OR_RETURN(const v1::ListDealsResponse now, (client.Call<v1::ListDealsRequest, v1::ListDealsResponse>(
                                                        &v1::QueryService::Stub::ListDeals, list)));
  request.set_token(now.watch_token());
  return absl::OkStatus();
}

}  // namespace

absl::Status WatchDeals(Client<v1::QueryService>& client, v1::WatchDealsRequest request,
                        const WatchListener& listener, const WatchRunOptions& options) {
  if (request.token().empty()) RETURN_IF_ERROR(StartFromNow(client, request));
  Backoff backoff(options.backoff);
  bool connected = false;
  const auto deadline = [&] { return client.clock().TimeNow() + options.silence; };
  while (true) {
    absl::Status end;
    {
      Stream stream(client.stub(), request);
      bool alive = stream.Started(deadline());
      connected = connected || alive;
      while (alive) {
        const auto* step = stream.Next(deadline());
        if (step == nullptr) break;
        backoff.Reset();
        if (step->has_change() && !listener.on_change(*step)) return absl::OkStatus();
        if (!step->token().empty()) request.set_token(step->token());
      }
      end = client.Explain(stream.timed_out() ? grpc::Status(grpc::StatusCode::DEADLINE_EXCEEDED, "")
                                              : stream.Finish());
    }
    if (end.ok()) end = absl::UnavailableError(absl::StrCat(client.endpoint().program, " ended the stream"));
    if (!connected || !IsWorthAnotherTry(end.code())) return end;
    const absl::Duration wait = backoff.Next();
    listener.on_interrupted(end, wait);
    absl::SleepFor(wait);
  }
}

}  // namespace tearsheet
