#include "query_service/graph/paths.h"

#include <algorithm>

namespace tearsheet {
namespace {

// Steps that one question may take; a graph of ordinary density stays far below.
constexpr int64_t kMaxSteps = 2'000'000;

// Walks all simple paths of exactly one length. Neighbours are ordered sets, so paths come in order.
class Walk {
 public:
  Walk(const MoneyGraph& graph, bool flows, bool directed)
      : graph_(graph), flows_(flows), directed_(directed) {}

  // Paths of `length` edges from `from` to `to`; a cycle when they are the same. `least`: only through nodes
  // that are not smaller.
  void Run(const std::string& from, const std::string& to, int length, const std::string& least,
           size_t max_paths) {
    to_ = &to;
    least_ = &least;
    max_paths_ = max_paths;
    path_ = {from};
    Step(length);
  }

  PathSearch& result() { return result_; }
  bool full() const { return result_.truncated; }

 private:
  const std::set<std::string>& Next(const std::string& node) const {
    return flows_ ? graph_.Targets(node) : graph_.Neighbours(node, directed_);
  }

  void Step(int left) {
    if (full()) return;
    if (++steps_ > kMaxSteps) {
      result_.truncated = true;
      return;
    }
    const std::set<std::string>& next = Next(path_.back());
    if (left == 1) {
      if (!next.contains(*to_)) return;
      if (result_.paths.size() == max_paths_) {
        result_.truncated = true;
        return;
      }
      result_.paths.push_back(path_);
      if (*to_ != path_.front()) result_.paths.back().push_back(*to_);
      return;
    }
    for (const std::string& node : next) {
      if (node == *to_ || node < *least_ || std::find(path_.begin(), path_.end(), node) != path_.end())
        continue;
      path_.push_back(node);
      Step(left - 1);
      path_.pop_back();
    }
  }

  const MoneyGraph& graph_;
  const bool flows_;
  const bool directed_;
  const std::string* to_ = nullptr;
  const std::string* least_ = nullptr;
  size_t max_paths_ = 0;
  int64_t steps_ = 0;
  NodePath path_;
  PathSearch result_;
};

}  // namespace

PathSearch FindSimplePaths(const MoneyGraph& graph, const std::string& from, const std::string& to,
                           int max_length, bool directed, int max_paths) {
  Walk walk(graph, /*flows=*/false, directed);
  for (int length = 1; length <= max_length && !walk.full(); ++length) {
    walk.Run(from, to, length, "", static_cast<size_t>(max_paths));
  }
  return std::move(walk.result());
}

PathSearch FindCycles(const MoneyGraph& graph, const std::string& through, int max_length, int max_cycles) {
  Walk walk(graph, /*flows=*/true, /*directed=*/true);
  const std::vector<std::string> starts =
      through.empty() ? graph.Sources() : std::vector<std::string>{through};
  for (int length = 2; length <= max_length && !walk.full(); ++length) {
    for (const std::string& start : starts) {
      walk.Run(start, start, length, through.empty() ? start : "", static_cast<size_t>(max_cycles));
      if (walk.full()) break;
    }
  }
  return std::move(walk.result());
}

}  // namespace tearsheet
