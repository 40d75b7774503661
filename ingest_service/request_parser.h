// Requests from their bytes, so that text that is no UTF-8 is refused by the name of its field. gRPC itself
// would only say that it cannot parse the request, and would end a whole stream over it.
#pragma once

#include <string_view>

#include "absl/status/status.h"
#include "google/protobuf/message.h"
#include "grpcpp/support/byte_buffer.h"

namespace tearsheet {

// Fills `request` from `bytes`. INVALID_ARGUMENT: naming the field and the place of the first invalid UTF-8,
// or saying that the bytes are no such message.
absl::Status ParseRequest(std::string_view bytes, google::protobuf::Message& request);

// The same for bytes that gRPC received.
absl::Status ParseRequest(const grpc::ByteBuffer& bytes, google::protobuf::Message& request);

// The bytes that gRPC sends for `message`.
grpc::ByteBuffer ToBytes(const google::protobuf::Message& message);

}  // namespace tearsheet
