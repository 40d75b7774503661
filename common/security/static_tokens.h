// The tokens of --token_file: secrets that an operator gave to callers.
#pragma once

#include <string>
#include <string_view>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "common/security/token.h"

namespace tearsheet {

// Immutable, so thread-safe.
class StaticTokens {
 public:
  // Reads lines "NAME sha256:HEX" or "NAME plain:TOKEN"; a caller may have several lines, "#" starts a
  // comment. INVALID_ARGUMENT with "name:line: why", which never holds a token. Plain tokens have at least 16
  // characters.
  static absl::StatusOr<StaticTokens> FromText(std::string_view text, const std::string& name);

  // The bearer of the token whose SHA-256 is `digest`, or null. Tokens are found by digest: what the time of
  // a look-up tells is about the digest, from which no way leads back to a token.
  const TokenBearer* Find(std::string_view digest) const;

 private:
  StaticTokens() = default;

  absl::flat_hash_map<std::string, TokenBearer> by_digest_;
};

}  // namespace tearsheet
