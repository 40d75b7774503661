#include "query_service/graph/money_graph.h"

#include <algorithm>

#include "query_service/consolidation/stage.h"
#include "query_service/consolidation/values.h"
#include "query_service/graph/sums.h"

namespace tearsheet {
namespace {

constexpr size_t kMaxDealsOfEdge = 100;

const std::set<std::string>& NodesOf(const std::map<std::string, std::set<std::string>>& nodes,
                                     const std::string& node) {
  static const auto& none = *new std::set<std::string>;
  const auto found = nodes.find(node);
  return found == nodes.end() ? none : found->second;
}

std::vector<const v1::Participant*> InRole(const v1::Deal& deal, const std::string& role) {
  std::vector<const v1::Participant*> found;
  for (const v1::Participant& participant : deal.participants()) {
    if (participant.role() == role) found.push_back(&participant);
  }
  return found;
}

}  // namespace

int AdvanceOf(v1::Status status) { return Interrupts(status) ? 0 : static_cast<int>(status); }

void MoneyGraph::Add(const v1::Deal& deal, const v1::EventType& type, const TopOf& top) {
  if (!type.has_flow() || !deals_.insert(deal.name()).second) return;
  const v1::Flow& flow = type.flow();
  const std::vector<const v1::Participant*> from = InRole(deal, flow.from());
  for (const std::string& role : flow.to()) {
    const std::vector<const v1::Participant*> to = InRole(deal, role);
    if (to.empty()) continue;
    const bool among = role == flow.from();
    for (size_t i = 0; i < from.size(); ++i) {
      for (size_t j = among ? i + 1 : 0; j < to.size(); ++j) AddEdge(deal, *from[i], *to[j], flow.tie(), top);
    }
    return;
  }
}

void MoneyGraph::AddEdge(const v1::Deal& deal, const v1::Participant& from, const v1::Participant& to,
                         bool tie, const TopOf& top) {
  std::string source = top(from.entity_id());
  std::string target = top(to.entity_id());
  if (source == target) return;
  if (source == from.entity_id()) names_.emplace(source, from.name());
  if (target == to.entity_id()) names_.emplace(target, to.name());
  if (tie && target < source) std::swap(source, target);
  any_[source].insert(target);
  any_[target].insert(source);
  forward_[source].insert(target);
  if (tie) forward_[target].insert(source);
  if (!tie) flows_[source].insert(target);

  Edge& edge = edges_[{source, target, deal.type()}];
  const bool first = edge.deals.empty();
  edge.tie = tie;
  if (first || AdvanceOf(deal.status()) < AdvanceOf(edge.least)) edge.least = deal.status();
  if (first || AdvanceOf(deal.status()) > AdvanceOf(edge.most)) edge.most = deal.status();
  edge.min_origins =
      first ? deal.independent_origins() : std::min(edge.min_origins, deal.independent_origins());
  // Two parties of one deal can be units of one node: the deal still counts once.
  if (!edge.deals.emplace(-deal.last_publish_time().seconds(), deal.name()).second) return;
  const std::optional<Value> value = Span(deal.amount());
  if (!value) return;
  const auto [total, added] = edge.totals.emplace(value->unit, *value);
  if (!added) AddTo(total->second, *value);
}

v1::GraphEdge MoneyGraph::Write(const Key& key, const Edge& edge) {
  v1::GraphEdge out;
  out.set_from(std::get<0>(key));
  out.set_to(std::get<1>(key));
  out.set_type(std::get<2>(key));
  out.set_tie(edge.tie);
  for (const auto& [unit, total] : edge.totals) FromValue(total, *out.add_totals());
  out.set_least_status(edge.least);
  out.set_most_status(edge.most);
  out.set_min_independent_origins(edge.min_origins);
  out.set_deal_count(static_cast<int32_t>(edge.deals.size()));
  for (const auto& [time, name] : edge.deals) {
    if (out.deals_size() == static_cast<int>(kMaxDealsOfEdge)) break;
    out.add_deals(name);
  }
  return out;
}

const std::set<std::string>& MoneyGraph::Neighbours(const std::string& node, bool directed) const {
  return NodesOf(directed ? forward_ : any_, node);
}

const std::set<std::string>& MoneyGraph::Targets(const std::string& node) const {
  return NodesOf(flows_, node);
}

std::vector<std::string> MoneyGraph::Sources() const {
  std::vector<std::string> nodes;
  nodes.reserve(flows_.size());
  for (const auto& [node, targets] : flows_) nodes.push_back(node);
  return nodes;
}

std::vector<v1::GraphEdge> MoneyGraph::Between(const std::string& from, const std::string& to,
                                               bool flows_only, bool either) const {
  std::vector<v1::GraphEdge> found;
  const auto add = [&](const std::string& source, const std::string& target, bool asked) {
    for (auto it = edges_.lower_bound({source, target, ""});
         it != edges_.end() && std::get<0>(it->first) == source && std::get<1>(it->first) == target; ++it) {
      if (it->second.tie ? !flows_only : asked) found.push_back(Write(it->first, it->second));
    }
  };
  add(from, to, true);
  add(to, from, either);
  return found;
}

std::vector<v1::GraphEdge> MoneyGraph::Within(const std::set<std::string>& nodes) const {
  std::vector<v1::GraphEdge> found;
  for (const auto& [key, edge] : edges_) {
    if (nodes.contains(std::get<0>(key)) && nodes.contains(std::get<1>(key)))
      found.push_back(Write(key, edge));
  }
  return found;
}

std::string MoneyGraph::NameOf(const std::string& node) const {
  const auto found = names_.find(node);
  return found == names_.end() ? node : found->second;
}

}  // namespace tearsheet
