// Protobuf's text form as a file format.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "google/protobuf/message.h"

namespace tearsheet {

// Reads `text` into `message`. INVALID_ARGUMENT "name:line:column: why" for the first mistake.
absl::Status ParseTextProto(const std::string& text, const std::string& name,
                            google::protobuf::Message& message);

}  // namespace tearsheet
