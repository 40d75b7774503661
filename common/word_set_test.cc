#include "common/word_set.h"

#include <gtest/gtest.h>

namespace tearsheet {
namespace {

constexpr auto kWords = MakeWordSet({"a", "and", "or", "of", "fo", "the", "é"});

TEST(WordSetTest, FindsEachOfItsWordsAtItsPlace) {
  EXPECT_EQ(kWords.Find("a"), 0);
  EXPECT_EQ(kWords.Find("and"), 1);
  EXPECT_EQ(kWords.Find("of"), 3);
  EXPECT_EQ(kWords.Find("fo"), 4);
  EXPECT_EQ(kWords.Find("é"), 6);
}

TEST(WordSetTest, HasNoOtherWordNotEvenTheEmptyOne) {
  for (const char* word : {"", "b", "an", "ands", "And", "thf", "offer", "\xff"})
    EXPECT_FALSE(kWords.Has(word)) << word;
}

TEST(WordSetTest, IsKnownWhenCompiled) { static_assert(kWords.Has("the") && !kWords.Has("then")); }

}  // namespace
}  // namespace tearsheet
