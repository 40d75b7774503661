// Targets for what callers show to get in, and for the files that decide about it.
#include <cstdlib>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "cjose/cjose.h"
#include "common/security/jwt.h"
#include "common/security/policy.h"
#include "common/security/static_tokens.h"
#include "common/strings.h"
#include "tests/fuzz/fuzz_targets.h"
#include "tests/fuzz/require.h"

namespace tearsheet::fuzz {
namespace {

const JwtOptions kOptions = {.issuer = "https://issuer.example", .audience = "tearsheet"};
const absl::Time kNow = absl::FromUnixSeconds(1'760'000'000);

void CheckFileRefusal(const absl::Status& status) {
  if (status.ok()) return;
  Require(absl::IsInvalidArgument(status), "a bad file is INVALID_ARGUMENT");
  Require(absl::StartsWith(status.message(), "own.txt:"), "a refusal names the file");
}

// An issuer with a key of its own.
class Issuer {
 public:
  Issuer() : key_(cjose_jwk_create_EC_random(CJOSE_JWK_EC_P_256, nullptr)) {
    char* const key = cjose_jwk_to_json(key_, /*priv=*/false, nullptr);
    verifier_ = std::make_unique<JwtVerifier>(
        *JwtVerifier::FromJwks(R"({"keys":[)" + std::string(key) + "]}", "own.txt", kOptions));
    free(key);
  }

  const JwtVerifier& verifier() const { return *verifier_; }

  std::string Sign(std::string_view claims) const {
    cjose_header_t* const header = cjose_header_new(nullptr);
    cjose_header_set(header, CJOSE_HDR_ALG, CJOSE_HDR_ALG_ES256, nullptr);
    cjose_jws_t* const jws =
        cjose_jws_sign(key_, header, reinterpret_cast<const uint8_t*>(claims.data()), claims.size(), nullptr);
    cjose_header_release(header);
    const char* token = nullptr;
    std::string copy;
    if (jws != nullptr && cjose_jws_export(jws, &token, nullptr)) copy = token;
    cjose_jws_release(jws);
    return copy;
  }

 private:
  cjose_jwk_t* const key_;
  std::unique_ptr<JwtVerifier> verifier_;
};

void CheckBearer(const absl::StatusOr<TokenBearer>& bearer) {
  if (!bearer.ok())
    return Require(absl::IsUnauthenticated(bearer.status()), "a bad token is UNAUTHENTICATED");
  Require(bearer->identity.size() > 4 && bearer->expiry > kNow, "a bearer has a name, and time left");
}

}  // namespace

void AccessFiles(std::string_view bytes) {
  const auto policy = Policy::FromText(std::string(bytes), "own.txt");
  CheckFileRefusal(policy.status());
  if (policy.ok()) (void)policy->Allows({std::string(bytes.substr(0, 20)), kAnonymous}, bytes);
  const auto tokens = StaticTokens::FromText(bytes, "own.txt");
  CheckFileRefusal(tokens.status());
  if (tokens.ok()) Require(tokens->Find(bytes.substr(0, 32)) == nullptr, "no text is its own digest");
  const auto keys = JwtVerifier::FromJwks(bytes, "own.txt", kOptions);
  CheckFileRefusal(keys.status());
  if (keys.ok()) CheckBearer(keys->Verify(bytes, kNow));
}

void BearerToken(std::string_view bytes) {
  static const Issuer& issuer = *new Issuer;
  const auto bearer = issuer.verifier().Verify(bytes, kNow);
  Require(absl::IsUnauthenticated(bearer.status()), "nobody else signs for the issuer");
  // The same bytes as claims that the issuer has signed.
  CheckBearer(issuer.verifier().Verify(issuer.Sign(bytes), kNow));
}

}  // namespace tearsheet::fuzz
