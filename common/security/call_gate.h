// The one place that decides whether a call may go on: who calls, may they, and not too often.
#pragma once

#include <atomic>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/clock.h"
#include "common/security/caller.h"
#include "common/security/caller_limits.h"
#include "common/security/policy.h"
#include "common/security/token_verifier.h"
#include "grpcpp/server_context.h"

namespace tearsheet {

// A call that may go on. Keep it for as long as the call runs.
struct Admission {
  // For logs: an identity, or "anonymous".
  std::string caller = {};
  // When a stream should end: its caller's token is no longer good, or it has had its time.
  absl::Time end = absl::InfiniteFuture();
  CallerLimits::Place place = {};
};

struct CallGateOptions {
  CallerLimitOptions limits = {};
  // Longest life of a stream.
  absl::Duration max_stream_age = absl::InfiniteDuration();
};

// Thread-safe; outlives the server.
class CallGate {
 public:
  CallGate(const CallGateOptions& options, Clock& clock)
      : options_(options), clock_(clock), limits_(options.limits) {}

  // Tokens and policy, set before the server starts and replaced at any time. Without a policy everybody may
  // call everything, and only limits, if there are any, make it ask who calls.
  TokenVerifier& tokens() { return tokens_; }
  void SetPolicy(Policy policy) ABSL_LOCKS_EXCLUDED(mutex_);

  // `method` is "package.Service/Method" or, for the services of this project, "Service/Method".
  // UNAUTHENTICATED, PERMISSION_DENIED or RESOURCE_EXHAUSTED with details otherwise.
  absl::StatusOr<Admission> Admit(const grpc::ServerContextBase& call, std::string_view method);

 private:
  absl::Status CheckPolicy(const Caller& caller, std::string_view method) const ABSL_LOCKS_EXCLUDED(mutex_);

  const CallGateOptions options_;
  Clock& clock_;
  TokenVerifier tokens_;
  CallerLimits limits_;
  std::atomic<bool> has_policy_ = false;
  mutable absl::Mutex mutex_;
  // Shared with the calls that are looking at it without the lock.
  std::shared_ptr<const Policy> policy_ ABSL_GUARDED_BY(mutex_);
};

// "tearsheet.v1.QueryService/GetDeal" for "QueryService/GetDeal"; what has a package stays as it is.
std::string FullMethodName(std::string_view method);

}  // namespace tearsheet
