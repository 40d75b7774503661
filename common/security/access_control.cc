#include "common/security/access_control.h"

#include "common/status_macros.h"

namespace tearsheet {
namespace {

constexpr absl::Duration kReloadInterval = absl::Seconds(1);

FileReloader::Observer CountReloads(Metrics& metrics) {
  const auto counter = [&](const char* result) -> prometheus::Counter& {
    return metrics.Counter("tearsheet_security_reloads_total",
                           "Changed policy, token and key files by whether they were accepted",
                           {{"result", result}});
  };
  return [&accepted = counter("accepted"), &refused = counter("refused")](bool ok) {
    (ok ? accepted : refused).Increment();
  };
}

}  // namespace

AccessControl::AccessControl(const ServerSecurity& security, Metrics& metrics, Clock& clock)
    : security_(security), gate_(security.gate, clock), reloader_(kReloadInterval, CountReloads(metrics)) {}

absl::Status AccessControl::Check(const ServerSecurity& security) {
  RETURN_IF_ERROR(CheckTlsFiles(security.tls, Clock::Real().TimeNow()));
  Metrics metrics;
  return AccessControl(security, metrics, Clock::Real()).Load();
}

absl::Status AccessControl::Load() {
  RETURN_IF_ERROR(CheckAccess(security_));
  if (!security_.token_file.empty()) {
    RETURN_IF_ERROR(reloader_.Add(security_.token_file, [this](const std::string& text) -> absl::Status {
      ASSIGN_OR_RETURN(StaticTokens tokens, StaticTokens::FromText(text, security_.token_file));
      gate_.tokens().SetTokens(std::move(tokens));
      return absl::OkStatus();
    }));
  }
  if (!security_.jwks_file.empty()) {
    RETURN_IF_ERROR(reloader_.Add(security_.jwks_file, [this](const std::string& text) -> absl::Status {
      ASSIGN_OR_RETURN(JwtVerifier verifier, JwtVerifier::FromJwks(text, security_.jwks_file, security_.jwt));
      gate_.tokens().SetJwtVerifier(std::move(verifier));
      return absl::OkStatus();
    }));
  }
  if (!security_.policy_file.empty()) {
    RETURN_IF_ERROR(reloader_.Add(security_.policy_file, [this](const std::string& text) -> absl::Status {
      ASSIGN_OR_RETURN(Policy policy, Policy::FromText(text, security_.policy_file));
      gate_.SetPolicy(std::move(policy));
      return absl::OkStatus();
    }));
  }
  reloader_.Start();
  return absl::OkStatus();
}

}  // namespace tearsheet
