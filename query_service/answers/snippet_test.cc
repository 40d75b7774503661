#include "query_service/answers/snippet.h"

#include <string>

#include "gtest/gtest.h"

namespace tearsheet {
namespace {

TEST(SnippetTest, ShowsWhereMostWordsStandTogether) {
  std::string text =
      "alpha " + std::string(600, 'x') + " said alpha met beta in Oslo " + std::string(600, 'y');
  const auto at = [&](const char* word, size_t from) { return static_cast<int32_t>(text.find(word, from)); };
  const int32_t second = at("alpha", 10);
  const int32_t beta = at("beta", 0);
  const v1::Snippet snippet =
      MakeSnippet(text, {{0, false, 0, 5}, {0, false, second, second + 5}, {1, false, beta, beta + 4}});
  ASSERT_EQ(snippet.highlights_size(), 2);
  EXPECT_EQ(snippet.text().substr(snippet.highlights(1).start(), 4), "beta");
  EXPECT_LE(snippet.text().size(), 240u);
}

TEST(SnippetTest, IsCutBetweenCharacters) {
  std::string text;
  for (int i = 0; i < 300; ++i) text += "é";
  for (int32_t at = 0; at + 2 <= static_cast<int32_t>(text.size()); at += 2) {
    const v1::Snippet snippet = MakeSnippet(text, {{0, false, at, at + 2}});
    EXPECT_EQ(snippet.text().size() % 2, 0u);
    ASSERT_EQ(snippet.highlights_size(), 1);
    EXPECT_EQ(snippet.text().substr(snippet.highlights(0).start(), 2), "é");
  }
}

TEST(SnippetTest, DifferentWordsCountMoreThanManyPlaces) {
  const std::vector<TextMatch> one(50, TextMatch{0, false, 0, 1});
  EXPECT_LT(ScoreOf(one), ScoreOf({{0, false, 0, 1}, {1, false, 3, 4}}));
  EXPECT_GT(ScoreOf({{0, true, 0, 1}}), ScoreOf({{0, false, 0, 1}})) << "the title counts more";
}

}  // namespace
}  // namespace tearsheet
