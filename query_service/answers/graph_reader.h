// Reads the part of the money graph that a question needs from the state.
#pragma once

#include <map>
#include <set>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/ontology.h"
#include "query_service/answers/read_view.h"
#include "query_service/graph/money_graph.h"

namespace tearsheet {

// Deals of one organisation that are looked at; those of an organisation with more are the latest ones.
inline constexpr int kMaxDealsOfNode = 2'000;
// Organisations whose deals one question reads.
inline constexpr int kMaxExpanded = 300;
// Deals that a question about the whole graph reads.
inline constexpr int kMaxDealsOfGraph = 20'000;

// Not thread-safe. Borrows both.
class GraphReader {
 public:
  // INVALID_ARGUMENT names the field of the filter.
  static absl::StatusOr<GraphReader> Make(const Ontology& ontology, ReadView& view,
                                          const v1::GraphFilter& filter);

  // The topmost owner of an entity, or itself.
  absl::StatusOr<std::string> Top(const std::string& entity_id);

  // Reads the deals of every node that lies fewer than `radius` edges from `start`.
  absl::Status Explore(const std::string& start, int radius);
  // Reads all deals. RESOURCE_EXHAUSTED when they are more than kMaxDealsOfGraph.
  absl::Status ReadAll();

  const MoneyGraph& graph() const { return graph_; }
  // A bound was met: something may be missing.
  bool truncated() const { return truncated_; }

  // The node as the answer shows it.
  absl::StatusOr<v1::GraphNode> Node(const std::string& entity_id, int depth);

 private:
  GraphReader(const Ontology& ontology, ReadView& view) : ontology_(ontology), view_(view) {}

  absl::Status Expand(const std::string& node);
  absl::Status Add(const v1::Deal& deal);

  const Ontology& ontology_;
  ReadView& view_;
  DealQuery query_;
  int min_origins_ = 0;
  MoneyGraph graph_;
  std::set<std::string> expanded_;
  std::map<std::string, std::string> tops_;
  bool truncated_ = false;
};

}  // namespace tearsheet
