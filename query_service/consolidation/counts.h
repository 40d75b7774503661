// Things that are counted, so that what was added last can be taken out again.
#pragma once

#include <cstddef>
#include <string_view>

#include "absl/container/btree_map.h"
#include "absl/container/flat_hash_map.h"

namespace tearsheet {

// How often each key was added. Not thread-safe.
template <typename Key, typename Map = absl::flat_hash_map<Key, int>>
class Counts {
 public:
  // True: it was not there.
  bool Add(const Key& key) { return ++counts_[key] == 1; }
  // Of a key that was added. True: it is there no more.
  bool Remove(const Key& key) {
    const auto found = counts_.find(key);
    if (--found->second > 0) return false;
    counts_.erase(found);
    return true;
  }

  // Number of different keys.
  size_t size() const { return counts_.size(); }
  bool empty() const { return counts_.empty(); }
  // Pairs of a key and how often it was added.
  auto begin() const { return counts_.begin(); }
  auto end() const { return counts_.end(); }

 private:
  Map counts_;
};

// By the views of texts that outlive them.
using NameCounts = Counts<std::string_view>;
// The same in order.
using SortedNameCounts = Counts<std::string_view, absl::btree_map<std::string_view, int>>;

}  // namespace tearsheet
