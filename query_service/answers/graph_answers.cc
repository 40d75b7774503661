#include "query_service/answers/graph_answers.h"

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/error.h"
#include "common/status_macros.h"
#include "query_service/answers/graph_reader.h"
#include "query_service/graph/paths.h"

namespace tearsheet {
namespace {

constexpr int kMaxDepth = 3;
constexpr int kMaxNodes = 500;
constexpr int kDefaultPathLength = 3;
constexpr int kMaxPathLength = 4;
constexpr int kDefaultPaths = 10;
constexpr int kDefaultCycleLength = 3;
constexpr int kMaxCycleLength = 5;
constexpr int kDefaultCycles = 20;
constexpr int kMaxListed = 100;

absl::StatusOr<int> ReadBounded(int value, int otherwise, int least, int most, const char* field) {
  if (value == 0) return otherwise;
  if (value < least || value > most)
    return InvalidField(field, absl::StrCat(value, " is outside ", least, " to ", most));
  return value;
}

absl::StatusOr<int> ReadCount(int value, int otherwise, const char* field) {
  if (value < 0) return InvalidField(field, "it must be 0 or more");
  return value == 0 ? otherwise : std::min(value, kMaxListed);
}

// The node that a company of the request stands for.
absl::StatusOr<std::string> ReadNode(ReadView& view, GraphReader& reader, const std::string& company,
                                     const char* field) {
  if (company.empty()) return InvalidField(field, "it is required: an entity id, name, alias or ticker");
  ASSIGN_OR_RETURN(const v1::Entity entity, view.FindCompany(company));
  return reader.Top(entity.entity_id());
}

// Half of a path or cycle of `length` edges, rounded up: so far the deals of every node are read, and no edge
// of it is missed.
int Half(int length) { return (length + 1) / 2; }

v1::GraphPath WritePath(const MoneyGraph& graph, const NodePath& nodes, bool closed, bool flows_only,
                        bool either) {
  v1::GraphPath path;
  for (const std::string& node : nodes) path.add_companies(node);
  if (closed) path.add_companies(nodes.front());
  bool first = true;
  for (int i = 0; i + 1 < path.companies_size(); ++i) {
    v1::GraphStep& step = *path.add_steps();
    step.set_from(path.companies(i));
    step.set_to(path.companies(i + 1));
    v1::Status most = v1::STATUS_UNSPECIFIED;
    for (v1::GraphEdge& edge : graph.Between(step.from(), step.to(), flows_only, either)) {
      if (AdvanceOf(edge.most_status()) >= AdvanceOf(most)) most = edge.most_status();
      *step.add_edges() = std::move(edge);
    }
    if (first || AdvanceOf(most) < AdvanceOf(path.least_status())) path.set_least_status(most);
    first = false;
  }
  return path;
}

// The nodes on the paths, each once, by id.
template <typename Response>
absl::Status AddNodes(GraphReader& reader, const std::vector<NodePath>& paths, Response& response) {
  std::set<std::string> nodes;
  for (const NodePath& path : paths) nodes.insert(path.begin(), path.end());
  for (const std::string& node : nodes) {
    ASSIGN_OR_RETURN(*response.add_nodes(), reader.Node(node, 0));
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<v1::GetNeighborhoodResponse> BuildNeighborhood(const Ontology& ontology, ReadView& view,
                                                              const v1::GetNeighborhoodRequest& request) {
  ASSIGN_OR_RETURN(const int depth, ReadBounded(request.depth(), 1, 1, kMaxDepth, "depth"));
  ASSIGN_OR_RETURN(GraphReader reader, GraphReader::Make(ontology, view, request.filter()));
  ASSIGN_OR_RETURN(const std::string start, ReadNode(view, reader, request.company(), "company"));
  RETURN_IF_ERROR(reader.Explore(start, depth));
  v1::GetNeighborhoodResponse response;
  std::set<std::string> nodes = {start};
  std::vector<std::string> level = {start};
  bool truncated = reader.truncated();
  for (int distance = 0; distance <= depth; ++distance) {
    std::vector<std::string> next;
    for (const std::string& node : level) {
      ASSIGN_OR_RETURN(*response.add_nodes(), reader.Node(node, distance));
      if (distance == depth) continue;
      for (const std::string& neighbour : reader.graph().Neighbours(node, /*directed=*/false)) {
        if (nodes.contains(neighbour)) continue;
        if (static_cast<int>(nodes.size()) == kMaxNodes) {
          truncated = true;
          break;
        }
        nodes.insert(neighbour);
        next.push_back(neighbour);
      }
    }
    std::sort(next.begin(), next.end());
    level = std::move(next);
  }
  for (v1::GraphEdge& edge : reader.graph().Within(nodes)) *response.add_edges() = std::move(edge);
  response.set_truncated(truncated);
  return response;
}

absl::StatusOr<v1::FindPathsResponse> BuildPaths(const Ontology& ontology, ReadView& view,
                                                 const v1::FindPathsRequest& request) {
  ASSIGN_OR_RETURN(const int length,
                   ReadBounded(request.max_length(), kDefaultPathLength, 1, kMaxPathLength, "max_length"));
  ASSIGN_OR_RETURN(const int count, ReadCount(request.max_paths(), kDefaultPaths, "max_paths"));
  ASSIGN_OR_RETURN(GraphReader reader, GraphReader::Make(ontology, view, request.filter()));
  ASSIGN_OR_RETURN(const std::string from, ReadNode(view, reader, request.from(), "from"));
  ASSIGN_OR_RETURN(const std::string to, ReadNode(view, reader, request.to(), "to"));
  if (from == to) return InvalidField("to", "it is the same organisation as `from`; ask for circular flows");
  RETURN_IF_ERROR(reader.Explore(from, Half(length)));
  RETURN_IF_ERROR(reader.Explore(to, length / 2));
  const PathSearch found = FindSimplePaths(reader.graph(), from, to, length, request.directed(), count);
  v1::FindPathsResponse response;
  for (const NodePath& path : found.paths) {
    *response.add_paths() = WritePath(reader.graph(), path, /*closed=*/false, /*flows_only=*/false,
                                      /*either=*/!request.directed());
  }
  RETURN_IF_ERROR(AddNodes(reader, found.paths, response));
  response.set_truncated(found.truncated || reader.truncated());
  return response;
}

absl::StatusOr<v1::FindCircularFlowsResponse> BuildCircularFlows(
    const Ontology& ontology, ReadView& view, const v1::FindCircularFlowsRequest& request) {
  ASSIGN_OR_RETURN(const int length,
                   ReadBounded(request.max_length(), kDefaultCycleLength, 2, kMaxCycleLength, "max_length"));
  ASSIGN_OR_RETURN(const int count, ReadCount(request.max_cycles(), kDefaultCycles, "max_cycles"));
  ASSIGN_OR_RETURN(GraphReader reader, GraphReader::Make(ontology, view, request.filter()));
  std::string through;
  if (request.company().empty()) {
    RETURN_IF_ERROR(reader.ReadAll());
  } else {
    ASSIGN_OR_RETURN(through, ReadNode(view, reader, request.company(), "company"));
    RETURN_IF_ERROR(reader.Explore(through, Half(length)));
  }
  const PathSearch found = FindCycles(reader.graph(), through, length, count);
  v1::FindCircularFlowsResponse response;
  for (const NodePath& cycle : found.paths) {
    *response.add_cycles() =
        WritePath(reader.graph(), cycle, /*closed=*/true, /*flows_only=*/true, /*either=*/false);
  }
  RETURN_IF_ERROR(AddNodes(reader, found.paths, response));
  response.set_truncated(found.truncated || reader.truncated());
  return response;
}

}  // namespace tearsheet
