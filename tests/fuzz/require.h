// What a fuzz target does when a promise is broken.
#pragma once

#include <cstdio>
#include <cstdlib>

namespace tearsheet::fuzz {

inline void Require(bool holds, const char* promise) {
  if (holds) return;
  std::fprintf(stderr, "broken promise: %s\n", promise);
  std::abort();
}

}  // namespace tearsheet::fuzz
