// Averaged perceptron with integer weights, for training.
#pragma once

#include <cstdint>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/types/span.h"

namespace tearsheet {

// Not thread-safe. Deterministic: what it learns depends on the order of updates only.
class Perceptron {
 public:
  explicit Perceptron(int classes) : classes_(static_cast<size_t>(classes)) {}

  // Scores of all classes with the weights as they are.
  std::vector<int> Score(absl::Span<const uint64_t> features);
  // Moves weights from the class `wrong` to the class `right`.
  void Update(absl::Span<const uint64_t> features, int right, int wrong);
  // One more decision was made: averages count decisions, right ones too.
  void Tick() { ++now_; }

  // A feature with its averaged weights.
  struct Learnt {
    uint64_t hash = 0;
    std::vector<int16_t> weights;
  };
  // What was learnt; first what told most: great weights of features that were often there.
  std::vector<Learnt> Average() const;

  size_t features() const { return rows_.size(); }

 private:
  struct Weight {
    int32_t value = 0;
    // When it last changed, and the sum over all decisions until then.
    int64_t changed = 0;
    int64_t sum = 0;
  };
  void Add(Weight& weight, int change) {
    weight.sum += weight.value * (now_ - weight.changed);
    weight.changed = now_;
    weight.value += change;
  }
  int16_t AverageOf(const Weight& weight) const;

  size_t classes_;
  int64_t now_ = 1;
  absl::flat_hash_map<uint64_t, uint32_t> rows_;
  std::vector<Weight> weights_;
  // How often each feature was there.
  std::vector<int64_t> uses_;
};

}  // namespace tearsheet
