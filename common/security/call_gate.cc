#include "common/security/call_gate.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "common/error.h"
#include "common/status_macros.h"
#include "common/strings.h"

namespace tearsheet {
namespace {

absl::Status CredentialsMissing(std::string_view method) {
  return ErrorBuilder(absl::StatusCode::kUnauthenticated, "CREDENTIALS_MISSING",
                      absl::StrCat(Absl(method),
                                   " is not for everybody: show a client certificate or send a token "
                                   "as the metadata 'authorization: Bearer TOKEN'"))
      .Metadata("method", method)
      .Build();
}

absl::Status NotAllowed(const std::string& caller, std::string_view method) {
  return ErrorBuilder(
             absl::StatusCode::kPermissionDenied, "METHOD_NOT_ALLOWED",
             absl::StrCat("no rule of the policy allows ", Absl(method), " to the caller '", caller, "'"))
      .Metadata("method", method)
      .Metadata("caller", caller)
      .Build();
}

}  // namespace

void CallGate::SetPolicy(Policy policy) {
  absl::MutexLock lock(&mutex_);
  policy_ = std::make_shared<const Policy>(std::move(policy));
  has_policy_.store(true, std::memory_order_release);
}

absl::StatusOr<Admission> CallGate::Admit(const grpc::ServerContextBase& call, std::string_view method) {
  const absl::Time now = clock_.TimeNow();
  // Nobody is asked for what decides nothing.
  if (!has_policy_.load(std::memory_order_acquire) && !limits_.Active())
    return Admission{.end = now + options_.max_stream_age};
  ASSIGN_OR_RETURN(const Caller caller, IdentifyCaller(call, tokens_, now));
  RETURN_IF_ERROR(CheckPolicy(caller, method));
  Admission admission{.caller = caller.name(), .end = std::min(caller.expiry, now + options_.max_stream_age)};
  if (limits_.Active()) {
    ASSIGN_OR_RETURN(admission.place,
                     limits_.Begin(caller.anonymous() ? PeerAddress(call) : caller.name(), now));
  }
  return admission;
}

absl::Status CallGate::CheckPolicy(const Caller& caller, std::string_view method) const {
  std::shared_ptr<const Policy> policy;
  {
    absl::ReaderMutexLock lock(&mutex_);
    policy = policy_;
  }
  if (policy == nullptr) return absl::OkStatus();
  const std::string full = FullMethodName(method);
  if (policy->Allows(caller.identities, full)) return absl::OkStatus();
  return caller.anonymous() ? CredentialsMissing(full) : NotAllowed(caller.name(), full);
}

std::string FullMethodName(std::string_view method) {
  if (method.substr(0, method.find('/')).find('.') != std::string_view::npos) return std::string(method);
  return absl::StrCat(method.starts_with("EventLogService/") ? "tearsheet.log.v1." : "tearsheet.v1.",
                      Absl(method));
}

}  // namespace tearsheet
