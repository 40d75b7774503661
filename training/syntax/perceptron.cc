#include "training/syntax/perceptron.h"

#include <algorithm>
#include <cstdlib>
#include <utility>

#include "ingest_service/syntax/feature_table.h"

namespace tearsheet {
namespace {

// Steps of a stored weight per weight of the perceptron.
constexpr int64_t kScale = 24;

}  // namespace

std::vector<int> Perceptron::Score(absl::Span<const uint64_t> features) {
  std::vector<int> scores(classes_);
  for (uint64_t feature : features) {
    const auto found = rows_.find(feature);
    if (found == rows_.end()) continue;
    ++uses_[found->second];
    const Weight* row = &weights_[found->second * classes_];
    for (size_t c = 0; c < classes_; ++c) scores[c] += row[c].value;
  }
  return scores;
}

void Perceptron::Update(absl::Span<const uint64_t> features, int right, int wrong) {
  for (uint64_t feature : features) {
    const auto [entry, is_new] = rows_.try_emplace(feature, static_cast<uint32_t>(rows_.size()));
    if (is_new) {
      uses_.push_back(1);
      weights_.resize(weights_.size() + classes_);
    }
    Weight* row = &weights_[entry->second * classes_];
    Add(row[right], 1);
    Add(row[wrong], -1);
  }
}

int16_t Perceptron::AverageOf(const Weight& weight) const {
  const int64_t sum = weight.sum + weight.value * (now_ - weight.changed);
  const int64_t average = (2 * sum * kScale + (sum < 0 ? -now_ : now_)) / (2 * now_);
  return static_cast<int16_t>(std::clamp<int64_t>(average, -kMaxWeight, kMaxWeight));
}

std::vector<Perceptron::Learnt> Perceptron::Average() const {
  std::vector<std::pair<int64_t, Learnt>> ranked;
  for (const auto& [hash, row] : rows_) {
    std::pair<int64_t, Learnt> entry = {0, {hash, std::vector<int16_t>(classes_)}};
    for (size_t c = 0; c < classes_; ++c) {
      entry.second.weights[c] = AverageOf(weights_[row * classes_ + c]);
      entry.first += std::abs(entry.second.weights[c]);
    }
    entry.first *= uses_[row];
    if (entry.first > 0) ranked.push_back(std::move(entry));
  }
  std::sort(ranked.begin(), ranked.end(), [](const auto& a, const auto& b) {
    return a.first != b.first ? a.first > b.first : a.second.hash < b.second.hash;
  });
  std::vector<Learnt> learnt;
  learnt.reserve(ranked.size());
  for (auto& entry : ranked) learnt.push_back(std::move(entry.second));
  return learnt;
}

}  // namespace tearsheet
