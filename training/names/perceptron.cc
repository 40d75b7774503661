#include "training/names/perceptron.h"

#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <numeric>
#include <utility>

namespace tearsheet {

namespace {

// A wrong label must lose by this much, or the weights move.
constexpr int32_t kMargin = 6;
// Greatest weight in the model.
constexpr int64_t kGreatest = 127;
// One of so many weights may be cut down to the greatest.
constexpr size_t kCutOff = 3000;

// A weight and its sum over all steps, kept so that the average costs nothing per step.
struct Weight {
  int32_t now = 0;
  int64_t past = 0;

  void Add(int32_t change, int64_t step) {
    now += change;
    past += change * step;
  }
  // Times `steps`.
  int64_t Total(int64_t steps) const { return now * steps - past; }
};

class Perceptron {
 public:
  Perceptron() : rows_(NameModel::kRows) {}

  // Returns whether the run was labelled right.
  bool Learn(const LabelledRun& run) {
    ++step_;
    Score(run);
    found_.resize(run.labels.size());
    BestLabels(transitions_, work_, absl::MakeSpan(found_));
    if (found_ == run.labels) return true;
    NameLabel right_before = NameLabel::kNone;
    NameLabel found_before = NameLabel::kNone;
    for (size_t i = 0; i < found_.size(); ++i) {
      const NameLabel right = run.labels[i];
      if (right != found_[i]) {
        for (const uint16_t feature : run.features[i]) {
          rows_[feature][static_cast<size_t>(right)].Add(1, step_);
          rows_[feature][static_cast<size_t>(found_[i])].Add(-1, step_);
        }
      }
      Move(right_before, right, 1);
      Move(found_before, found_[i], -1);
      right_before = right;
      found_before = found_[i];
    }
    Move(right_before, NameLabel::kNone, 1);
    Move(found_before, NameLabel::kNone, -1);
    return false;
  }

  NameModel::Weights Average() const {
    std::vector<int64_t> sizes;
    for (const auto& row : rows_) {
      for (const Weight& weight : row) {
        const int64_t total = std::abs(weight.Total(step_));
        if (total > 0) sizes.push_back(total);
      }
    }
    if (sizes.empty()) sizes.push_back(1);
    std::sort(sizes.begin(), sizes.end());
    const int64_t greatest = sizes[sizes.size() - 1 - std::min(sizes.size() - 1, sizes.size() / kCutOff)];
    const auto scaled = [&](const Weight& weight) {
      const int64_t total = weight.Total(step_) * kGreatest;
      return (total + (total > 0 ? greatest / 2 : -greatest / 2)) / greatest;
    };
    NameModel::Weights weights;
    weights.rows.resize(rows_.size());
    for (size_t i = 0; i < rows_.size(); ++i) {
      for (size_t k = 0; k < kNameLabels; ++k)
        weights.rows[i][k] = static_cast<int8_t>(std::clamp(scaled(rows_[i][k]), -kGreatest, kGreatest));
    }
    for (size_t i = 0; i < kNameLabels; ++i) {
      for (size_t k = 0; k < kNameLabels; ++k)
        weights.transitions[i][k] =
            static_cast<int32_t>(std::clamp<int64_t>(scaled(moves_[i][k]), -32000, 32000));
    }
    return weights;
  }

 private:
  void Score(const LabelledRun& run) {
    work_.scores.assign(run.labels.size(), LabelScores{});
    for (size_t i = 0; i < run.labels.size(); ++i) {
      LabelScores& scores = work_.scores[i];
      for (const uint16_t feature : run.features[i]) {
        for (size_t k = 0; k < kNameLabels; ++k) scores[k] += rows_[feature][k].now;
      }
      scores[static_cast<size_t>(run.labels[i])] -= kMargin;
    }
  }

  void Move(NameLabel from, NameLabel to, int32_t change) {
    const auto a = static_cast<size_t>(from);
    const auto b = static_cast<size_t>(to);
    moves_[a][b].Add(change, step_);
    transitions_[a][b] = moves_[a][b].now;
  }

  std::vector<std::array<Weight, kNameLabels>> rows_;
  std::array<std::array<Weight, kNameLabels>, kNameLabels> moves_ = {};
  LabelTransitions transitions_ = {};
  LabelWork work_;
  std::vector<NameLabel> found_;
  int64_t step_ = 0;
};

}  // namespace

NameModel::Weights TrainPerceptron(const std::vector<LabelledRun>& runs, int rounds, Random& random) {
  Perceptron perceptron;
  std::vector<size_t> order(runs.size());
  std::iota(order.begin(), order.end(), 0);
  for (int round = 1; round <= rounds; ++round) {
    for (size_t i = order.size(); i > 1; --i) std::swap(order[i - 1], order[random.Below(i)]);
    size_t right = 0;
    for (const size_t i : order) right += perceptron.Learn(runs[i]) ? 1 : 0;
    std::cerr << "round " << round << ": " << right << " of " << runs.size() << " runs right\n";
  }
  return perceptron.Average();
}

}  // namespace tearsheet
