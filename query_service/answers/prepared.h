// Answers put together from bytes that are serialised already.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "google/protobuf/message_lite.h"
#include "grpcpp/support/byte_buffer.h"

namespace tearsheet {

// Reads the request of a raw method. INVALID_ARGUMENT when `bytes` are no such message.
absl::Status ParseMessage(const grpc::ByteBuffer& bytes, google::protobuf::MessageLite& request);

// The wire form of a message, field by field. Not thread-safe.
class PreparedAnswer {
 public:
  // A submessage or string. Empty strings may be left out by the caller.
  void AddBytes(int field, const std::string& bytes);
  // The same without a copy: `bytes` stay as they are for as long as `owner` lives.
  void AddShared(int field, const std::string& bytes, std::shared_ptr<const void> owner);
  void AddInt64(int field, int64_t value);

  // The message. The object is empty afterwards.
  grpc::ByteBuffer Take();

 private:
  void Flush();

  std::vector<grpc::Slice> slices_;
  // What follows them.
  std::string bytes_;
};

}  // namespace tearsheet
