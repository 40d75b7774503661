// The arithmetic and the looks of progress: rate, time left, bar.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "absl/time/time.h"

namespace tearsheet {

// How far a run over inputs is.
struct ProgressCounts {
  // Articles that have their answer.
  int64_t done = 0;
  // Of them: those that were refused.
  int64_t refused = 0;
  // Bytes of input that they were read from.
  int64_t done_bytes = 0;
  // Bytes of all inputs. 0: not known.
  int64_t total_bytes = 0;
};

// Smooths a rate over the last seconds. Not thread-safe.
class RateMeter {
 public:
  explicit RateMeter(absl::Time start) : last_time_(start) {}

  // Tells that `done` units are done at `now`. Clocks that step backwards and counts that shrink are ignored.
  void Update(absl::Time now, int64_t done);

  // Units per second; 0 until the first second has passed.
  double per_second() const { return per_second_; }

 private:
  absl::Time last_time_;
  int64_t last_done_ = 0;
  bool started_ = false;
  double per_second_ = 0;
};

// Time until the remaining bytes are done at `bytes_per_second`; nothing when either is unknown.
std::optional<absl::Duration> TimeLeft(const ProgressCounts& counts, double bytes_per_second);

// "[#####.....]  50%  1,234 articles  950/s  about 12s left", at most `width` columns.
std::string ProgressBar(const ProgressCounts& counts, double articles_per_second,
                        std::optional<absl::Duration> left, int width);

// "1,234 articles, 950/s, 50%, 12s left": the same for a log.
std::string ProgressLine(const ProgressCounts& counts, double articles_per_second,
                         std::optional<absl::Duration> left);

// "45s", "3m 20s", "2h 5m".
std::string ShortDuration(absl::Duration duration);

}  // namespace tearsheet
