#include "ingest_service/syntax/sentence_parser.h"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

#include "ingest_service/syntax/syntax_test_util.h"

namespace tearsheet {
namespace {

struct ArcCase {
  const char* sentence;
  const char* dependent;
  const char* relation;
  // "-" is the root.
  const char* head;
};

class SentenceParserTest : public testing::TestWithParam<ArcCase> {};

TEST_P(SentenceParserTest, FindsTheHead) {
  const ArcCase& c = GetParam();
  const TestSentence sentence(c.sentence);
  SentenceParser parser(DefaultSyntaxModel());
  parser.Parse(sentence.tokens);
  const int dependent = sentence.Find(c.dependent);
  ASSERT_GE(dependent, 0);
  const int head = parser.head(dependent);
  EXPECT_EQ(head < 0 ? "-" : sentence.words[head], c.head) << c.sentence;
  EXPECT_EQ(Name(parser.relation(dependent)), c.relation) << c.sentence;
}

INSTANTIATE_TEST_SUITE_P(
    Arcs, SentenceParserTest,
    testing::Values(
        ArcCase{"<name> acquired the company .", "<name>", "nsubj", "acquired"},
        ArcCase{"<name> acquired the company .", "company", "obj", "acquired"},
        ArcCase{"The company was acquired by <name> .", "company", "nsubj:pass", "acquired"},
        ArcCase{"The company was acquired by <name> .", "<name>", "obl:agent", "acquired"},
        ArcCase{"<name> said on <time> it had agreed to acquire the company .", "acquire", "xcomp", "agreed"},
        ArcCase{"<name> said on <time> it had agreed to acquire the company .", "agreed", "ccomp", "said"},
        ArcCase{"<name> said on <time> it had agreed to acquire the company .", "it", "nsubj", "agreed"},
        ArcCase{"<name> said it would sell its unit , a maker of pumps .", "maker", "appos", "unit"},
        ArcCase{"The firm , which makes pumps , raised <amount> .", "makes", "acl:relcl", "firm"},
        ArcCase{"The firm , which makes pumps , raised <amount> .", "firm", "nsubj", "raised"},
        ArcCase{"The company is in talks to buy a rival .", "buy", "acl", "talks"},
        ArcCase{"It closed a round led by <name> .", "led", "acl", "round"},
        ArcCase{"It sold the plant and bought a mine .", "bought", "conj", "sold"},
        ArcCase{"It sold the plant and bought a mine .", "sold", "root", "-"}));

TEST(SentenceParserTest, AnyWordsGiveATree) {
  const char* const words[] = {"",         "the", "said",   "<name>",   "(",      ")",  ",",
                               "-",        "\"",  "and",    "<amount>", "of",     "to", "bought",
                               "\xff\xfe", "x",   "<time>", "$",        "12,3.4", "'s"};
  std::mt19937 random(7);
  SentenceParser parser(DefaultSyntaxModel());
  for (int round = 0; round < 500; ++round) {
    std::vector<SyntaxToken> tokens(random() % 60);
    for (SyntaxToken& token : tokens) {
      token.lower = words[random() % std::size(words)];
      token.capitalised = random() % 3 == 0;
      token.all_caps = random() % 5 == 0;
      token.unit = static_cast<SyntaxToken::Unit>(random() % 10 == 0 ? random() % 7 : 0);
    }
    parser.Parse(tokens);
    ASSERT_EQ(parser.size(), static_cast<int>(tokens.size()));
    int roots = 0;
    for (int i = 0; i < parser.size(); ++i) {
      ASSERT_NE(parser.head(i), i);
      ASSERT_LT(parser.head(i), parser.size());
      roots += parser.head(i) < 0 ? 1 : 0;
      ASSERT_EQ(parser.head(i) < 0, parser.relation(i) == Relation::kRoot);
      int steps = 0;
      for (int h = i; h >= 0; h = parser.head(h)) ASSERT_LE(++steps, parser.size()) << "a cycle";
    }
    ASSERT_EQ(roots > 0, !tokens.empty());
  }
}

TEST(SentenceParserTest, WhatItFindsDependsOnTheSentenceOnly) {
  const TestSentence long_one(
      "<name> , which makes pumps , said on <time> it had agreed to buy the company .");
  const TestSentence short_one("It sold the plant .");
  SentenceParser fresh(DefaultSyntaxModel());
  fresh.Parse(short_one.tokens);
  SentenceParser used(DefaultSyntaxModel());
  used.Parse(long_one.tokens);
  used.Parse(short_one.tokens);
  ASSERT_EQ(used.size(), fresh.size());
  for (int i = 0; i < fresh.size(); ++i) {
    EXPECT_EQ(used.pos(i), fresh.pos(i));
    EXPECT_EQ(used.head(i), fresh.head(i));
    EXPECT_EQ(used.relation(i), fresh.relation(i));
  }
}

TEST(SentenceParserTest, ReadsNoMoreThanItsBound) {
  const std::vector<SyntaxToken> tokens(ParserState::kMaxWords + 5);
  SentenceParser parser(DefaultSyntaxModel());
  parser.Parse(tokens);
  EXPECT_EQ(parser.size(), ParserState::kMaxWords);
}

}  // namespace
}  // namespace tearsheet
