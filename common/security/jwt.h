// JSON Web Tokens (RFC 7519) checked against a set of public keys (JWKS, RFC 7517).
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/security/token.h"

namespace tearsheet {

struct JwtOptions {
  // What the claim `iss` must be, and what `aud` must be or contain.
  std::string issuer;
  std::string audience;
  // By how much the clocks of issuer and service may differ.
  absl::Duration leeway = absl::Seconds(30);
};

// Immutable, so thread-safe.
class JwtVerifier {
 public:
  // Reads the keys: RSA of at least 2048 bits and EC on P-256; others are left out. INVALID_ARGUMENT with
  // "name: why" for what is no key set, holds a secret key, or leaves no key.
  static absl::StatusOr<JwtVerifier> FromJwks(std::string_view json, const std::string& name,
                                              const JwtOptions& options);
  JwtVerifier(JwtVerifier&&) noexcept;
  JwtVerifier& operator=(JwtVerifier&&) noexcept;
  ~JwtVerifier();

  // The bearer of `token`, identity "jwt:SUBJECT", when it is signed by one of the keys with RS256 or ES256
  // and its claims iss, aud, exp, nbf and sub hold at `now`. UNAUTHENTICATED otherwise.
  absl::StatusOr<TokenBearer> Verify(std::string_view token, absl::Time now) const;

 private:
  struct Keys;
  JwtVerifier(std::unique_ptr<const Keys> keys, const JwtOptions& options);

  std::unique_ptr<const Keys> keys_;
  JwtOptions options_;
};

}  // namespace tearsheet
