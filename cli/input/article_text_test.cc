#include "cli/input/article_text.h"

#include <random>
#include <string>

#include "common/proto_time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/status_matchers.h"

namespace tearsheet {
namespace {

using ::testing::HasSubstr;
using testing::StatusIs;

constexpr char kHeader[] =
    "URI: https://www.harbourwire.example/nile\n"
    "Publisher: Harbour Wire\n"
    "Published: 2025-11-03T09:30:00Z\n"
    "Title: Nile Foods: a loan\n"
    "Language: en\n";

TEST(ParseArticleTextTest, ReadsHeaderAndBody) {
  v1::Article article;
  int line = 0;
  ASSERT_OK(ParseArticleText(std::string(kHeader) + "\nFirst.\n\nSecond: with a colon.\n", article, line));
  EXPECT_EQ(article.uri(), "https://www.harbourwire.example/nile");
  EXPECT_EQ(article.publisher().name(), "Harbour Wire");
  EXPECT_EQ(article.publisher().domain(), "harbourwire.example");
  EXPECT_EQ(FormatUtc(*TimeFromProto(article.publish_time())), "2025-11-03T09:30:00Z");
  EXPECT_EQ(article.title(), "Nile Foods: a loan");
  EXPECT_EQ(article.language(), "en");
  EXPECT_EQ(article.body(), "First.\n\nSecond: with a colon.\n");
}

TEST(ParseArticleTextTest, AcceptsWindowsLineEndsByteOrderMarkAndAnyCase) {
  v1::Article article;
  int line = 0;
  ASSERT_OK(ParseArticleText(
      "\xEF\xBB\xBFuri:https://a.example/1\r\nPUBLISHED : 2025-11-03\r\n  \r\nBody.\r\n", article, line));
  EXPECT_EQ(article.uri(), "https://a.example/1");
  EXPECT_EQ(article.body(), "Body.\r\n") << "the body is left as it is";
}

TEST(ParseArticleTextTest, NamesTheLineThatIsWrong) {
  struct Case {
    std::string text;
    int line;
    const char* message;
  };
  const Case cases[] = {
      {"", 1, "ends before a blank line"},
      {"\nBody", 1, "starts with a blank line"},
      {"Just prose without a header.\n\nMore.", 1, "expected a line 'Name: value'"},
      {"URI: https://a.example/1\nURI: https://a.example/2\n\nBody", 2, "URI: stands twice"},
      {"URI: https://a.example/1\nPublished: yesterday\n\nBody", 2, "Published: 'yesterday' is no time"},
      {"URI: https://a.example/1\nPublisher: A\nAuthor: B\n\nBody", 3, "no field is called 'Author'"},
      {"URI: https://a.example/1\n", 2, "ends before a blank line"},
      {"Published: 2025-11-03\nPublished: 2025-11-04\n\nBody", 2, "Published: stands twice"},
  };
  for (const Case& c : cases) {
    v1::Article article;
    int line = 0;
    EXPECT_THAT(ParseArticleText(c.text, article, line),
                StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr(c.message)));
    EXPECT_EQ(line, c.line) << c.text;
  }
}

TEST(ParseArticleTextTest, LooksForTheEndOfTheHeaderInABoundedNumberOfLines) {
  std::string text;
  for (int i = 0; i < 100'000; ++i) text += "Title:\n";
  v1::Article article;
  int line = 0;
  EXPECT_THAT(ParseArticleText(text, article, line),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("no blank line")));
}

// A small deterministic fuzzer: whatever the bytes, the parser returns, and what it accepts it took from the
// text.
TEST(ParseArticleTextTest, SurvivesNastyInputs) {
  std::minstd_rand random(20251103);
  const std::string alphabet = "URIPubltile:: \n\n\r\t\x01\x00\xFF\xC3\xA9-0123TZ/";
  for (int round = 0; round < 20'000; ++round) {
    std::string text = round % 2 == 0 ? kHeader : "";
    const size_t length = random() % 80;
    for (size_t i = 0; i < length; ++i)
      text.insert(random() % (text.size() + 1), 1, alphabet[random() % alphabet.size()]);
    v1::Article article;
    int line = 0;
    if (ParseArticleText(text, article, line).ok()) {
      EXPECT_NE(text.find(article.body()), std::string::npos);
    } else {
      EXPECT_GE(line, 1);
    }
  }
}

TEST(HostOfTest, FindsTheHost) {
  EXPECT_EQ(HostOf("https://www.a.example/x"), "a.example");
  EXPECT_EQ(HostOf("http://user@a.example:8080?x"), "a.example");
  EXPECT_EQ(HostOf("https://[::1]:80/x"), "[::1]");
  EXPECT_EQ(HostOf("urn:isbn:1"), "");
  EXPECT_EQ(HostOf("https://"), "");
}

}  // namespace
}  // namespace tearsheet
