// What is known of the bearer of a token that was found to be good.
#pragma once

#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/time/time.h"

namespace tearsheet {

struct TokenBearer {
  // "token:NAME" or "jwt:SUBJECT".
  std::string identity;
  // The token is good until then.
  absl::Time expiry = absl::InfiniteFuture();
};

// UNAUTHENTICATED, reason TOKEN_INVALID: `why` never holds the token.
absl::Status InvalidToken(std::string_view why);

// The SHA-256 of `bytes`, 32 bytes.
std::string Sha256(std::string_view bytes);

}  // namespace tearsheet
