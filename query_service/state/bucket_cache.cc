#include "query_service/state/bucket_cache.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "common/status_macros.h"
#include "query_service/consolidation/identity.h"

namespace tearsheet {

absl::StatusOr<EventBucket*> BucketCache::Get(StateReader& reader, const std::string& key) {
  if (const auto known = buckets_.find(key); known != buckets_.end()) {
    order_.splice(order_.begin(), order_, known->second.place);
    known->second.used = true;
    return &known->second.bucket;
  }
  ASSIGN_OR_RETURN(std::vector<StoredEvent> events, reader.BucketEvents(key, /*current_only=*/true));
  std::sort(events.begin(), events.end(),
            [](const StoredEvent& a, const StoredEvent& b) { return ToldBefore(a.fact, b.fact); });
  const auto added = buckets_.try_emplace(key, ontology_).first;
  Entry& entry = added->second;
  for (StoredEvent& event : events) {
    EventMark mark{event.extraction, std::move(event.deal_id), /*stored=*/true, std::nullopt};
    entry.bucket.Add(std::move(event.fact), std::move(mark));
  }
  order_.push_front(&added->first);
  entry.place = order_.begin();
  entry.used = true;
  return &entry.bucket;
}

std::optional<bool> BucketCache::HasEvents(const std::string& key) const {
  const auto known = buckets_.find(key);
  if (known == buckets_.end()) return std::nullopt;
  return !known->second.bucket.events().empty();
}

absl::Status BucketCache::Add(StateReader& reader, const state::v1::EventFact& fact, int64_t extraction,
                              bool stored) {
  ASSIGN_OR_RETURN(EventBucket * bucket, Get(reader, fact.bucket()));
  bucket->Add(fact, {extraction, "", stored, std::string()});
  return absl::OkStatus();
}

absl::Status BucketCache::Remove(StateReader& reader, const state::v1::EventFact& fact) {
  ASSIGN_OR_RETURN(EventBucket * bucket, Get(reader, fact.bucket()));
  if (bucket->Remove(fact)) return absl::OkStatus();
  return absl::DataLossError("the store has lost an event; delete the store: it is rebuilt from the log");
}

void BucketCache::Trim() {
  // A key and its tables are not free either.
  constexpr int64_t kEmptyBytes = 2000;
  for (const std::string* key : order_) {
    Entry& entry = buckets_.at(*key);
    if (!std::exchange(entry.used, false)) break;
    kept_bytes_ += entry.bucket.bytes() + kEmptyBytes - entry.bytes;
    entry.bytes = entry.bucket.bytes() + kEmptyBytes;
  }
  while (kept_bytes_ > max_bytes_ && order_.size() > 1) {
    const auto last = buckets_.find(*order_.back());
    kept_bytes_ -= last->second.bytes;
    order_.pop_back();
    buckets_.erase(last);
  }
}

void BucketCache::Clear() {
  order_.clear();
  buckets_.clear();
  kept_bytes_ = 0;
}

}  // namespace tearsheet
