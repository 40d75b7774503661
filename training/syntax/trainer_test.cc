#include "training/syntax/trainer.h"

#include <gtest/gtest.h>

#include <fstream>
#include <string>

#include "training/syntax/collapse.h"

namespace tearsheet {
namespace {

// A file with these lines, words with their part of speech, head and relation.
std::string FileOf(const std::string& name, const std::string& lines) {
  const std::string path = testing::TempDir() + name;
  std::ofstream(path) << lines;
  return path;
}

const char kSentence[] =
    "# text = Peel Mills sold its unit for $ 2 million on Monday.\n"
    "1\tPeel\tPeel\tPROPN\tNNP\t_\t2\tcompound\t_\t_\n"
    "2\tMills\tMills\tPROPN\tNNP\t_\t3\tnsubj\t_\t_\n"
    "3\tsold\tsell\tVERB\tVBD\t_\t0\troot\t_\t_\n"
    "4\tits\tits\tPRON\tPRP$\t_\t5\tnmod:poss\t_\t_\n"
    "5\tunit\tunit\tNOUN\tNN\t_\t3\tobj\t_\t_\n"
    "6\tfor\tfor\tADP\tIN\t_\t7\tcase\t_\t_\n"
    "7\t$\t$\tSYM\t$\t_\t3\tobl\t_\t_\n"
    "8\t2\t2\tNUM\tCD\t_\t9\tcompound\t_\t_\n"
    "9\tmillion\tmillion\tNUM\tCD\t_\t7\tnummod\t_\t_\n"
    "10\ton\ton\tADP\tIN\t_\t11\tcase\t_\t_\n"
    "11\tMonday\tMonday\tPROPN\tNNP\t_\t3\tobl\t_\t_\n"
    "12\t.\t.\tPUNCT\t.\t_\t3\tpunct\t_\t_\n"
    "\n";

TEST(TreebankTest, ReadsWordsWithHeadsAndRelations) {
  const auto read = ReadTreebank(FileOf("sold.conllu", kSentence));
  ASSERT_TRUE(read.ok()) << read.status();
  ASSERT_EQ(read->size(), 1U);
  const TreeSentence& sentence = read->front();
  ASSERT_EQ(sentence.size(), 12U);
  EXPECT_EQ(sentence[2].head, -1);
  EXPECT_EQ(sentence[2].pos, Pos::kVerbPast);
  EXPECT_EQ(sentence[4].head, 2);
  EXPECT_EQ(sentence[4].relation, Relation::kObject);
}

TEST(TreebankTest, TellsTheLineThatIsWrong) {
  const auto cycle = ReadTreebank(FileOf("cycle.conllu",
                                         "1\ta\ta\tX\tX\t_\t2\tdep\t_\t_\n"
                                         "2\tb\tb\tX\tX\t_\t1\tdep\t_\t_\n\n"));
  EXPECT_EQ(cycle.status().code(), absl::StatusCode::kInvalidArgument);
  const auto fields = ReadTreebank(FileOf("fields.conllu", "1\ta\n"));
  EXPECT_NE(std::string(fields.status().message()).find("fields.conllu:1"), std::string::npos);
}

TEST(CollapseTest, NamesAndValuesBecomeOneWord) {
  const TreeSentence sentence = CollapseUnits(ReadTreebank(FileOf("sold2.conllu", kSentence))->front(), true);
  std::string units;
  for (const TreeWord& word : sentence) units += std::to_string(static_cast<int>(word.unit));
  // name, sold its unit for, amount, on, time, stop
  EXPECT_EQ(units, "100002050");
  EXPECT_EQ(sentence[5].head, 1);
  EXPECT_EQ(sentence[5].relation, Relation::kOblique);
  EXPECT_EQ(sentence[0].relation, Relation::kSubject);
}

TEST(TrainerTest, LearnsASentenceByHeartAndAlwaysTheSame) {
  std::vector<TreeSentence> sentences(400, ReadTreebank(FileOf("sold3.conllu", kSentence))->front());
  TrainerOptions options;
  options.parser_rounds = 3;
  options.tag_bits = options.move_bits = options.relation_bits = 12;
  const SyntaxModel model = TrainSyntax(sentences, options);
  EXPECT_EQ(Evaluate(model, sentences).heads_and_relations, 100);
  EXPECT_EQ(WriteSyntaxModel(TrainSyntax(sentences, options)), WriteSyntaxModel(model));
}

}  // namespace
}  // namespace tearsheet
