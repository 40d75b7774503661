// Weights of the features that moves are scored by: three weights and a check in one word of 64 bits.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "ingest_service/syntax/feature_table.h"
#include "ingest_service/syntax/parser_state.h"

namespace tearsheet {

// As FeatureTable, but a row is one number, so that a parser that asks some eighty times a word is fast:
// scores of all moves are added in one addition. A feature stands in the row that its hash names, or in the
// neighbour. Immutable once filled and therefore thread-safe.
class MoveTable {
 public:
  // Sums of rows: see ScoreOf.
  using Scores = uint64_t;

  explicit MoveTable(int bits = 1) : bits_(bits), rows_(size_t{1} << bits) {}

  int bits() const { return bits_; }
  size_t RowOf(uint64_t hash) const { return hash >> (64 - bits_); }
  static uint16_t CheckOf(uint64_t hash) { return static_cast<uint16_t>((hash >> 16) | 1); }
  // 0 is an empty row.
  uint64_t row(size_t index) const { return rows_[index]; }
  uint64_t& row(size_t index) { return rows_[index]; }

  // Weights are kept with kMaxWeight added, so that no sum borrows from its neighbour. All moves get that
  // alike.
  static uint64_t MakeRow(uint16_t check, const int16_t (&weights)[kMoves]) {
    uint64_t row = uint64_t{check} << kCheckShift;
    for (int m = 0; m < kMoves; ++m) row |= static_cast<uint64_t>(weights[m] + kMaxWeight) << (16 * m);
    return row;
  }
  static uint16_t CheckIn(uint64_t row) { return static_cast<uint16_t>(row >> kCheckShift); }
  static int WeightIn(uint64_t row, int move) { return ScoreOf(row, move) - kMaxWeight; }

  void Add(uint64_t hash, Scores& scores) const {
    const size_t index = RowOf(hash);
    const uint64_t check = CheckOf(hash);
    const uint64_t first = rows_[index];
    const uint64_t second = rows_[index ^ 1];
    scores += first & (uint64_t{0} - static_cast<uint64_t>(first >> kCheckShift == check));
    scores += second & (uint64_t{0} - static_cast<uint64_t>(second >> kCheckShift == check));
  }
  // Comes with the same constant for every move.
  static int ScoreOf(Scores scores, int move) { return static_cast<int>(scores >> (16 * move) & 0xffff); }

 private:
  // The check is on top, where what it adds up to is lost.
  static constexpr int kCheckShift = 48;

  int bits_;
  std::vector<uint64_t> rows_;
};

}  // namespace tearsheet
