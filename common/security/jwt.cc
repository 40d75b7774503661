#include "common/security/jwt.h"

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "cjose/cjose.h"
#include "common/status_macros.h"
#include "common/strings.h"
#include "nlohmann/json.hpp"

namespace tearsheet {

// These two have linkage because a member of JwtVerifier is made of them.
struct ReleaseJose {
  void operator()(cjose_jwk_t* key) const { cjose_jwk_release(key); }
  void operator()(cjose_jws_t* signature) const { cjose_jws_release(signature); }
};

struct JwtKey {
  std::string id;
  // "RS256" or "ES256".
  std::string algorithm;
  std::unique_ptr<cjose_jwk_t, ReleaseJose> key;
};

namespace {

using nlohmann::json;

constexpr size_t kLeastRsaBits = 2048;
constexpr size_t kMaxKeys = 100;
constexpr size_t kMaxTokenBytes = 16 << 10;
constexpr size_t kMaxSubjectBytes = 256;
// Seconds since 1970 that absl::Time and double both hold exactly: the year 9999.
constexpr double kMaxSeconds = 253402300799;

// The text of a member; empty when it is missing or no text.
std::string Text(const json& object, const char* name) {
  const auto found = object.find(name);
  return found != object.end() && found->is_string() ? found->get<std::string>() : "";
}

// The object that the base64url text `part` holds; discarded when there is none.
json ReadPart(absl::string_view part) {
  std::string bytes;
  if (!absl::WebSafeBase64Unescape(part, &bytes)) return json(json::value_t::discarded);
  json object = json::parse(bytes, nullptr, /*allow_exceptions=*/false);
  return object.is_object() ? object : json(json::value_t::discarded);
}

// Which algorithm a key is for; empty for a key that is not used here.
std::string Algorithm(const json& key) {
  const std::string kind = Text(key, "kty");
  std::string algorithm;
  if (kind == "RSA") algorithm = "RS256";
  if (kind == "EC" && Text(key, "crv") == "P-256") algorithm = "ES256";
  const std::string use = Text(key, "use");
  const std::string own = Text(key, "alg");
  if ((!use.empty() && use != "sig") || (!own.empty() && own != algorithm)) return "";
  return algorithm;
}

absl::StatusOr<JwtKey> ReadKey(const json& object, const std::string& algorithm) {
  const std::string text = object.dump(-1, ' ', false, json::error_handler_t::replace);
  cjose_err error = {};
  JwtKey key{Text(object, "kid"), algorithm,
             std::unique_ptr<cjose_jwk_t, ReleaseJose>(cjose_jwk_import(text.data(), text.size(), &error))};
  if (key.key == nullptr)
    return absl::InvalidArgumentError(absl::StrCat("key '", key.id, "' is malformed: ", error.message));
  if (algorithm == "RS256" && cjose_jwk_get_keysize(key.key.get(), &error) < kLeastRsaBits)
    return absl::InvalidArgumentError(absl::StrCat("key '", key.id, "' has fewer than 2048 bits"));
  return key;
}

absl::StatusOr<absl::Time> ReadTime(const json& claims, const char* name) {
  const auto found = claims.find(name);
  if (found == claims.end() || !found->is_number())
    return InvalidToken(absl::StrCat("its claim '", name, "' is missing or no number"));
  const double seconds = found->get<double>();
  if (!(seconds >= 0 && seconds <= kMaxSeconds))
    return InvalidToken(absl::StrCat("its claim '", name, "' is no time"));
  return absl::FromUnixSeconds(static_cast<int64_t>(std::floor(seconds)));
}

bool IsFor(const json& claims, const std::string& audience) {
  const auto found = claims.find("aud");
  if (found == claims.end()) return false;
  if (!found->is_array()) return *found == audience;
  return std::find(found->begin(), found->end(), audience) != found->end();
}

absl::StatusOr<TokenBearer> CheckClaims(const json& claims, const JwtOptions& options, absl::Time now) {
  if (Text(claims, "iss") != options.issuer) return InvalidToken("it is from another issuer");
  if (!IsFor(claims, options.audience)) return InvalidToken("it is for another audience");
  ASSIGN_OR_RETURN(const absl::Time expiry, ReadTime(claims, "exp"));
  if (now >= expiry + options.leeway) return InvalidToken("it has expired");
  if (claims.contains("nbf")) {
    ASSIGN_OR_RETURN(const absl::Time start, ReadTime(claims, "nbf"));
    if (now < start - options.leeway) return InvalidToken("it is not valid yet");
  }
  const std::string subject = Text(claims, "sub");
  if (subject.empty() || subject.size() > kMaxSubjectBytes)
    return InvalidToken("its claim 'sub' is missing or longer than 256 bytes");
  return TokenBearer{absl::StrCat("jwt:", subject), expiry + options.leeway};
}

bool IsSignedBy(cjose_jws_t& token, const JwtKey& key) {
  cjose_err error = {};
  return cjose_jws_verify(&token, key.key.get(), &error);
}

}  // namespace

struct JwtVerifier::Keys {
  std::vector<JwtKey> keys;
};

JwtVerifier::JwtVerifier(std::unique_ptr<const Keys> keys, const JwtOptions& options)
    : keys_(std::move(keys)), options_(options) {}
JwtVerifier::JwtVerifier(JwtVerifier&&) noexcept = default;
JwtVerifier& JwtVerifier::operator=(JwtVerifier&&) noexcept = default;
JwtVerifier::~JwtVerifier() = default;

absl::StatusOr<JwtVerifier> JwtVerifier::FromJwks(std::string_view text, const std::string& name,
                                                  const JwtOptions& options) {
  const auto wrong = [&](absl::string_view why) {
    return absl::InvalidArgumentError(absl::StrCat(name, ": ", why));
  };
  const json set = json::parse(text.begin(), text.end(), nullptr, /*allow_exceptions=*/false);
  if (!set.is_object() || !set.contains("keys") || !set["keys"].is_array())
    return wrong("it is no key set: a JSON object with a list 'keys'");
  if (set["keys"].size() > kMaxKeys) return wrong("it holds more than 100 keys");
  auto keys = std::make_unique<Keys>();
  for (const json& object : set["keys"]) {
    if (!object.is_object()) return wrong("a key is no object");
    if (object.contains("d") || object.contains("k"))
      return wrong(absl::StrCat("key '", Text(object, "kid"), "' is secret; only public keys belong here"));
    const std::string algorithm = Algorithm(object);
    if (algorithm.empty()) continue;
    absl::StatusOr<JwtKey> key = ReadKey(object, algorithm);
    if (!key.ok()) return wrong(key.status().message());
    keys->keys.push_back(*std::move(key));
  }
  if (keys->keys.empty()) return wrong("it holds no key for RS256 or ES256");
  return JwtVerifier(std::move(keys), options);
}

absl::StatusOr<TokenBearer> JwtVerifier::Verify(std::string_view token, absl::Time now) const {
  if (token.size() > kMaxTokenBytes) return InvalidToken("it is longer than 16 KiB");
  const size_t first = token.find('.');
  const size_t second = first == std::string_view::npos ? first : token.find('.', first + 1);
  if (second == std::string_view::npos) return InvalidToken("no caller has it, and it is no JSON Web Token");
  const json header = ReadPart(Absl(token.substr(0, first)));
  const std::string algorithm = header.is_discarded() ? "" : Text(header, "alg");
  // The algorithm is chosen here and not by who sends the token; "none" and secret keys do not exist.
  if (algorithm != "RS256" && algorithm != "ES256")
    return InvalidToken("it is not signed with RS256 or ES256");
  if (header.contains("crit")) return InvalidToken("its header asks for extensions that are not known here");
  const std::string id = Text(header, "kid");
  cjose_err error = {};
  const std::unique_ptr<cjose_jws_t, ReleaseJose> parsed(
      cjose_jws_import(token.data(), token.size(), &error));
  if (parsed == nullptr) return InvalidToken("it is malformed");
  const bool is_signed = std::any_of(keys_->keys.begin(), keys_->keys.end(), [&](const JwtKey& key) {
    return key.algorithm == algorithm && (id.empty() || key.id == id) && IsSignedBy(*parsed, key);
  });
  if (!is_signed) return InvalidToken("no key of the key set has signed it");
  uint8_t* payload = nullptr;
  size_t size = 0;
  if (!cjose_jws_get_plaintext(parsed.get(), &payload, &size, &error)) return InvalidToken("it is malformed");
  const json claims = json::parse(payload, payload + size, nullptr, /*allow_exceptions=*/false);
  if (!claims.is_object()) return InvalidToken("its claims are no object");
  return CheckClaims(claims, options_, now);
}

}  // namespace tearsheet
