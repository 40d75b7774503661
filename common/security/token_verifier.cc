#include "common/security/token_verifier.h"

#include <utility>

#include "common/status_macros.h"

namespace tearsheet {
namespace {

constexpr size_t kMaxVerified = 10'000;

}  // namespace

void TokenVerifier::SetTokens(StaticTokens tokens) {
  absl::MutexLock lock(&mutex_);
  tokens_ = std::make_shared<const StaticTokens>(std::move(tokens));
}

void TokenVerifier::SetJwtVerifier(JwtVerifier verifier) {
  absl::MutexLock lock(&mutex_);
  jwt_ = std::make_shared<const JwtVerifier>(std::move(verifier));
  verified_.clear();
}

absl::StatusOr<TokenBearer> TokenVerifier::Verify(std::string_view token, absl::Time now) {
  const std::string digest = Sha256(token);
  std::shared_ptr<const JwtVerifier> jwt;
  {
    absl::ReaderMutexLock lock(&mutex_);
    if (tokens_ != nullptr) {
      if (const TokenBearer* bearer = tokens_->Find(digest)) return *bearer;
    }
    if (const auto found = verified_.find(digest); found != verified_.end() && now < found->second.expiry)
      return found->second;
    jwt = jwt_;
  }
  if (jwt == nullptr) return InvalidToken("no caller has it");
  ASSIGN_OR_RETURN(TokenBearer bearer, jwt->Verify(token, now));
  absl::MutexLock lock(&mutex_);
  // Keys that were replaced meanwhile vouch for nothing any more.
  if (jwt == jwt_) {
    if (verified_.size() >= kMaxVerified) verified_.clear();
    verified_.insert_or_assign(digest, bearer);
  }
  return bearer;
}

}  // namespace tearsheet
