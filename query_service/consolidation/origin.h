// Who first said it.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "query_service/consolidation/copies.h"
#include "query_service/consolidation/counts.h"
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

// The independent origins among those added. Borrows their keys.
class OriginCounts {
 public:
  void Add(const Origin& origin) {
    keys_.Add(origin.key);
    least_keys_.Add(origin.least_key);
  }
  void Remove(const Origin& origin) {
    keys_.Remove(origin.key);
    least_keys_.Remove(origin.least_key);
  }
  void AddKey(std::string_view key) { keys_.Add(key); }
  void AddLeastKey(std::string_view key) { least_keys_.Add(key); }
  // Of `other` no more than tell whether there are several.
  void AddSome(const OriginCounts& other) {
    const auto add = [](const NameCounts& from, NameCounts& to) {
      for (auto entry = from.begin(); entry != from.end() && to.size() < 2; ++entry) to.Add(entry->first);
    };
    add(other.keys_, keys_);
    add(other.least_keys_, least_keys_);
  }

  bool empty() const { return keys_.empty(); }
  int count() const { return static_cast<int>(keys_.size()); }
  // The least that it can be: as if every article of which cannot be told were a copy.
  int least() const { return static_cast<int>(std::min(keys_.size(), least_keys_.size())); }

 private:
  NameCounts keys_;
  NameCounts least_keys_;
};

// What the event alone says of its origin.
Origin OriginOf(const state::v1::EventFact& fact);

// The origins of the events of one deal: those that stand in copies have the origin of what they are copied
// from. Takes the events in the order in which they were told, and depends on nothing else; the last one can
// be taken out again. Borrows the facts. Not thread-safe.
class Origins {
 public:
  Origins() = default;
  explicit Origins(const std::vector<const state::v1::EventFact*>& events) {
    for (const auto* event : events) Push(*event);
  }

  // The origin of the next event; stays where it is until it is taken out.
  const Origin& Push(const state::v1::EventFact& fact);
  void Pop();

  // `fact` is one of the events.
  const Origin& Of(const state::v1::EventFact& fact) const { return *of_event_.at(&fact); }
  // The fact stands in a copy of an article told before it.
  bool IsCopy(const state::v1::EventFact& fact) const { return certain_.contains(fact.uri()); }
  // Articles that are copies, or may be, in the order in which they were told.
  const std::vector<v1::ArticleCopy>& copies() const { return copies_; }
  // Number of those that are certainly copies.
  size_t certain_copies() const { return certain_.size(); }

 private:
  struct Article {
    std::vector<const state::v1::EventFact*> facts;
    std::optional<CopyFinder::Match> match;
  };

  std::vector<const state::v1::EventFact*> told_;
  std::deque<Origin> origins_;  // of told_
  absl::flat_hash_map<const state::v1::EventFact*, const Origin*> of_event_;
  std::vector<Article> articles_;
  absl::flat_hash_map<std::string_view, size_t> numbers_;  // URI -> index in `articles_`
  CopyFinder finder_;
  // URIs of the articles that are certainly copies.
  absl::flat_hash_set<std::string_view> certain_;
  std::vector<v1::ArticleCopy> copies_;
};

}  // namespace tearsheet
