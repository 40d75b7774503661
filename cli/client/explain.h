// Errors of calls as sentences that say what to do.
#pragma once

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "grpcpp/security/credentials.h"
#include "grpcpp/support/status.h"

namespace tearsheet {

// A service as the user names it.
struct Endpoint {
  // Program that serves it: "tearsheet-query".
  std::string program;
  // Option that names its address: "--query".
  std::string option;
  // "host:port".
  std::string address;
  std::shared_ptr<grpc::ChannelCredentials> credentials = grpc::InsecureChannelCredentials();
};

// The error of a call to `endpoint` that was given `timeout`. What the service itself said stays as it is,
// with its details; what the connection said becomes a sentence with the next step.
absl::Status ExplainCall(const grpc::Status& status, const Endpoint& endpoint, absl::Duration timeout);

// An error for people, without a line end: its message, then one line per field violation when there are
// several, then when to try again.
std::string ErrorText(const absl::Status& status);

// What an article is refused for: "article.body is missing; article.uri ...", one line.
std::string RefusalText(const absl::Status& status);

}  // namespace tearsheet
