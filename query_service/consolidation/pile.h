// Everyone who gives one value of a slot.
#pragma once

#include <cstdint>
#include <map>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "query_service/consolidation/counts.h"
#include "query_service/consolidation/interval.h"
#include "query_service/consolidation/origin.h"
#include "tearsheet/state/v1/event_fact.pb.h"
#include "tearsheet/v1/deal.pb.h"

namespace tearsheet {

// One event that gives a value. Borrows the fact and its origin among those of the deal.
struct Assertion {
  const state::v1::EventFact* fact = nullptr;
  // Borrowed.
  const Origin* origin = nullptr;
  Value value;
  // How far the deal is where it is said: a claim of a higher rank supersedes those of lower ones.
  int rank = 0;
};

// A party and the rank at which it speaks; when it said its last word there.
using PartyAtRank = std::pair<std::string_view, int>;
using LastWords = std::map<PartyAtRank, int64_t>;

// All assertions of one value, taken in the order in which they were told, so that the last one can be taken
// out again. What is asked of it does not cost more as it grows. Borrows facts and origins. Not thread-safe.
class Pile {
 public:
  explicit Pile(Value value) : value_(std::move(value)) {}

  void Push(const state::v1::EventFact& fact, const Origin& origin, int rank);
  void Pop();
  bool empty() const { return entries_.empty(); }

  const Value& value() const { return value_; }
  // The furthest rank.
  int rank() const { return ranks_.rbegin()->first; }
  // Said by a party itself, or a filing.
  bool party() const { return !party_words_.empty(); }
  size_t origins() const { return names_of_key_.size(); }
  size_t articles() const { return uris_.size(); }
  int64_t first_nanos() const { return entries_.front().fact->publish_unix_nanos(); }

  // Moves `last` on to what parties say here later.
  void AddLastWords(LastWords& last) const;
  // Every one of them is of a party that says something else later at the same rank.
  bool Replaced(const LastWords& last) const;
  // Adds those of the origins that no party has replaced; of many only as many as tell that they are several.
  void AddSomeLiveOrigins(const LastWords& last, OriginCounts& origins) const;
  // Without its value. Lists hold `max_listed` articles and events, and `max_names` names; counts are exact.
  v1::Claim ToClaim(int max_listed, int max_names) const;

 private:
  struct Entry {
    const state::v1::EventFact* fact = nullptr;
    const Origin* origin = nullptr;
    int rank = 0;
  };
  // What a party says at one rank.
  struct PartyWords {
    // The latest time so far after each of them.
    std::vector<int64_t> latest;
    NameCounts least_keys;
  };
  struct KeyNames {
    int count = 0;
    // As the first one writes it.
    std::string_view name;
  };

  Value value_;
  std::vector<Entry> entries_;
  std::map<int, int> ranks_;            // rank -> how often
  std::map<v1::Status, int> statuses_;  // status -> how often
  NameCounts uris_;
  // Of all.
  OriginCounts independent_;
  absl::flat_hash_map<std::string_view, KeyNames> names_of_key_;
  SortedNameCounts names_;
  // Of what no party says.
  OriginCounts reports_;
  std::map<PartyAtRank, PartyWords> party_words_;
};

}  // namespace tearsheet
