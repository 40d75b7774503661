// Two clocks at once: on a machine that others use too, only the time that a thread has really run is steady.
#pragma once

#include <chrono>
#include <ctime>

namespace tearsheet::testing {

struct Elapsed {
  double wall_seconds = 0;
  // Of all threads of the process.
  double cpu_seconds = 0;
};

// Adds up what happens between Start and Stop. Not thread-safe.
class Stopwatch {
 public:
  void Start() { begun_ = Now(); }
  void Stop() {
    const Elapsed now = Now();
    total_.wall_seconds += now.wall_seconds - begun_.wall_seconds;
    total_.cpu_seconds += now.cpu_seconds - begun_.cpu_seconds;
  }
  void Add(const Elapsed& elapsed) {
    total_.wall_seconds += elapsed.wall_seconds;
    total_.cpu_seconds += elapsed.cpu_seconds;
  }
  const Elapsed& total() const { return total_; }

 private:
  static Elapsed Now() {
    const auto wall = std::chrono::steady_clock::now().time_since_epoch();
    return {std::chrono::duration<double>(wall).count(), static_cast<double>(std::clock()) / CLOCKS_PER_SEC};
  }

  Elapsed begun_;
  Elapsed total_;
};

}  // namespace tearsheet::testing
