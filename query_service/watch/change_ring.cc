#include "query_service/watch/change_ring.h"

#include <utility>

namespace tearsheet {

void ChangeRing::Clear() {
  changes_.clear();
  bytes_ = 0;
}

void ChangeRing::Push(std::shared_ptr<const WatchedChange> change) {
  if (last_ + 1 != change->number()) Clear();
  last_ = change->number();
  bytes_ += change->bytes();
  changes_.push_back(std::move(change));
  while (changes_.size() > max_changes_ || (changes_.size() > 1 && bytes_ > max_bytes_)) {
    bytes_ -= changes_.front()->bytes();
    changes_.pop_front();
  }
}

void ChangeRing::SkipTo(int64_t last) {
  if (last_ == last) return;
  Clear();
  last_ = last;
}

absl::StatusOr<std::shared_ptr<const WatchedChange>> ChangeRing::Next(const WatchFilter& filter,
                                                                      int64_t& cursor) const {
  if (cursor >= last_) return nullptr;
  if (changes_.empty() || changes_.front()->number() > cursor + 1)
    return absl::OutOfRangeError("older than what is kept");
  for (auto i = static_cast<size_t>(cursor + 1 - changes_.front()->number()); i < changes_.size(); ++i) {
    cursor = changes_[i]->number();
    if (filter.Matches(changes_[i]->subject())) return changes_[i];
  }
  return nullptr;
}

}  // namespace tearsheet
