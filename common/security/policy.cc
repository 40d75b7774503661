#include "common/security/policy.h"

#include <algorithm>
#include <array>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/status_macros.h"
#include "common/text_proto.h"
#include "tearsheet/log/v1/event_log_service.pb.h"
#include "tearsheet/v1/ingest_service.pb.h"
#include "tearsheet/v1/query_service.pb.h"

namespace tearsheet {
namespace {

constexpr int kMaxRules = 1000;
constexpr std::string_view kReflection = "grpc.reflection.v1alpha.ServerReflection";
constexpr std::array<std::string_view, 4> kKinds = {"dns:", "cn:", "token:", "jwt:"};

// One policy file may serve both programs, so it may name the methods of all services.
bool IsMethod(const std::string& pattern) {
  if (pattern == "*") return true;
  const size_t slash = pattern.find('/');
  if (slash == std::string::npos) return false;
  const std::string service = pattern.substr(0, slash);
  const std::string method = pattern.substr(slash + 1);
  if (service == kReflection) return method == "*" || method == "ServerReflectionInfo";
  for (const auto* file :
       {v1::IngestArticleRequest::descriptor()->file(), v1::GetDealRequest::descriptor()->file(),
        log::v1::ReadRecordsRequest::descriptor()->file()}) {
    for (int i = 0; i < file->service_count(); ++i) {
      if (file->service(i)->full_name() == service)
        return method == "*" || file->service(i)->FindMethodByName(method) != nullptr;
    }
  }
  return false;
}

bool IsCaller(const std::string& pattern) {
  if (pattern == "*" || pattern == kAnonymous) return true;
  if (pattern.find("://") != std::string::npos) return true;
  return std::any_of(kKinds.begin(), kKinds.end(), [&](std::string_view kind) {
    return pattern.starts_with(kind) && pattern.size() > kind.size();
  });
}

absl::Status CheckRule(const policy::v1::Rule& rule) {
  if (rule.callers().empty()) return absl::InvalidArgumentError("it has no callers");
  if (rule.methods().empty()) return absl::InvalidArgumentError("it has no methods");
  for (const std::string& caller : rule.callers()) {
    if (!IsCaller(caller)) {
      return absl::InvalidArgumentError(
          absl::StrCat("caller '", caller,
                       "': callers are URIs such as spiffe://..., dns:NAME, cn:NAME, token:NAME, "
                       "jwt:SUBJECT, * or anonymous"));
    }
  }
  for (const std::string& method : rule.methods()) {
    if (!IsMethod(method)) {
      return absl::InvalidArgumentError(
          absl::StrCat("method '", method,
                       "': no service has it; methods are package.Service/Method, package.Service/* or *"));
    }
  }
  return absl::OkStatus();
}

bool Has(const std::vector<std::string>& patterns, std::string_view method) {
  return std::any_of(patterns.begin(), patterns.end(), [&](std::string_view pattern) {
    return pattern.ends_with('*') ? method.starts_with(pattern.substr(0, pattern.size() - 1))
                                  : pattern == method;
  });
}

}  // namespace

absl::StatusOr<Policy> Policy::FromText(const std::string& text, const std::string& name) {
  policy::v1::Policy rules;
  RETURN_IF_ERROR(ParseTextProto(text, name, rules));
  if (rules.rules().empty()) return absl::InvalidArgumentError(absl::StrCat(name, ": it has no rules"));
  if (rules.rules_size() > kMaxRules)
    return absl::InvalidArgumentError(absl::StrCat(name, ": it has more than ", kMaxRules, " rules"));
  for (int i = 0; i < rules.rules_size(); ++i) {
    if (const absl::Status status = CheckRule(rules.rules(i)); !status.ok())
      return absl::InvalidArgumentError(absl::StrCat(name, ": rule ", i + 1, ": ", status.message()));
  }
  return Policy(rules);
}

Policy::Policy(const policy::v1::Policy& rules) {
  for (const policy::v1::Rule& rule : rules.rules()) {
    for (const std::string& caller : rule.callers()) {
      Methods* methods = &everybody_;
      if (caller != "*" && caller.ends_with('*')) {
        methods = &prefixes_.emplace_back(caller.substr(0, caller.size() - 1), Methods()).second;
      } else if (caller != "*") {
        methods = &exact_[caller];
      }
      methods->insert(methods->end(), rule.methods().begin(), rule.methods().end());
    }
  }
}

bool Policy::Allows(const std::vector<std::string>& identities, std::string_view method) const {
  return std::any_of(identities.begin(), identities.end(), [&](const std::string& identity) {
    if (identity != kAnonymous && Has(everybody_, method)) return true;
    const auto found = exact_.find(identity);
    if (found != exact_.end() && Has(found->second, method)) return true;
    return std::any_of(prefixes_.begin(), prefixes_.end(), [&](const auto& prefix) {
      return identity.starts_with(prefix.first) && Has(prefix.second, method);
    });
  });
}

}  // namespace tearsheet
