#include "training/syntax/trainer.h"

#include <algorithm>
#include <cstdio>
#include <map>
#include <numeric>
#include <random>
#include <utility>

#include "ingest_service/syntax/parser_features.h"
#include "ingest_service/syntax/sentence_parser.h"
#include "training/syntax/collapse.h"
#include "training/syntax/perceptron.h"

namespace tearsheet {
namespace {

// A word that was seen less often is told apart by its end and shape only.
constexpr int kKnown = 3;

class Random {
 public:
  explicit Random(uint32_t seed) : engine_(seed) {}
  bool Percent(uint32_t percent) { return engine_() % 100 < percent; }
  void Shuffle(std::vector<int>& order) {
    for (size_t i = order.size(); i > 1; --i) std::swap(order[i - 1], order[engine_() % i]);
  }

 private:
  std::mt19937 engine_;
};

int Best(const std::vector<int>& scores) {
  return static_cast<int>(std::max_element(scores.begin(), scores.end()) - scores.begin());
}

// The sentence as an article could have it: mostly with names and values recognised, now and then as a
// headline or without capitals.
TreeSentence Vary(const TreeSentence& sentence, Random& random) {
  TreeSentence out = random.Percent(75) ? CollapseUnits(sentence, random.Percent(60)) : sentence;
  if (random.Percent(8)) {
    for (TreeWord& word : out) word.capitalised |= word.lower.size() > 3;
  } else if (random.Percent(3)) {
    for (TreeWord& word : out) word.capitalised = word.all_caps = false;
  }
  return out;
}

KnownWords Vocabulary(const std::vector<TreeSentence>& sentences) {
  std::map<uint32_t, int> counts;
  for (const TreeSentence& sentence : sentences) {
    for (const TreeWord& word : sentence) ++counts[WordHash(word.lower)];
  }
  std::vector<uint32_t> known;
  for (const auto& [hash, count] : counts) {
    if (count >= kKnown) known.push_back(hash);
  }
  return KnownWords(std::move(known));
}

// Where two features want one row, the one that was first in `learnt` has it.
template <int kClasses>
FeatureTable<kClasses> MakeTable(const std::vector<Perceptron::Learnt>& learnt, int bits) {
  FeatureTable<kClasses> table(bits);
  for (const Perceptron::Learnt& feature : learnt) {
    auto& row = table.row(table.RowOf(feature.hash));
    if (row.check != 0) continue;
    row.check = FeatureTable<kClasses>::CheckOf(feature.hash);
    std::copy(feature.weights.begin(), feature.weights.end(), row.weights);
  }
  return table;
}

MoveTable MakeMoveTable(const std::vector<Perceptron::Learnt>& learnt, int bits) {
  MoveTable table(bits);
  for (const Perceptron::Learnt& feature : learnt) {
    size_t index = table.RowOf(feature.hash);
    if (table.row(index) != 0) index ^= 1;
    const uint16_t check = MoveTable::CheckOf(feature.hash);
    if (table.row(index) != 0 || MoveTable::CheckIn(table.row(index ^ 1)) == check) continue;
    int16_t weights[kMoves];
    std::copy(feature.weights.begin(), feature.weights.end(), weights);
    table.row(index) = MoveTable::MakeRow(check, weights);
  }
  return table;
}

TagTable TrainTagger(const std::vector<TreeSentence>& sentences, std::vector<int> order,
                     const KnownWords& known, const TrainerOptions& options) {
  Random random(options.seed);
  Perceptron perceptron(kTaggedPos);
  std::vector<WordForm> forms;
  std::vector<Pos> tags;
  std::vector<uint64_t> features;
  for (int round = 0; round < options.tagger_rounds; ++round) {
    random.Shuffle(order);
    for (int s : order) {
      const TreeSentence sentence = Vary(sentences[s], random);
      ReadWordForms(TokensOf(sentence), known, forms);
      tags.assign(sentence.size(), Pos::kNone);
      for (int i = 0; i < static_cast<int>(sentence.size()); ++i) {
        tags[i] = PosOfUnit(sentence[i].unit);
        if (tags[i] != Pos::kNone) continue;
        features.clear();
        TagFeatures(forms, tags, i, [&](uint64_t hash) { features.push_back(hash); });
        const int guess = Best(perceptron.Score(features));
        const int gold = static_cast<int>(sentence[i].pos);
        perceptron.Tick();
        if (guess != gold) perceptron.Update(features, gold, guess);
        tags[i] = static_cast<Pos>(guess);
      }
    }
  }
  std::fprintf(stderr, "tagger: %zu features\n", perceptron.features());
  return MakeTable<kTaggedPos>(perceptron.Average(), options.tag_bits);
}

// How many gold arcs a move makes impossible (Goldberg and Nivre 2013).
int Cost(const ParserState& state, const std::vector<int>& heads, Move move) {
  const int s0 = state.Stack(0);
  const int b0 = state.next();
  int cost = 0;
  if (move == kShift) {
    for (int depth = 0; depth < state.stack_size(); ++depth) {
      const int word = state.Stack(depth);
      cost += heads[word] == b0 ? 1 : 0;
      cost += depth > 0 && heads[b0] == word ? 1 : 0;
    }
    return cost;
  }
  // The top loses its dependents in the rest of the sentence, and its head unless the move gives it that.
  for (int i = b0; i < state.size(); ++i) cost += heads[i] == s0 ? 1 : 0;
  const int head = heads[s0];
  if (move == kLeft) {
    cost += head != b0 && (head > b0 || head == state.Stack(1)) ? 1 : 0;
  } else {
    cost += head >= b0 ? 1 : 0;
  }
  return cost;
}

class ParserTrainer {
 public:
  explicit ParserTrainer(const TrainerOptions& options) : random_(options.seed + 1) {}

