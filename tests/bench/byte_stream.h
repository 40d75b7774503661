// One IngestArticles stream whose requests were serialised before: what a client costs at least.
#pragma once

#include <string>
#include <vector>

#include "absl/synchronization/notification.h"
#include "grpcpp/generic/generic_stub.h"
#include "grpcpp/support/byte_buffer.h"

namespace tearsheet::testing {

// Sends `requests` as fast as the stream takes them and drops the answers.
class ByteStream : public grpc::ClientBidiReactor<grpc::ByteBuffer, grpc::ByteBuffer> {
 public:
  // Begins at once. Borrows `requests`.
  ByteStream(grpc::GenericStub& stub, const std::vector<grpc::ByteBuffer>& requests) : requests_(requests) {
    stub.PrepareBidiStreamingCall(&context_, "/tearsheet.v1.IngestService/IngestArticles", {}, this);
    StartRead(&answer_);
    Write();
    StartCall();
  }

  // Waits for the end; the number of answers, or -1 when the stream failed.
  int64_t Await() {
    done_.WaitForNotification();
    return status_.ok() ? answers_ : -1;
  }

  void OnWriteDone(bool ok) override {
    if (ok) Write();
  }
  void OnReadDone(bool ok) override {
    if (!ok) return;
    ++answers_;
    StartRead(&answer_);
  }
  void OnDone(const grpc::Status& status) override {
    status_ = status;
    done_.Notify();
  }

 private:
  void Write() {
    if (next_ < requests_.size()) {
      grpc::WriteOptions options;
      const grpc::ByteBuffer& request = requests_[next_++];
      if (next_ % kSentTogether != 0 && next_ < requests_.size()) options.set_buffer_hint();
      StartWrite(&request, options);
    } else {
      StartWritesDone();
    }
  }

  static constexpr size_t kSentTogether = 8;

  const std::vector<grpc::ByteBuffer>& requests_;
  size_t next_ = 0;
  int64_t answers_ = 0;
  grpc::ClientContext context_;
  grpc::ByteBuffer answer_;
  grpc::Status status_;
  absl::Notification done_;
};

}  // namespace tearsheet::testing
