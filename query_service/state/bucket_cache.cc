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
    return &known->second.bucket;
  }
  ASSIGN_OR_RETURN(std::vector<StoredEvent> events, reader.BucketEvents(key, /*current_only=*/true));
  std::sort(events.begin(), events.end(),
            [](const StoredEvent& a, const StoredEvent& b) { return ToldBefore(a.fact, b.fact); });
  EventBucket bucket;
  for (StoredEvent& event : events) {
    EventMark mark{event.extraction, std::move(event.deal_id), /*stored=*/true, std::nullopt};
    bucket.Add(ontology_, std::move(event.fact), std::move(mark));
  }
  const auto added = buckets_.emplace(key, Entry{std::move(bucket), {}}).first;
  order_.push_front(&added->first);
  added->second.place = order_.begin();
  return &added->second.bucket;
}

std::optional<bool> BucketCache::HasEvents(const std::string& key) const {
  const auto known = buckets_.find(key);
  if (known == buckets_.end()) return std::nullopt;
  return !known->second.bucket.events().empty();
}

absl::Status BucketCache::Add(StateReader& reader, const state::v1::EventFact& fact, int64_t extraction,
                              bool stored) {
  ASSIGN_OR_RETURN(EventBucket * bucket, Get(reader, fact.bucket()));
  bucket->Add(ontology_, fact, {extraction, "", stored, std::string()});
  return absl::OkStatus();
}

absl::Status BucketCache::Remove(StateReader& reader, const state::v1::EventFact& fact) {
  ASSIGN_OR_RETURN(EventBucket * bucket, Get(reader, fact.bucket()));
  if (bucket->Remove(fact)) return absl::OkStatus();
  return absl::DataLossError("the store has lost an event; delete the store: it is rebuilt from the log");
}

void BucketCache::Trim() {
  int64_t kept = 0;
  auto place = order_.begin();
  while (place != order_.end()) {
    const auto entry = buckets_.find(**place);
    // Empty buckets count too: their keys and tables are not free.
    kept += std::ssize(entry->second.bucket.events()) + 1;
    if (kept <= max_events_) {
      ++place;
      continue;
    }
    place = order_.erase(place);
    buckets_.erase(entry);
  }
}

void BucketCache::Clear() {
  order_.clear();
  buckets_.clear();
}

}  // namespace tearsheet
