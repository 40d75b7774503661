#include "training/syntax/news_grammar.h"

#include <gtest/gtest.h>

#include <random>
#include <string>

namespace tearsheet {
namespace {

TEST(NewsGrammarTest, EverySentenceIsATreeWithinItsBound) {
  const auto grammar = NewsGrammar::Default();
  ASSERT_TRUE(grammar.ok()) << grammar.status();
  std::mt19937 random(5);
  for (int round = 0; round < 2000; ++round) {
    const TreeSentence sentence = grammar->Make(random, 50);
    ASSERT_LE(sentence.size(), 50U);
    int roots = 0;
    for (size_t i = 0; i < sentence.size(); ++i) {
      roots += sentence[i].head < 0 ? 1 : 0;
      size_t steps = 0;
      for (int h = static_cast<int>(i); h >= 0; h = sentence[h].head) ASSERT_LE(++steps, sentence.size());
    }
    EXPECT_EQ(roots, 1);
  }
}

TEST(NewsGrammarTest, OneSeedGivesOneSentence) {
  const auto grammar = NewsGrammar::Default();
  std::mt19937 first(9);
  std::mt19937 second(9);
  const TreeSentence a = grammar->Make(first);
  const TreeSentence b = grammar->Make(second);
  ASSERT_EQ(a.size(), b.size());
  for (size_t i = 0; i < a.size(); ++i) EXPECT_EQ(a[i].lower, b[i].lower);
}

TEST(NewsGrammarTest, HeadsAreWhereTheRuleHasThem) {
  const auto grammar = NewsGrammar::Read(
      "verb buy: buy buys bought bought buying\n"
      "TEXT: N=nsubj buy/VBD* the/DT=_\n");
  EXPECT_FALSE(grammar.ok()) << "no relation is called _";
  const auto good = NewsGrammar::Read(
      "verb buy: buy buys bought bought buying\n"
      "TEXT: N=nsubj buy/VBD* OBJ=obj\n"
      "OBJ: the/DT=det firm/NN*\n");
  ASSERT_TRUE(good.ok()) << good.status();
  std::mt19937 random(1);
  const TreeSentence sentence = good->Make(random);
  ASSERT_EQ(sentence.size(), 4U);
  EXPECT_EQ(sentence[1].lower, "bought");
  EXPECT_EQ(sentence[1].head, -1);
  EXPECT_EQ(sentence[0].head, 1);
  EXPECT_EQ(sentence[3].head, 1);
  EXPECT_EQ(sentence[2].head, 3);
}

TEST(NewsGrammarTest, TellsTheLineThatIsWrong) {
  for (const char* text :
       {"TEXT: a/XX*\n", "TEXT: a/DT=det\n", "TEXT: NOWHERE*\n", "verb buy: buy\n", "x\n", ""}) {
    EXPECT_FALSE(NewsGrammar::Read(text).ok()) << text;
  }
}

}  // namespace
}  // namespace tearsheet
