#include "query_service/state/hot_deals.h"

#include <functional>
#include <utility>

namespace tearsheet {

HotDeals::Shard& HotDeals::ShardOf(const std::string& deal_id) const {
  return shards_[std::hash<std::string>()(deal_id) % kShards];
}

std::optional<HotDeal> HotDeals::Find(const std::string& deal_id, v1::DealView view) const {
  const uint64_t version = version_.load(std::memory_order_acquire);
  if (version % 2 == 1) return std::nullopt;
  HotDeal found{.bytes = nullptr, .sequence = sequence_.load(std::memory_order_acquire)};
  {
    const Shard& shard = ShardOf(deal_id);
    absl::MutexLock lock(&shard.mutex);
    const auto& deals = view == v1::DEAL_VIEW_BASIC ? shard.basic : shard.full;
    const auto entry = deals.find(deal_id);
    if (entry == deals.end()) return std::nullopt;
    found.bytes = entry->second;
  }
  if (version_.load(std::memory_order_acquire) != version) return std::nullopt;
  return found;
}

void HotDeals::Put(const std::string& deal_id, v1::DealView view, std::string bytes, int64_t sequence) {
  // So that one deal does not drive out all others.
  if (bytes.size() > max_shard_bytes_ / 4) return;
  const size_t size = bytes.size();
  auto kept = std::make_shared<const std::string>(std::move(bytes));
  Shard& shard = ShardOf(deal_id);
  absl::MutexLock lock(&shard.mutex);
  // A commit that begins after this erases, with this lock, what it changes.
  const uint64_t version = version_.load(std::memory_order_acquire);
  if (version % 2 == 1 || sequence_.load(std::memory_order_acquire) != sequence ||
      version_.load(std::memory_order_acquire) != version)
    return;
  if (shard.bytes + size > max_shard_bytes_) {
    shard.full.clear();
    shard.basic.clear();
    shard.bytes = 0;
  }
  auto& deals = view == v1::DEAL_VIEW_BASIC ? shard.basic : shard.full;
  if (deals.try_emplace(deal_id, std::move(kept)).second) shard.bytes += size;
}

void HotDeals::BeginCommit() {
  if (version_.load(std::memory_order_relaxed) % 2 == 0) version_.fetch_add(1, std::memory_order_acq_rel);
}

void HotDeals::EndCommit(int64_t sequence, const std::vector<std::string>& changed_deals) {
  for (const std::string& deal_id : changed_deals) {
    Shard& shard = ShardOf(deal_id);
    absl::MutexLock lock(&shard.mutex);
    Erase(deal_id, shard.full, shard.bytes);
    Erase(deal_id, shard.basic, shard.bytes);
  }
  sequence_.store(sequence, std::memory_order_release);
  version_.fetch_add(1, std::memory_order_acq_rel);
}

void HotDeals::Erase(const std::string& deal_id, absl::flat_hash_map<std::string, Bytes>& deals,
                     size_t& bytes) {
  const auto entry = deals.find(deal_id);
  if (entry == deals.end()) return;
  bytes -= entry->second->size();
  deals.erase(entry);
}

}  // namespace tearsheet
