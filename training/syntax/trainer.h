// Treebank -> syntax model.
#pragma once

#include <cstdint>
#include <vector>

#include "ingest_service/syntax/model.h"
#include "training/syntax/treebank.h"

namespace tearsheet {

struct TrainerOptions {
  uint32_t seed = 1;
  int tagger_rounds = 8;
  int parser_rounds = 12;
  // Parts that the treebank is cut into, so that the parser learns from tags that were not learnt by heart.
  int parts = 4;
  int tag_bits = 16;
  int move_bits = 18;
  int relation_bits = 16;
};

// Deterministic by the seed. Tells how far it is on standard error.
SyntaxModel TrainSyntax(const std::vector<TreeSentence>& sentences, const TrainerOptions& options);

// Shares of words, in percent.
struct SyntaxScores {
  double universal_pos = 0;
  // All parts of speech that are told apart.
  double pos = 0;
  double heads = 0;
  double heads_and_relations = 0;
};

SyntaxScores Evaluate(const SyntaxModel& model, const std::vector<TreeSentence>& sentences);

}  // namespace tearsheet
