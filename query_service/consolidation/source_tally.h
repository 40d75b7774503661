// Who tells of a deal: its articles, publishers and origins.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/container/btree_map.h"
#include "absl/container/flat_hash_map.h"
#include "query_service/consolidation/counts.h"
#include "query_service/consolidation/list_limits.h"
#include "query_service/consolidation/origin.h"
#include "tearsheet/state/v1/event_fact.pb.h"
#include "tearsheet/v1/deal.pb.h"

namespace tearsheet {

// Takes events with their origins in the order in which they were told; the last one can be taken out again.
// Borrows both. Not thread-safe.
class SourceTally {
 public:
  void Push(const state::v1::EventFact& fact, const Origin& origin);
  void Pop();

  size_t articles() const { return articles_.size(); }
  // Articles, publishers, origins, and the times of the first and last one; `copies` are those of `origins`.
  void Fill(const Origins& origins, const ListLimits& limits, v1::Deal& deal) const;

 private:
  struct Told {
    const state::v1::EventFact* fact = nullptr;
    const Origin* origin = nullptr;
  };
  struct Article {
    int events = 0;
    // Those that cite their origin, and the origins of the others. A publisher is an origin only by an
    // article that cites nobody for the deal, not by a sentence that leaves it out.
    int citing = 0;
    std::vector<const Origin*> others;
  };

  void AddOthers(const Article& article);
  void RemoveOthers(const Article& article);

  std::vector<Told> told_;
  absl::flat_hash_map<std::string_view, Article> articles_;  // by URI
  SortedNameCounts publishers_;
  OriginCounts independent_;
  // Key of a cited origin -> as it is written -> articles.
  absl::flat_hash_map<std::string_view, absl::btree_map<std::string_view, NameCounts>> cited_;
};

}  // namespace tearsheet