  void Learn(const TreeSentence& sentence, const std::vector<WordForm>& forms, const std::vector<Pos>& tags,
             bool explore) {
    const ParserWords words{forms, tags};
    const int size = static_cast<int>(sentence.size());
    std::vector<int> heads;
    heads.reserve(sentence.size());
    for (const TreeWord& word : sentence) heads.push_back(word.head < 0 ? size : word.head);
    state_.Start(size);
    while (!state_.Finished()) {
      const Move move = state_.stack_size() > 0 ? LearnMove(words, heads, explore) : kShift;
      if (move == kShift) {
        state_.Shift();
        continue;
      }
      const int head = state_.HeadBy(move);
      state_.Attach(head, LearnRelation(words, sentence, head));
    }
  }

  const Perceptron& moves() const { return moves_; }
  const Perceptron& relations() const { return relations_; }

 private:
  Move LearnMove(const ParserWords& words, const std::vector<int>& heads, bool explore) {
    features_.clear();
    MoveFeatures(state_, words, [&](uint64_t hash) { features_.push_back(hash); });
    const std::vector<int> scores = moves_.Score(features_);
    int guess = -1;
    int right = -1;
    int costs[kMoves] = {};
    int least = 1 << 20;
    for (int m = 0; m < kMoves; ++m) {
      if (!state_.May(static_cast<Move>(m))) continue;
      costs[m] = Cost(state_, heads, static_cast<Move>(m));
      least = std::min(least, costs[m]);
      if (guess < 0 || scores[m] > scores[guess]) guess = m;
    }
    for (int m = 0; m < kMoves; ++m) {
      if (!state_.May(static_cast<Move>(m)) || costs[m] != least) continue;
      if (right < 0 || scores[m] > scores[right]) right = m;
    }
    moves_.Tick();
    if (costs[guess] != least) {
      moves_.Update(features_, right, guess);
      if (!explore || !random_.Percent(90)) guess = right;
    }
    return static_cast<Move>(guess);
  }

  Relation LearnRelation(const ParserWords& words, const TreeSentence& sentence, int head) {
    if (head == state_.root()) return Relation::kRoot;
    features_.clear();
    RelationFeatures(state_, words, head, [&](uint64_t hash) { features_.push_back(hash); });
    const int guess = Best(relations_.Score(features_));
    const TreeWord& dependent = sentence[state_.Stack(0)];
    // Of a wrong arc there is no right relation.
    if (dependent.head == head) {
      const int gold = static_cast<int>(dependent.relation);
      relations_.Tick();
      if (guess != gold) relations_.Update(features_, gold, guess);
    }
    return static_cast<Relation>(guess);
  }

  Random random_;
  Perceptron moves_{kMoves};
  Perceptron relations_{kRelations};
  ParserState state_;
  std::vector<uint64_t> features_;
};

}  // namespace

SyntaxModel TrainSyntax(const std::vector<TreeSentence>& sentences, const TrainerOptions& options) {
  SyntaxModel model;
  model.known = Vocabulary(sentences);
  std::vector<int> all(sentences.size());
  std::iota(all.begin(), all.end(), 0);
  model.tags = TrainTagger(sentences, all, model.known, options);
  // Neighbouring sentences are alike, so they are in one part.
  const auto part_of = [&](int s) { return s / 50 % options.parts; };
  std::vector<TagTable> taggers;
  for (int part = 0; part < options.parts; ++part) {
    std::vector<int> others;
    for (int s : all) {
      if (part_of(s) != part) others.push_back(s);
    }
    taggers.push_back(TrainTagger(sentences, others, model.known, options));
  }

  Random random(options.seed + 2);
  ParserTrainer trainer(options);
  std::vector<WordForm> forms;
  std::vector<Pos> tags;
  for (int round = 0; round < options.parser_rounds; ++round) {
    random.Shuffle(all);
    for (int s : all) {
      const TreeSentence sentence = Vary(sentences[s], random);
      const std::vector<SyntaxToken> tokens = TokensOf(sentence);
      ReadWordForms(tokens, model.known, forms);
      TagWords(taggers[part_of(s)], tokens, forms, tags);
      trainer.Learn(sentence, forms, tags, round > 0);
    }
    std::fprintf(stderr, "parser round %d: %zu and %zu features\n", round + 1, trainer.moves().features(),
                 trainer.relations().features());
  }
  model.moves = MakeMoveTable(trainer.moves().Average(), options.move_bits);
  model.relations = MakeTable<kRelations>(trainer.relations().Average(), options.relation_bits);
  return model;
}

SyntaxScores Evaluate(const SyntaxModel& model, const std::vector<TreeSentence>& sentences) {
  SentenceParser parser(model);
  int words = 0;
  int universal = 0;
  int pos = 0;
  int heads = 0;
  int both = 0;
  for (const TreeSentence& sentence : sentences) {
    parser.Parse(TokensOf(sentence));
    for (int i = 0; i < static_cast<int>(sentence.size()); ++i) {
      const TreeWord& gold = sentence[i];
      ++words;
      if (gold.unit != SyntaxToken::kWord || UniversalName(parser.pos(i)) == UniversalName(gold.pos))
        ++universal;
      if (gold.unit != SyntaxToken::kWord || parser.pos(i) == gold.pos) ++pos;
      if (parser.head(i) != gold.head) continue;
      ++heads;
      if (parser.relation(i) == gold.relation) ++both;
    }
  }
  const auto percent = [&](int count) { return words == 0 ? 0 : 100.0 * count / words; };
  return {percent(universal), percent(pos), percent(heads), percent(both)};
}

}  // namespace tearsheet
