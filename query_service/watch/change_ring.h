// The latest changes, for those who follow closely. Pure.
#pragma once

#include <cstdint>
#include <deque>
#include <memory>

#include "absl/status/statusor.h"
#include "query_service/watch/watch_filter.h"
#include "query_service/watch/watched_change.h"

namespace tearsheet {

// Bounded by number and by bytes. Not thread-safe.
class ChangeRing {
 public:
  // Keeps at most `max_changes` of about `max_bytes`, but at least the last one.
  ChangeRing(size_t max_changes, size_t max_bytes) : max_changes_(max_changes), max_bytes_(max_bytes) {}

  // Number of the last change known, kept or not; 0 before the first.
  int64_t last() const { return last_; }

  // The next change. What is kept is dropped when changes between are missing.
  void Push(std::shared_ptr<const WatchedChange> change);
  // `last` is the last change; those up to it that were not pushed are not kept, and so none is.
  void SkipTo(int64_t last);

  // The first change after `cursor` that matches; moves `cursor` to it, or to the last one when there is
  // none. OUT_OF_RANGE when what is kept does not reach back to `cursor`.
  absl::StatusOr<std::shared_ptr<const WatchedChange>> Next(const WatchFilter& filter, int64_t& cursor) const;

 private:
  void Clear();

  const size_t max_changes_;
  const size_t max_bytes_;
  // Consecutive numbers, of which the last one is `last_`.
  std::deque<std::shared_ptr<const WatchedChange>> changes_;
  size_t bytes_ = 0;
  int64_t last_ = 0;
};

}  // namespace tearsheet
