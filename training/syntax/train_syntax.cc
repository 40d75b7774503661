// train_syntax TREEBANK_FOLDER MODEL: learns from en_ewt-ud-train.conllu and tells how well it does on the
// dev and test parts.
#include <cstdio>
#include <fstream>
#include <random>
#include <string>
#include <vector>

#include "training/syntax/collapse.h"
#include "training/syntax/news_grammar.h"
#include "training/syntax/trainer.h"

namespace tearsheet {
namespace {

// Made from the grammar, beside those of the treebank.
constexpr int kNewsSentences = 4000;

int Fail(const absl::Status& status) {
  std::fprintf(stderr, "%s\n", std::string(status.message()).c_str());
  return 1;
}

void Print(const char* part, const char* what, const SyntaxScores& scores) {
  std::printf("%-5s %-9s UPOS %.2f  tags %.2f  UAS %.2f  LAS %.2f\n", part, what, scores.universal_pos,
              scores.pos, scores.heads, scores.heads_and_relations);
}

int Run(const std::string& folder, const std::string& model_path) {
  const absl::StatusOr<std::vector<TreeSentence>> train = ReadTreebank(folder + "/en_ewt-ud-train.conllu");
  if (!train.ok()) return Fail(train.status());
  const TrainerOptions options;
  const absl::StatusOr<NewsGrammar> news = NewsGrammar::Default();
  if (!news.ok()) return Fail(news.status());
  std::vector<TreeSentence> sentences = *train;
  std::mt19937 random(options.seed);
  for (int i = 0; i < kNewsSentences; ++i) sentences.push_back(news->Make(random));
  const SyntaxModel trained = TrainSyntax(sentences, options);
  const std::string bytes = WriteSyntaxModel(trained);
  std::ofstream(model_path, std::ios::binary) << bytes;
  // What was written, not what was learnt, is measured.
  const absl::StatusOr<SyntaxModel> model = ReadSyntaxModel(bytes);
  if (!model.ok()) return Fail(model.status());
  std::printf("%zu bytes, version %s\n", bytes.size(), model->version.c_str());
  for (const char* part : {"dev", "test"}) {
    const auto tested = ReadTreebank(folder + "/en_ewt-ud-" + part + ".conllu");
    if (!tested.ok()) return Fail(tested.status());
    std::vector<TreeSentence> collapsed;
    for (const TreeSentence& sentence : *tested) collapsed.push_back(CollapseUnits(sentence, true));
    Print(part, "as it is", Evaluate(*model, *tested));
    Print(part, "collapsed", Evaluate(*model, collapsed));
  }
  return 0;
}

}  // namespace
}  // namespace tearsheet

int main(int argc, char** argv) {
  if (argc != 3) {
    std::fprintf(stderr, "usage: train_syntax TREEBANK_FOLDER MODEL\n");
    return 2;
  }
  return tearsheet::Run(argv[1], argv[2]);
}
