#include "cli/input/html_head.h"

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

TEST(ParseHtmlArticleTest, ReadsTheHeadOfANewsPage) {
  const std::string page = R"(<!DOCTYPE html>
<html lang="en-GB"><head>
<title>Nile &amp; Sons - Harbour Wire</title>
<script>var a = "<title>not this</title>";</script>
<LINK rel=canonical href='https://www.harbourwire.example/nile'>
<meta property="og:title" content="Nile &#38; Sons buys">
<meta content="Harbour Wire" property="og:site_name"/>
<meta property="article:published_time" content="2025-11-03T09:30:00+01:00">
</head><body><p>Text.</p><meta property="og:url" content="https://late.example/"></body></html>)";
  v1::Article article;
  ASSERT_OK(ParseHtmlArticle(page, article));
  EXPECT_EQ(article.uri(), "https://www.harbourwire.example/nile");
  EXPECT_EQ(article.title(), "Nile & Sons buys");
  EXPECT_EQ(article.publisher().name(), "Harbour Wire");
  EXPECT_EQ(article.publisher().domain(), "harbourwire.example");
  EXPECT_EQ(article.language(), "en-GB");
  EXPECT_EQ(FormatUtc(*TimeFromProto(article.publish_time())), "2025-11-03T08:30:00Z");
  EXPECT_EQ(article.body_format(), v1::BODY_FORMAT_HTML);
  EXPECT_EQ(article.body(), page) << "offsets count in the page as it is";
}

TEST(ParseHtmlArticleTest, AHeaderCommentComesFirst) {
  v1::Article article;
  ASSERT_OK(
      ParseHtmlArticle("<!--\nURI: https://a.example/1\nPublished: 2025-11-03\nPublisher: A\n-->\n"
                       "<html><title>T</title><meta property=og:site_name content=B><p>Text",
                       article));
  EXPECT_EQ(article.uri(), "https://a.example/1");
  EXPECT_EQ(article.publisher().name(), "A");
  EXPECT_EQ(article.title(), "T");
}

TEST(ParseHtmlArticleTest, ABadHeaderCommentIsAnError) {
  v1::Article article;
  EXPECT_THAT(ParseHtmlArticle("<!-- URI: https://a.example/1\nPublished: now\n--><p>x", article),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("Published")));
}

TEST(ParseHtmlArticleTest, AnotherCommentIsNoHeader) {
  v1::Article article;
  ASSERT_OK(ParseHtmlArticle("<!-- generated: by a tool --><title>T</title>", article));
  EXPECT_EQ(article.title(), "T");
}

TEST(ParseHtmlArticleTest, LooksOnlyAtTheFirst64Kilobytes) {
  v1::Article article;
  ASSERT_OK(ParseHtmlArticle(std::string(64 << 10, ' ') + "<title>T</title>", article));
  EXPECT_EQ(article.title(), "");
}

// Whatever the bytes, the scan ends and the body is the page.
TEST(ParseHtmlArticleTest, SurvivesNastyInputs) {
  const std::string seed =
      "<!--URI: x:y--><html lang=en><title>a&#x41;&#99999999;</title><meta name='a' content=\"b\"/><link "
      "rel=canonical href=x>";
  const std::string alphabet = "<>!-/=\"'&;# amt\n\xFF";
  std::minstd_rand random(7);
  for (int round = 0; round < 20'000; ++round) {
    std::string page = seed;
    for (size_t i = random() % 30; i > 0; --i)
      page.insert(random() % (page.size() + 1), 1, alphabet[random() % alphabet.size()]);
    page.resize(page.size() - random() % page.size());
    v1::Article article;
    if (ParseHtmlArticle(page, article).ok()) {
      EXPECT_EQ(article.body(), page);
    }
  }
}

}  // namespace
}  // namespace tearsheet
