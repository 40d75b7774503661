#include "ingest_service/article_check.h"

#include <functional>
#include <string>
#include <vector>

#include "common/error.h"
#include "common/proto_time.h"
#include "gmock/gmock.h"
#include "tests/support/articles.h"
#include "tests/support/status_matchers.h"

namespace tearsheet {
namespace {

using ::tearsheet::testing::MakeArticle;
using ::testing::HasSubstr;

const absl::Time kNow = absl::FromUnixSeconds(1'760'000'100);

struct BadArticle {
  std::string name;
  std::function<void(v1::Article&)> spoil;
  std::string field;
  std::string description;
};

class BadArticleTest : public ::testing::TestWithParam<BadArticle> {};

TEST_P(BadArticleTest, IsRefusedByFieldAndLimit) {
  v1::Article article = MakeArticle(1);
  GetParam().spoil(article);
  const absl::Status status = CheckArticle(article, {}, kNow);
  ASSERT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  google::rpc::BadRequest bad;
  const google::rpc::Status proto = StatusToProto(status);
  for (const auto& detail : proto.details()) {
    if (detail.Is<google::rpc::BadRequest>()) detail.UnpackTo(&bad);
  }
  ASSERT_EQ(bad.field_violations_size(), 1);
  EXPECT_EQ(bad.field_violations(0).field(), GetParam().field);
  EXPECT_THAT(bad.field_violations(0).description(), HasSubstr(GetParam().description));
}

void SetTime(v1::Article& article, absl::Time time) { *article.mutable_publish_time() = TimeToProto(time); }

const std::vector<BadArticle>& BadArticles() {
  static const auto* const articles = new std::vector<BadArticle>{
      {"EmptyBody", [](auto& a) { a.clear_body(); }, "article.body", "is missing"},
      {"BodyOverTheLimit", [](auto& a) { a.set_body(std::string((1 << 20) + 1, 'x')); }, "article.body",
       "has 1048577 bytes; the limit is 1048576"},
      {"BodyThatIsNoUtf8", [](auto& a) { a.set_body("ab\xc3("); }, "article.body",
       "is not valid UTF-8 at byte 2"},
      {"NoUri", [](auto& a) { a.clear_uri(); }, "article.uri", "is missing"},
      {"RelativeUri", [](auto& a) { a.set_uri("/story/1"); }, "article.uri", "is no absolute URI"},
      {"UriWithSpaces", [](auto& a) { a.set_uri("https://x.example/a b"); }, "article.uri",
       "is no absolute URI"},
      {"LongUri", [](auto& a) { a.set_uri("https://x.example/" + std::string(2048, 'x')); }, "article.uri",
       "the limit is 2048"},
      {"LongTitle", [](auto& a) { a.set_title(std::string(2049, 'x')); }, "article.title",
       "the limit is 2048"},
      {"TitleThatIsNoUtf8", [](auto& a) { a.set_title("\xff"); }, "article.title",
       "is not valid UTF-8 at byte 0"},
      {"LongPublisher", [](auto& a) { a.mutable_publisher()->set_name(std::string(2049, 'x')); },
       "article.publisher.name", "the limit is 2048"},
      {"NoTime", [](auto& a) { a.clear_publish_time(); }, "article.publish_time", "is missing"},
      {"TimeAHundredYearsAgo", [](auto& a) { SetTime(a, kNow - absl::Hours(24 * 365 * 101)); },
       "article.publish_time", "the earliest allowed is 1926-01-01T00:00:00Z"},
      {"TimeAHundredYearsAhead", [](auto& a) { SetTime(a, kNow + absl::Hours(24 * 365 * 100)); },
       "article.publish_time", "at most 48h in the future"},
      {"MalformedTime", [](auto& a) { a.mutable_publish_time()->set_nanos(-1); }, "article.publish_time",
       "nanos must be 0 to 999999999"},
      {"UnknownFormat", [](auto& a) { a.set_body_format(static_cast<v1::BodyFormat>(9)); },
       "article.body_format", "is 9, which is no BodyFormat"},
  };
  return *articles;
}

INSTANTIATE_TEST_SUITE_P(Table, BadArticleTest, ::testing::ValuesIn(BadArticles()),
                         [](const auto& info) { return info.param.name; });

TEST(ArticleCheckTest, GoodArticleIsTaken) { EXPECT_OK(CheckArticle(MakeArticle(1), {}, kNow)); }

TEST(ArticleCheckTest, EveryBadFieldIsNamedAtOnce) {
  const absl::Status status = CheckArticle(v1::Article(), {}, kNow);
  EXPECT_THAT(std::string(status.message()), HasSubstr("(and 2 more)"));
}

TEST(ArticleCheckTest, BodyOfTheLimitIsTaken) {
  v1::Article article = MakeArticle(1);
  article.set_body(std::string(1 << 20, 'x'));
  EXPECT_OK(CheckArticle(article, {}, kNow));
}

TEST(ArticleCheckTest, LimitsAreOptions) {
  ArticleLimits limits;
  limits.max_body_bytes = 10;
  EXPECT_FALSE(CheckArticle(MakeArticle(1), limits, kNow).ok());
}

TEST(ArticleIdTest, SameTextAtTheSameUriHasTheSameId) {
  v1::Article again = MakeArticle(1);
  again.mutable_publish_time()->set_seconds(1);
  again.mutable_publisher()->set_name("Another name");
  EXPECT_EQ(ArticleId(MakeArticle(1)), ArticleId(again));
  EXPECT_EQ(ArticleId(again).size(), 32);
}

TEST(ArticleIdTest, UriTitleBodyAndFormatTellArticlesApart) {
  const std::string id = ArticleId(MakeArticle(1));
  v1::Article article = MakeArticle(1);
  article.set_title(article.title() + "x");
  EXPECT_NE(ArticleId(article), id);
  article = MakeArticle(1);
  article.set_body(article.body() + "x");
  EXPECT_NE(ArticleId(article), id);
  article = MakeArticle(1);
  article.set_body_format(v1::BODY_FORMAT_HTML);
  EXPECT_NE(ArticleId(article), id);
}

TEST(ArticleIdTest, TextThatMovesFromOneFieldToTheNextIsAnotherArticle) {
  v1::Article first = MakeArticle(1);
  first.set_title("ab");
  first.set_body("c");
  v1::Article second = first;
  second.set_title("a");
  second.set_body("bc");
  EXPECT_NE(ArticleId(first), ArticleId(second));
}

}  // namespace
}  // namespace tearsheet
