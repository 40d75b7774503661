// The things of a random world: what is true, before articles tell of it.
#pragma once

#include <cstdint>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "tearsheet/v1/vocabulary.pb.h"

namespace tearsheet::testing {

// Draws by seed; the same on every machine.
class Random {
 public:
  explicit Random(uint64_t seed) : engine_(seed) {}

  // From 0 to bound-1.
  int Below(int bound) { return static_cast<int>(engine_() % static_cast<uint64_t>(bound)); }
  bool Percent(int percent) { return Below(100) < percent; }

 private:
  std::mt19937_64 engine_;
};

// A thing in the world that articles tell of.
struct Truth {
  std::string type;
  // Role and company, by number.
  std::vector<std::pair<std::string, int>> parties;
  int64_t amount = 0;
  // Index into kStages; goes up as articles tell of it.
  int stage = 0;
  // A product in a role; none: -1.
  int product = -1;
  // The word that tells it apart from others, and its slot; empty: none.
  std::string slot;
  std::string word;
  // Days after the start of the world when it happens.
  int day = 0;
};

inline constexpr v1::Status kStages[] = {v1::RUMORED,        v1::EARLY_TALKS, v1::TALKS,
                                         v1::ADVANCED_TALKS, v1::AGREED,      v1::COMPLETED};

// A deal between two of `companies`. Where there are many, a few of them are in every fifth deal.
Truth MakeTruth(Random& random, int companies);

}  // namespace tearsheet::testing
