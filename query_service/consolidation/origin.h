// Who first said it.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "tearsheet/state/v1/event_fact.pb.h"
#include "tearsheet/v1/deal.pb.h"

namespace tearsheet {

// The origin of an event: the last named link of its attribution, else its publisher.
struct Origin {
  // Equal for one origin, whether it is cited or publishes itself.
  std::string key;
  // The key that it counts under when every article of which cannot be told is taken for a copy; else `key`.
  std::string least_key;
  // As written.
  std::string name;
  // The article cites it. False: the publisher, who cites nobody.
  bool cited = false;
  // A party to what is told, or a filing: outweighs reports.
  bool party = false;
  // When it said so: the publication time of the article, of a copy that of the original.
  int64_t said_unix_nanos = 0;
};

// Number of independent origins among those added.
class OriginCount {
 public:
  // Borrows the origin.
  void Add(const Origin& origin) {
    keys_.insert(origin.key);
    least_keys_.insert(origin.least_key);
  }
  int count() const { return static_cast<int>(keys_.size()); }
  // The least that it can be: as if every article of which cannot be told were a copy.
  int least() const { return static_cast<int>(std::min(keys_.size(), least_keys_.size())); }

 private:
  absl::flat_hash_set<std::string_view> keys_;
  absl::flat_hash_set<std::string_view> least_keys_;
};

// What the event alone says of its origin.
Origin OriginOf(const state::v1::EventFact& fact);

// The origins of the events of one deal: those that stand in copies have the origin of what they are copied
// from. A pure function of the set of events. Immutable; borrows the facts.
class Origins {
 public:
  // `events` in the order in which they were told.
  explicit Origins(const std::vector<const state::v1::EventFact*>& events);

  // `fact` is one of the events.
  const Origin& Of(const state::v1::EventFact& fact) const { return of_event_.at(&fact); }
  // The fact stands in a copy of an article told before it.
  bool IsCopy(const state::v1::EventFact& fact) const;
  // Articles that are copies, or may be, in the order in which they were told.
  const std::vector<v1::ArticleCopy>& copies() const { return copies_; }

 private:
  absl::flat_hash_map<const state::v1::EventFact*, Origin> of_event_;
  // URIs of the articles that are certainly copies.
  absl::flat_hash_set<std::string_view> certain_;
  std::vector<v1::ArticleCopy> copies_;
};

}  // namespace tearsheet
