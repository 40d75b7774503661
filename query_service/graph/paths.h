// Paths and cycles in a money graph. Pure.
#pragma once

#include <string>
#include <vector>

#include "query_service/graph/money_graph.h"

namespace tearsheet {

// Nodes in order.
using NodePath = std::vector<std::string>;

struct PathSearch {
  std::vector<NodePath> paths;
  // The search ended at a bound: there may be more.
  bool truncated = false;
};

// Simple paths from `from` to `to` of at most `max_length` edges, the shortest first, then by their nodes; at
// most `max_paths`.
PathSearch FindSimplePaths(const MoneyGraph& graph, const std::string& from, const std::string& to,
                           int max_length, bool directed, int max_paths);

// Directed cycles of 2 to `max_length` edges, without the first node again at their end, in the same order;
// at most `max_cycles`. Those through `through`, which they then begin with, or (empty) all, each beginning
// with its smallest node.
PathSearch FindCycles(const MoneyGraph& graph, const std::string& through, int max_length, int max_cycles);

}  // namespace tearsheet
