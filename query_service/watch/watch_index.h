// Which watchers a change concerns, without looking at all of them. Pure.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "query_service/watch/watch_filter.h"

namespace tearsheet {

// Filters by what they name first: a company, else types, else statuses; those that name nothing hear of
// every change. A change is compared with the filters that name its company, type or status, not with the
// rest. Not thread-safe.
class WatchIndex {
 public:
  using Id = int64_t;

  // `id` is new. Removing one that is not there does nothing.
  void Add(Id id, const WatchFilter& filter);
  void Remove(Id id);

  size_t size() const { return filters_.size(); }

  // Adds to `first` the ids of the filters that match `change`, with `number`; those that are in it stay as
  // they are. So of a run of changes in order it holds the first one that concerns each.
  void Match(const ChangeSubject& change, int64_t number, absl::flat_hash_map<Id, int64_t>& first) const;

 private:
  using Ids = absl::flat_hash_set<Id>;

  // The sets that an id with `filter` belongs to; made where they are missing.
  std::vector<Ids*> PlacesOf(const WatchFilter& filter);
  void DropEmpty(const WatchFilter& filter);

  absl::flat_hash_map<Id, WatchFilter> filters_;
  absl::flat_hash_map<std::string, Ids> by_company_;
  absl::flat_hash_map<std::string, Ids> by_type_;
  absl::flat_hash_map<int, Ids> by_status_;
  Ids others_;
};

}  // namespace tearsheet
