#include "common/security/policy.h"

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace tearsheet {
namespace {

using ::testing::HasSubstr;

Policy Read(const std::string& text) { return Policy::FromText(text, "policy.textproto").value(); }

std::string Refusal(const std::string& text) {
  return std::string(Policy::FromText(text, "policy.textproto").status().message());
}

constexpr char kGetDeal[] = "tearsheet.v1.QueryService/GetDeal";
constexpr char kIngest[] = "tearsheet.v1.IngestService/IngestArticle";

TEST(PolicyTest, AllowsWhatARuleNamesAndNothingElse) {
  const Policy policy = Read(R"(
    rules { callers: "spiffe://news.example/desk" callers: "token:desk" methods: "tearsheet.v1.QueryService/GetDeal" }
    rules { callers: "cn:crawler" methods: "tearsheet.v1.IngestService/*" })");
  EXPECT_TRUE(policy.Allows({"spiffe://news.example/desk"}, kGetDeal));
  EXPECT_TRUE(policy.Allows({"token:desk"}, kGetDeal));
  EXPECT_FALSE(policy.Allows({"spiffe://news.example/desk"}, kIngest));
  EXPECT_FALSE(policy.Allows({"spiffe://news.example/desk2"}, kGetDeal));
  EXPECT_FALSE(policy.Allows({"jwt:desk"}, kGetDeal));
  EXPECT_TRUE(policy.Allows({"cn:crawler"}, kIngest));
  EXPECT_FALSE(policy.Allows({"cn:crawler"}, kGetDeal));
  EXPECT_FALSE(policy.Allows({kAnonymous}, kGetDeal));
  EXPECT_FALSE(policy.Allows({}, kGetDeal));
}

TEST(PolicyTest, OneIdentityOfSeveralIsEnough) {
  const Policy policy = Read(R"(rules { callers: "dns:desk.example" methods: "*" })");
  EXPECT_TRUE(policy.Allows({"cn:x", "dns:desk.example"}, kGetDeal));
}

TEST(PolicyTest, StarAtTheEndOfACallerStandsForTheRest) {
  const Policy policy = Read(R"(rules { callers: "spiffe://prod.example/*" methods: "*" })");
  EXPECT_TRUE(policy.Allows({"spiffe://prod.example/ns/a"}, kGetDeal));
  EXPECT_FALSE(policy.Allows({"spiffe://test.example/ns/a"}, kGetDeal));
}

TEST(PolicyTest, StarIsEverybodyButTheAnonymous) {
  const Policy policy = Read(R"(
    rules { callers: "*" methods: "tearsheet.v1.QueryService/*" }
    rules { callers: "anonymous" methods: "grpc.reflection.v1alpha.ServerReflection/*" })");
  EXPECT_TRUE(policy.Allows({"token:a"}, kGetDeal));
  EXPECT_FALSE(policy.Allows({kAnonymous}, kGetDeal));
  EXPECT_TRUE(policy.Allows({kAnonymous}, "grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo"));
}

TEST(PolicyTest, RefusesWhatCannotBeMeant) {
  EXPECT_THAT(Refusal("rules {\n  caller: 1\n}"), HasSubstr("policy.textproto:2:"));
  EXPECT_THAT(Refusal(""), HasSubstr("no rules"));
  EXPECT_THAT(Refusal(R"(rules { methods: "*" })"), HasSubstr("rule 1: it has no callers"));
  EXPECT_THAT(Refusal(R"(rules { callers: "*" })"), HasSubstr("rule 1: it has no methods"));
  EXPECT_THAT(Refusal(R"(rules { callers: "desk" methods: "*" })"), HasSubstr("caller 'desk'"));
  EXPECT_THAT(Refusal(R"(rules { callers: "dns:" methods: "*" })"), HasSubstr("caller 'dns:'"));
  EXPECT_THAT(Refusal(R"(rules { callers: "*" methods: "tearsheet.v1.QueryService/GetDela" })"),
              HasSubstr("method 'tearsheet.v1.QueryService/GetDela'"));
  EXPECT_THAT(Refusal(R"(rules { callers: "*" methods: "QueryService/*" })"), HasSubstr("no service has it"));
}

}  // namespace
}  // namespace tearsheet
