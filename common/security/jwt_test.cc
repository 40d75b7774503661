#include "common/security/jwt.h"

#include <memory>
#include <string>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "cjose/cjose.h"
#include "common/error.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "nlohmann/json.hpp"

namespace tearsheet {
namespace {

using nlohmann::json;
using ::testing::HasSubstr;

const absl::Time kNow = absl::FromUnixSeconds(1'760'000'000);

struct Release {
  void operator()(cjose_jwk_t* key) const { cjose_jwk_release(key); }
};
using SigningKey = std::unique_ptr<cjose_jwk_t, Release>;

SigningKey RsaKey(const std::string& id, int bits = 2048) {
  const unsigned char exponent[] = {1, 0, 1};
  SigningKey key(cjose_jwk_create_RSA_random(bits, exponent, sizeof exponent, nullptr));
  cjose_jwk_set_kid(key.get(), id.data(), id.size(), nullptr);
  return key;
}

SigningKey EcKey(const std::string& id, cjose_jwk_ec_curve curve = CJOSE_JWK_EC_P_256) {
  SigningKey key(cjose_jwk_create_EC_random(curve, nullptr));
  cjose_jwk_set_kid(key.get(), id.data(), id.size(), nullptr);
  return key;
}

json ToJson(const SigningKey& key, bool with_secret = false) {
  char* const text = cjose_jwk_to_json(key.get(), with_secret, nullptr);
  json object = json::parse(text);
  free(text);
  return object;
}

std::string KeySet(const std::vector<json>& keys) { return json{{"keys", keys}}.dump(); }

std::string Sign(const SigningKey& key, const char* algorithm, const json& claims,
                 const std::string& id = "") {
  cjose_header_t* header = cjose_header_new(nullptr);
  cjose_header_set(header, "alg", algorithm, nullptr);
  if (!id.empty()) cjose_header_set(header, "kid", id.c_str(), nullptr);
  const std::string text = claims.dump();
  cjose_jws_t* const signature =
      cjose_jws_sign(key.get(), header, reinterpret_cast<const uint8_t*>(text.data()), text.size(), nullptr);
  const char* token = nullptr;
  cjose_jws_export(signature, &token, nullptr);
  std::string copy = token;
  cjose_jws_release(signature);
  cjose_header_release(header);
  return copy;
}

json Claims() {
  return {{"iss", "https://issuer.example"},
          {"aud", "tearsheet"},
          {"sub", "dashboard"},
          {"exp", absl::ToUnixSeconds(kNow) + 300}};
}

json With(const char* name, const json& value) {
  json claims = Claims();
  claims[name] = value;
  return claims;
}

class JwtTest : public ::testing::Test {
 protected:
  JwtVerifier Verifier(const std::string& set) {
    return JwtVerifier::FromJwks(set, "keys.json",
                                 {.issuer = "https://issuer.example", .audience = "tearsheet"})
        .value();
  }
  std::string Refusal(const std::string& token, absl::Time now = kNow) {
    const auto bearer = verifier_.Verify(token, now);
    EXPECT_EQ(ErrorReason(bearer.status()), "TOKEN_INVALID");
    EXPECT_THAT(bearer.status().message(), Not(HasSubstr(token.empty() ? "-" : token)));
    return std::string(bearer.status().message());
  }

  // Made once: an RSA key takes its time.
  static inline const SigningKey rsa_ = RsaKey("rsa");
  static inline const SigningKey ec_ = EcKey("ec");
  JwtVerifier verifier_ = Verifier(KeySet({ToJson(rsa_), ToJson(ec_)}));
};

TEST_F(JwtTest, KnowsTheBearerOfATokenOfEitherAlgorithm) {
  for (const auto& token : {Sign(rsa_, "RS256", Claims(), "rsa"), Sign(ec_, "ES256", Claims(), "ec"),
                            Sign(ec_, "ES256", With("aud", {"other", "tearsheet"}))}) {
    const auto bearer = verifier_.Verify(token, kNow);
    ASSERT_TRUE(bearer.ok()) << bearer.status();
    EXPECT_EQ(bearer->identity, "jwt:dashboard");
    EXPECT_EQ(bearer->expiry, kNow + absl::Seconds(330));
  }
}

TEST_F(JwtTest, ClaimsMustHold) {
  EXPECT_THAT(Refusal(Sign(ec_, "ES256", With("iss", "https://other.example"))), HasSubstr("issuer"));
  EXPECT_THAT(Refusal(Sign(ec_, "ES256", With("aud", "other"))), HasSubstr("audience"));
  EXPECT_THAT(Refusal(Sign(ec_, "ES256", With("aud", json::array()))), HasSubstr("audience"));
  EXPECT_THAT(Refusal(Sign(ec_, "ES256", With("exp", absl::ToUnixSeconds(kNow) - 30))), HasSubstr("expired"));
  EXPECT_THAT(Refusal(Sign(ec_, "ES256", With("exp", "soon"))), HasSubstr("'exp'"));
  EXPECT_THAT(Refusal(Sign(ec_, "ES256", With("exp", 1e300))), HasSubstr("'exp'"));
  EXPECT_THAT(Refusal(Sign(ec_, "ES256", With("nbf", absl::ToUnixSeconds(kNow) + 31))),
              HasSubstr("not valid yet"));
  EXPECT_THAT(Refusal(Sign(ec_, "ES256", With("sub", ""))), HasSubstr("'sub'"));
  EXPECT_THAT(Refusal(Sign(ec_, "ES256", json::array({1}))), HasSubstr("object"));
}

TEST_F(JwtTest, ClocksMayDifferByTheLeeway) {
  EXPECT_TRUE(verifier_.Verify(Sign(ec_, "ES256", With("exp", absl::ToUnixSeconds(kNow) - 29)), kNow).ok());
  EXPECT_TRUE(verifier_.Verify(Sign(ec_, "ES256", With("nbf", absl::ToUnixSeconds(kNow) + 29)), kNow).ok());
}

TEST_F(JwtTest, OnlyTheKeysOfTheSetSign) {
  EXPECT_THAT(Refusal(Sign(EcKey("ec"), "ES256", Claims(), "ec")), HasSubstr("no key"));
  EXPECT_THAT(Refusal(Sign(ec_, "ES256", Claims(), "unknown")), HasSubstr("no key"));
  std::string changed = Sign(ec_, "ES256", Claims());
  changed[changed.find('.') + 5] ^= 1;
  Refusal(changed);
}

TEST_F(JwtTest, TheCallerDoesNotChooseTheAlgorithm) {
  EXPECT_THAT(Refusal(Sign(rsa_, "RS512", Claims())), HasSubstr("RS256 or ES256"));
  EXPECT_THAT(Refusal(Sign(rsa_, "PS256", Claims())), HasSubstr("RS256 or ES256"));
  const std::string claims = absl::WebSafeBase64Escape(Claims().dump());
  EXPECT_THAT(Refusal(absl::StrCat(absl::WebSafeBase64Escape(R"({"alg":"none"})"), ".", claims, ".")),
              HasSubstr("RS256 or ES256"));
  // The public key used as the secret of an HMAC.
  const std::string public_key = ToJson(rsa_).dump();
  const SigningKey secret(cjose_jwk_create_oct_spec(reinterpret_cast<const uint8_t*>(public_key.data()),
                                                    public_key.size(), nullptr));
  EXPECT_THAT(Refusal(Sign(secret, "HS256", Claims())), HasSubstr("RS256 or ES256"));
}

TEST_F(JwtTest, WhatIsNoTokenIsRefused) {
  for (const char* text :
       {"", ".", "..", "a.b", "a.b.c", "e30.e30.e30", "eyJhbGciOiJFUzI1NiJ9..", "\xff.\xff.\xff"})
    Refusal(text);
  Refusal(std::string(20'000, 'a'));
}

std::string SetRefusal(const std::string& set) {
  return std::string(JwtVerifier::FromJwks(set, "keys.json", {"i", "a"}).status().message());
}

TEST(JwksTest, RefusesWhatIsNoSetOfPublicKeys) {
  EXPECT_THAT(SetRefusal("{"), HasSubstr("keys.json: it is no key set"));
  EXPECT_THAT(SetRefusal(R"({"keys":{}})"), HasSubstr("no key set"));
  EXPECT_THAT(SetRefusal(R"({"keys":[]})"), HasSubstr("no key for"));
  EXPECT_THAT(SetRefusal(R"({"keys":[1]})"), HasSubstr("no object"));
  EXPECT_THAT(SetRefusal(KeySet({ToJson(EcKey("a"), /*with_secret=*/true)})), HasSubstr("'a' is secret"));
  EXPECT_THAT(SetRefusal(R"({"keys":[{"kty":"oct","k":"AAAA","kid":"b"}]})"), HasSubstr("'b' is secret"));
  EXPECT_THAT(SetRefusal(R"({"keys":[{"kty":"RSA","n":"AA","e":"AQAB","kid":"c"}]})"), HasSubstr("'c'"));
  EXPECT_THAT(SetRefusal(KeySet({ToJson(RsaKey("d", 1024))})), HasSubstr("'d' has fewer than 2048 bits"));
  EXPECT_THAT(SetRefusal(KeySet({ToJson(EcKey("e", CJOSE_JWK_EC_P_384))})), HasSubstr("no key for"));
}

}  // namespace
}  // namespace tearsheet
