// A set of words that may also say yes to one that it does not hold: leaves out patterns that cannot match
// before they are compared word by word.
#pragma once

#include <array>
#include <cstdint>

#include "ingest_service/events/grammar.h"

namespace tearsheet {

class LemmaSet {
 public:
  void Add(const Word& word) {
    for (LemmaId id : {word.form, word.verb, word.noun}) bits_[Cell(id)] |= Bit(id);
  }

  // False: no added word means `id`. A gap (0) is always held.
  bool MayHold(LemmaId id) const { return id == 0 || (bits_[Cell(id)] & Bit(id)) != 0; }

 private:
  static constexpr uint32_t kCells = 32;
  static size_t Cell(LemmaId id) { return (static_cast<uint32_t>(id) / 64) % kCells; }
  static uint64_t Bit(LemmaId id) { return uint64_t{1} << (static_cast<uint32_t>(id) % 64); }

  std::array<uint64_t, kCells> bits_ = {};
};

}  // namespace tearsheet
