// Deals that were asked for lately, in memory.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/synchronization/mutex.h"
#include "tearsheet/v1/query_service.pb.h"

namespace tearsheet {

// A deal as it is at a sequence: serialised, in one view.
struct HotDeal {
  std::shared_ptr<const std::string> bytes;
  int64_t sequence = 0;
};

// What it finds is never older than what a snapshot taken at that moment shows: it finds nothing while a
// commit is under way. Thread-safe; commits come one at a time.
class HotDeals {
 public:
  // `max_bytes` bounds the deals, about; large ones are not kept.
  explicit HotDeals(size_t max_bytes) : max_shard_bytes_(max_bytes / kShards) {}

  std::optional<HotDeal> Find(const std::string& deal_id, v1::DealView view) const;
  // Keeps what a snapshot at `sequence` showed, unless the state has moved on. `view` is FULL or BASIC.
  void Put(const std::string& deal_id, v1::DealView view, std::string bytes, int64_t sequence);

  // Called before changes can be seen by others, and after: nothing is found in between.
  void BeginCommit();
  void EndCommit(int64_t sequence, const std::vector<std::string>& changed_deals);

 private:
  static constexpr size_t kShards = 16;
  using Bytes = std::shared_ptr<const std::string>;
  struct Shard {
    mutable absl::Mutex mutex;
    absl::flat_hash_map<std::string, Bytes> full ABSL_GUARDED_BY(mutex);
    absl::flat_hash_map<std::string, Bytes> basic ABSL_GUARDED_BY(mutex);
    size_t bytes ABSL_GUARDED_BY(mutex) = 0;
  };

  Shard& ShardOf(const std::string& deal_id) const;
  static void Erase(const std::string& deal_id, absl::flat_hash_map<std::string, Bytes>& deals,
                    size_t& bytes);

  const size_t max_shard_bytes_;
  mutable std::array<Shard, kShards> shards_;
  // Odd while a commit is under way; so it begins, until the first one has told where the state stands.
  std::atomic<uint64_t> version_ = 1;
  std::atomic<int64_t> sequence_ = 0;
};

}  // namespace tearsheet
