// Bearer tokens of calls: who bears this one?
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "common/security/jwt.h"
#include "common/security/static_tokens.h"

namespace tearsheet {

// Remembers which JSON Web Tokens are good, so that a signature is checked once and not for each call.
// Thread-safe.
class TokenVerifier {
 public:
  // Replaces the tokens or keys; what was found with the old ones is forgotten.
  void SetTokens(StaticTokens tokens) ABSL_LOCKS_EXCLUDED(mutex_);
  void SetJwtVerifier(JwtVerifier verifier) ABSL_LOCKS_EXCLUDED(mutex_);

  // UNAUTHENTICATED for a token that nobody here knows or that has expired.
  absl::StatusOr<TokenBearer> Verify(std::string_view token, absl::Time now) ABSL_LOCKS_EXCLUDED(mutex_);

 private:
  absl::Mutex mutex_;
  std::shared_ptr<const StaticTokens> tokens_ ABSL_GUARDED_BY(mutex_);
  // Shared with the calls that are checking a signature without the lock.
  std::shared_ptr<const JwtVerifier> jwt_ ABSL_GUARDED_BY(mutex_);
  // By SHA-256 of the token; bounded.
  absl::flat_hash_map<std::string, TokenBearer> verified_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace tearsheet
