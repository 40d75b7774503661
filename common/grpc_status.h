// absl::Status <-> grpc::Status; the only place that knows both.
#pragma once

#include "absl/status/status.h"
#include "grpcpp/support/status.h"

namespace tearsheet {

// Keeps code and message, and writes every payload into the error details (google.rpc.Status).
grpc::Status ToGrpcStatus(const absl::Status& status);

// The inverse; details of other formats are dropped.
absl::Status FromGrpcStatus(const grpc::Status& status);

}  // namespace tearsheet
