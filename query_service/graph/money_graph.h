// Organisations and the deals between them as a graph in memory. Pure.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "common/ontology.h"
#include "query_service/consolidation/interval.h"
#include "tearsheet/v1/deal.pb.h"
#include "tearsheet/v1/graph.pb.h"

namespace tearsheet {

// How far a status is, for "least" and "most advanced": what is stopped is behind everything else.
int AdvanceOf(v1::Status status);

// Not thread-safe.
class MoneyGraph {
 public:
  // The node of an entity: its topmost owner, or itself.
  using TopOf = std::function<std::string(const std::string& entity_id)>;

  // Adds the edges that the ontology gives a deal of `type`; a deal that is there already, and an edge from a
  // node to itself, count for nothing.
  void Add(const v1::Deal& deal, const v1::EventType& type, const TopOf& top);

  // Nodes with an edge to or from `node`; only forwards along directed edges when `directed`.
  const std::set<std::string>& Neighbours(const std::string& node, bool directed) const;

  // The edges between two nodes by type: directed ones from `from` to `to`, and ties unless `flows_only`.
  // With `either`, directed ones the other way too.
  std::vector<v1::GraphEdge> Between(const std::string& from, const std::string& to, bool flows_only,
                                     bool either) const;

  // Every edge whose ends `nodes` holds, by from, to and type.
  std::vector<v1::GraphEdge> Within(const std::set<std::string>& nodes) const;

  // Nodes with an outgoing directed edge, in order.
  std::vector<std::string> Sources() const;
  // Where directed edges lead.
  const std::set<std::string>& Targets(const std::string& node) const;

  // The name that deals give a node; the id when they give none.
  std::string NameOf(const std::string& node) const;

 private:
  struct Edge {
    bool tie = false;
    std::map<std::string, Value> totals;
    v1::Status least = v1::STATUS_UNSPECIFIED;
    v1::Status most = v1::STATUS_UNSPECIFIED;
    int32_t min_origins = 0;
    // Latest first: publication time, negated, and name.
    std::set<std::pair<int64_t, std::string>> deals;
  };
  using Key = std::tuple<std::string, std::string, std::string>;  // from, to, type

  void AddEdge(const v1::Deal& deal, const v1::Participant& from, const v1::Participant& to, bool tie,
               const TopOf& top);
  static v1::GraphEdge Write(const Key& key, const Edge& edge);

  std::map<Key, Edge> edges_;
  std::set<std::string> deals_;
  std::map<std::string, std::set<std::string>> any_;
  std::map<std::string, std::set<std::string>> forward_;  // with ties
  std::map<std::string, std::set<std::string>> flows_;    // without
  std::map<std::string, std::string> names_;
};

}  // namespace tearsheet
