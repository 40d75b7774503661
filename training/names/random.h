// Random numbers that are the same on every machine.
#pragma once

#include <cstddef>
#include <cstdint>

namespace tearsheet {

// xorshift64*.
class Random {
 public:
  explicit Random(uint64_t seed) : state_(seed * 0x9e3779b97f4a7c15u + 1) {}

  uint64_t Next() {
    state_ ^= state_ >> 12;
    state_ ^= state_ << 25;
    state_ ^= state_ >> 27;
    return state_ * 0x2545f4914f6cdd1du;
  }
  // From 0 to n - 1.
  size_t Below(size_t n) { return static_cast<size_t>((Next() >> 33) % n); }
  bool Percent(size_t chance) { return Below(100) < chance; }
  template <typename List>
  const auto& Of(const List& list) {
    return list[Below(list.size())];
  }

 private:
  uint64_t state_;
};

}  // namespace tearsheet
