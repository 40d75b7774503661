#include "common/security/static_tokens.h"

#include <string>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace tearsheet {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr char kToken[] = "0123456789abcdef";

std::string Refusal(const std::string& text) {
  return std::string(StaticTokens::FromText(text, "tokens").status().message());
}

TEST(StaticTokensTest, FindsPlainAndHashedTokens) {
  const std::string hashed = absl::BytesToHexString(Sha256("another token of it"));
  const auto tokens = StaticTokens::FromText(
      absl::StrCat("# callers\n\ndesk plain:", kToken, "\n desk\tsha256:", hashed, "\r\n"), "tokens");
  ASSERT_TRUE(tokens.ok()) << tokens.status();
  EXPECT_EQ(tokens->Find(Sha256(kToken))->identity, "token:desk");
  EXPECT_EQ(tokens->Find(Sha256("another token of it"))->identity, "token:desk");
  EXPECT_EQ(tokens->Find(Sha256("something else")), nullptr);
  EXPECT_EQ(tokens->Find(""), nullptr);
}

TEST(StaticTokensTest, RefusesBadLinesWithoutTellingTokens) {
  EXPECT_THAT(Refusal("desk"), HasSubstr("tokens:1: a line is"));
  EXPECT_THAT(Refusal("\ndesk secretsecretsecret"), AllOf(HasSubstr("tokens:2: "), Not(HasSubstr("secret"))));
  EXPECT_THAT(Refusal("desk plain:short"), AllOf(HasSubstr("16 characters"), Not(HasSubstr("short:"))));
  EXPECT_THAT(Refusal("desk sha256:00"), HasSubstr("64 hexadecimal"));
  EXPECT_THAT(Refusal("desk sha256:zz"), HasSubstr("hexadecimal"));
  EXPECT_THAT(Refusal(absl::StrCat("a plain:", kToken, "\nb plain:", kToken)),
              HasSubstr("tokens:2: this token stands twice"));
  EXPECT_THAT(Refusal("# nothing\n"), HasSubstr("no token"));
}

}  // namespace
}  // namespace tearsheet
