// Answers put together from bytes that are serialised already.
#pragma once

#include <cstdint>
#include <string>

#include "grpcpp/support/byte_buffer.h"

namespace tearsheet {

// The wire form of a message, field by field. Not thread-safe.
class PreparedAnswer {
 public:
  // A submessage or string. Empty strings may be left out by the caller.
  void AddBytes(int field, const std::string& bytes);
  void AddInt64(int field, int64_t value);

  // The message. The object is empty afterwards.
  grpc::ByteBuffer Take();

 private:
  std::string bytes_;
};

}  // namespace tearsheet
