#include "tests/worlds/world.h"

#include "gmock/gmock.h"

namespace tearsheet::testing {
namespace {

std::string TextOf(const std::vector<log::v1::LogRecord>& records) {
  std::string text;
  for (const auto& record : records) text += record.SerializeAsString();
  return text;
}

TEST(WorldTest, TheSameSeedGivesTheSameRecordsAndAnotherSeedOthers) {
  EXPECT_EQ(TextOf(MakeWorld({.seed = 3})), TextOf(MakeWorld({.seed = 3})));
  EXPECT_NE(TextOf(MakeWorld({.seed = 3})), TextOf(MakeWorld({.seed = 4})));
}

TEST(WorldTest, AShuffledWorldHasTheSameRecordsAndNoReextractionBeforeItsArticle) {
  const auto records = MakeWorld({.seed = 5});
  const auto shuffled = Shuffled(records, 1);
  std::multiset<std::string> before;
  std::multiset<std::string> after;
  std::set<std::string> articles;
  for (const auto& record : records) before.insert(record.record_id());
  for (const auto& record : shuffled) {
    after.insert(record.record_id());
    if (record.has_article()) articles.insert(record.article().article().name());
    if (record.has_reextraction()) {
      EXPECT_TRUE(articles.contains(record.reextraction().article()));
    }
  }
  EXPECT_EQ(before, after);
}

}  // namespace
}  // namespace tearsheet::testing
