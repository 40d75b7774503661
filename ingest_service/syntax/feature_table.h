// Weights of features: what an averaged perceptron learnt.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace tearsheet {

// Hash of a feature: its number and up to three values. The products with one value are the same for all
// features that have it in the same place, so that the compiler computes them once.
inline uint64_t FeatureHash(uint64_t number, uint64_t a, uint64_t b = 0, uint64_t c = 0) {
  uint64_t hash = number * 0x9e3779b97f4a7c15U + a * 0xbf58476d1ce4e5b9U + b * 0x94d049bb133111ebU +
                  c * 0xd6e8feb86659fd93U;
  hash ^= hash >> 32;
  return hash * 0xff51afd7ed558ccdU;
}

// Weights stay within ±kMaxWeight, so that the sum of up to 40 stays within 16 bits.
inline constexpr int kMaxWeight = 800;

// A flat table of rows of weights, one per class. The place of a feature is the top of its hash; another part
// of it is kept in the row, so that a feature without a row of its own takes no other's weights. Immutable
// once filled and therefore thread-safe.
template <int kClasses>
class FeatureTable {
 public:
  // A power of two, so that no row crosses a cache line.
  static constexpr int kStride = 32;
  static_assert(kClasses < kStride);

  struct alignas(kStride * sizeof(int16_t)) Row {
    int16_t weights[kStride - 1];
    uint16_t check;
  };
  struct Scores {
    int16_t values[kStride];
  };

  // 2^bits rows without weights; 1 <= bits <= 24.
  explicit FeatureTable(int bits = 1) : bits_(bits), rows_(size_t{1} << bits) {}

  int bits() const { return bits_; }
  size_t RowOf(uint64_t hash) const { return hash >> (64 - bits_); }
  static uint16_t CheckOf(uint64_t hash) { return static_cast<uint16_t>((hash >> 16) | 1); }
  Row& row(size_t index) { return rows_[index]; }
  const Row& row(size_t index) const { return rows_[index]; }

  void Add(uint64_t hash, Scores& scores) const {
    const Row& row = rows_[RowOf(hash)];
    // A mask instead of a branch, which could not be foretold.
    const auto mask = static_cast<int16_t>(-static_cast<int>(row.check == CheckOf(hash)));
    for (int c = 0; c < kStride - 1; ++c)
      scores.values[c] = static_cast<int16_t>(scores.values[c] + (row.weights[c] & mask));
  }

  // The class with the greatest score, the first of equals.
  static int Best(const Scores& scores) {
    int best = 0;
    for (int c = 1; c < kClasses; ++c) {
      if (scores.values[c] > scores.values[best]) best = c;
    }
    return best;
  }

 private:
  int bits_;
  std::vector<Row> rows_;
};

}  // namespace tearsheet
