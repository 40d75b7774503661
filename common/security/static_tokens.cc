#include "common/security/static_tokens.h"

#include <openssl/crypto.h>

#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "common/status_macros.h"
#include "common/strings.h"

namespace tearsheet {
namespace {

constexpr size_t kDigestBytes = 32;
constexpr size_t kLeastTokenLength = 16;
constexpr size_t kMaxNameLength = 128;

// The digest of "sha256:HEX" or "plain:TOKEN".
absl::StatusOr<std::string> ReadSecret(absl::string_view secret) {
  if (absl::ConsumePrefix(&secret, "sha256:")) {
    for (const char c : secret) {
      if (!absl::ascii_isxdigit(static_cast<unsigned char>(c)))
        return absl::InvalidArgumentError("after sha256: stand hexadecimal digits");
    }
    if (secret.size() != 2 * kDigestBytes)
      return absl::InvalidArgumentError("after sha256: stand 64 hexadecimal digits");
    return absl::HexStringToBytes(secret);
  }
  if (!absl::ConsumePrefix(&secret, "plain:"))
    return absl::InvalidArgumentError("after the name stands sha256:HEX or plain:TOKEN");
  if (secret.size() < kLeastTokenLength)
    return absl::InvalidArgumentError("the token is shorter than 16 characters and so can be guessed");
  return Sha256(Std(secret));
}

}  // namespace

absl::StatusOr<StaticTokens> StaticTokens::FromText(std::string_view text, const std::string& name) {
  StaticTokens tokens;
  int number = 0;
  for (absl::string_view line : absl::StrSplit(Absl(text), '\n')) {
    ++number;
    const auto wrong = [&](absl::string_view why) {
      return absl::InvalidArgumentError(absl::StrCat(name, ":", number, ": ", why));
    };
    line = absl::StripAsciiWhitespace(line);
    if (line.empty() || line.front() == '#') continue;
    const std::vector<absl::string_view> words =
        absl::StrSplit(line, absl::ByAnyChar(" \t"), absl::SkipEmpty());
    if (words.size() != 2) return wrong("a line is NAME sha256:HEX or NAME plain:TOKEN");
    if (words[0].size() > kMaxNameLength) return wrong("the name is longer than 128 bytes");
    const absl::StatusOr<std::string> digest = ReadSecret(words[1]);
    if (!digest.ok()) return wrong(digest.status().message());
    const bool added =
        tokens.by_digest_.try_emplace(*digest, TokenBearer{absl::StrCat("token:", words[0])}).second;
    if (!added) return wrong("this token stands twice");
  }
  if (tokens.by_digest_.empty()) return absl::InvalidArgumentError(absl::StrCat(name, ": it holds no token"));
  return tokens;
}

const TokenBearer* StaticTokens::Find(std::string_view digest) const {
  const auto found = by_digest_.find(Absl(digest));
  if (found == by_digest_.end() || digest.size() != kDigestBytes) return nullptr;
  return CRYPTO_memcmp(found->first.data(), digest.data(), kDigestBytes) == 0 ? &found->second : nullptr;
}

}  // namespace tearsheet
