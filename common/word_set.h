// A set of words that is known when the program is compiled.
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace tearsheet {

// Finds a word by its hash, so that most words that are not in the set are never compared. Borrows the
// characters, not the array. Immutable and therefore thread-safe.
template <size_t n>
class WordSet {
 public:
  // The words differ and none is empty.
  constexpr explicit WordSet(const std::array<std::string_view, n>& words) : words_(words) {
    for (size_t i = 0; i < n; ++i) {
      size_t slot = Hash(words[i]) % kSlots;
      while (slots_[slot] != 0) slot = (slot + 1) % kSlots;
      slots_[slot] = static_cast<uint16_t>(i + 1);
    }
  }

  // The place of `word` in the array, or -1.
  constexpr int Find(std::string_view word) const {
    if (word.empty()) return -1;
    for (size_t slot = Hash(word) % kSlots; slots_[slot] != 0; slot = (slot + 1) % kSlots) {
      if (words_[slots_[slot] - 1] == word) return slots_[slot] - 1;
    }
    return -1;
  }
  constexpr bool Has(std::string_view word) const { return Find(word) >= 0; }

 private:
  static_assert(n > 0 && n < 10000);
  // Most slots stay empty.
  static constexpr size_t kSlots = std::bit_ceil(n * 4);

  static constexpr uint32_t Hash(std::string_view word) {
    const auto letter = [&](size_t at) { return static_cast<uint32_t>(static_cast<uint8_t>(word[at])); };
    uint32_t hash = static_cast<uint32_t>(word.size()) + letter(0) * 0x01000193u +
                    letter(word.size() / 2) * 0x85ebca6bu + letter(word.size() - 1) * 0xc2b2ae35u;
    hash ^= hash >> 15;
    hash *= 0x9e3779b1u;
    return hash ^ hash >> 16;
  }

  std::array<std::string_view, n> words_;
  std::array<uint16_t, kSlots> slots_ = {};
};

// MakeWordSet({"and", "or"}).
template <size_t n>
constexpr WordSet<n> MakeWordSet(const std::string_view (&words)[n]) {
  return WordSet<n>(std::to_array(words));
}

}  // namespace tearsheet
