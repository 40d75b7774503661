// "nats://HOST:PORT[,HOST:PORT...]/STREAM": where a log on NATS JetStream is. Pure.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"

namespace tearsheet {

struct NatsAddress {
  // "nats://host:port" each; any of the cluster's servers, the others are learnt from them.
  std::vector<std::string> servers;
  // The stream's name: letters, digits, '-' and '_'.
  std::string stream;
};

// INVALID_ARGUMENT says which part is wrong. The port is 4222 when it is not given. A name with user and
// password in it is refused: secrets come from files.
absl::StatusOr<NatsAddress> ParseNatsAddress(const std::string& name);

// Whether `name` starts like one.
bool IsNatsAddress(const std::string& name);

}  // namespace tearsheet
