#include "cli/views/graph_view.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "cli/text/display_width.h"
#include "cli/text/tone.h"
#include "cli/text/values.h"

namespace tearsheet {
namespace {

using NameById = std::map<std::string, std::string>;

NameById NamesById(const GraphNodes& nodes) {
  NameById names;
  for (const v1::GraphNode& node : nodes)
    names[node.company().entity_id()] = CleanLine(node.company().name());
  return names;
}

std::string NameIn(const NameById& names, const std::string& id) {
  const auto found = names.find(id);
  return found == names.end() || found->second.empty() ? id : found->second;
}

// "INVESTMENT $10bn, 2 deals".
std::string EdgeText(const v1::GraphEdge& edge) {
  std::vector<std::string> parts = {edge.type()};
  for (const v1::Amount& total : edge.totals()) parts.push_back(FormatAmount(total));
  const std::string most = v1::Status_Name(edge.most_status());
  return absl::StrCat(absl::StrJoin(parts, " "), ", ", FormatCount(edge.deal_count(), "deal", "deals"), ", ",
                      most);
}

std::string DealsText(const v1::GraphEdge& edge) {
  constexpr int kShown = 3;
  std::vector<std::string> names(edge.deals().begin(),
                                 edge.deals().begin() + std::min<int>(kShown, edge.deals_size()));
  if (edge.deal_count() > kShown) names.emplace_back("…");
  return absl::StrJoin(names, " ");
}

// Edges by either end, in the order of the answer.
std::map<std::string, std::vector<const v1::GraphEdge*>> EdgesByNode(const GraphEdges& edges) {
  std::map<std::string, std::vector<const v1::GraphEdge*>> by_node;
  for (const v1::GraphEdge& edge : edges) {
    by_node[edge.from()].push_back(&edge);
    by_node[edge.to()].push_back(&edge);
  }
  return by_node;
}

class Tree {
 public:
  Tree(const GraphNodes& nodes, const GraphEdges& edges, bool colour)
      : names_(NamesById(nodes)), edges_(EdgesByNode(edges)), colour_(colour) {}

  std::string Render(const std::string& root) {
    text_ = absl::StrCat(Paint(NameIn(names_, root), Tone::kTitle, colour_), "\n");
    opened_.insert(root);
    Children(root, "");
    return std::move(text_);
  }

 private:
  void Children(const std::string& node, const std::string& prefix) {
    std::vector<const v1::GraphEdge*> fresh;
    for (const v1::GraphEdge* edge : edges_[node]) {
      if (!shown_.contains(edge)) fresh.push_back(edge);
    }
    for (size_t i = 0; i < fresh.size(); ++i) {
      const v1::GraphEdge& edge = *fresh[i];
      if (!shown_.insert(&edge).second) continue;
      const bool last = i + 1 == fresh.size();
      const bool away = edge.from() == node;
      const std::string& other = away ? edge.to() : edge.from();
      const char* arrow = edge.tie() ? "─── " : away ? "──▸ " : "◂── ";
      absl::StrAppend(&text_, prefix, last ? "└" : "├", arrow, NameIn(names_, other), "  ",
                      Paint(EdgeText(edge), Tone::kQuiet, colour_), "\n");
      if (opened_.insert(other).second) Children(other, absl::StrCat(prefix, last ? "     " : "│    "));
    }
  }

  const NameById names_;
  std::map<std::string, std::vector<const v1::GraphEdge*>> edges_;
  const bool colour_;
  std::set<const v1::GraphEdge*> shown_;
  std::set<std::string> opened_;
  std::string text_;
};

std::string DotText(const std::string& text) {
  return absl::StrCat("\"", absl::StrReplaceAll(text, {{"\\", "\\\\"}, {"\"", "\\\""}}), "\"");
}

std::string XmlText(const std::string& text) {
  return absl::StrReplaceAll(text, {{"&", "&amp;"}, {"<", "&lt;"}, {">", "&gt;"}, {"\"", "&quot;"}});
}

// Width of the box of a node, by its name.
double BoxWidth(const std::string& name) { return 16 + 7.5 * DisplayWidth(name); }
constexpr double kBoxHeight = 24;

struct Point {
  double x = 0;
  double y = 0;
};

// Where the way from `from` to the middle of a box at `to` meets its border.
Point Border(const Point& from, const Point& to, double width) {
  const double dx = from.x - to.x;
  const double dy = from.y - to.y;
  const double reach = std::max(std::abs(dx) / (width / 2), std::abs(dy) / (kBoxHeight / 2));
  return reach <= 1 ? to : Point{to.x + dx / reach, to.y + dy / reach};
}

// Rings around the first node, one per depth.
std::map<std::string, Point> PlaceOnRings(const GraphNodes& nodes, double radius) {
  constexpr double kTurn = 6.283185307179586;
  std::map<int, int> count;
  for (const v1::GraphNode& node : nodes) ++count[node.depth()];
  std::map<int, int> placed;
  std::map<std::string, Point> points;
  for (const v1::GraphNode& node : nodes) {
    const int index = placed[node.depth()]++;
    const double angle = kTurn * index / count[node.depth()] + 0.4 * node.depth();
    const double distance = radius * node.depth();
    points[node.company().entity_id()] = {distance * std::cos(angle), distance * std::sin(angle)};
  }
  return points;
}

}  // namespace

std::string RenderGraphTree(const GraphNodes& nodes, const GraphEdges& edges, bool colour) {
  if (nodes.empty()) return "";
  return Tree(nodes, edges, colour).Render(nodes[0].company().entity_id());
}

std::string RenderGraphDot(const GraphNodes& nodes, const GraphEdges& edges) {
  std::string text = "digraph tearsheet {\n  node [shape=box];\n";
  for (const auto& [id, name] : NamesById(nodes))
    absl::StrAppend(&text, "  ", DotText(id), " [label=", DotText(name.empty() ? id : name), "];\n");
  for (const v1::GraphEdge& edge : edges) {
    absl::StrAppend(&text, "  ", DotText(edge.from()), " -> ", DotText(edge.to()),
                    " [label=", DotText(EdgeText(edge)), edge.tie() ? ", dir=none, style=dashed" : "",
                    "];\n");
  }
  return text + "}\n";
}

std::string RenderGraphSvg(const GraphNodes& nodes, const GraphEdges& edges) {
  constexpr double kRing = 260;
  constexpr double kMargin = 140;
  int depth = 0;
  for (const v1::GraphNode& node : nodes) depth = std::max(depth, node.depth());
  const double half = kRing * depth + kMargin;
  const NameById names = NamesById(nodes);
  const std::map<std::string, Point> points = PlaceOnRings(nodes, kRing);
  std::string text = absl::StrFormat(
      "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"%.0f %.0f %.0f %.0f\" font-family=\"sans-serif\" "
      "font-size=\"13\" text-anchor=\"middle\">\n"
      "<defs><marker id=\"arrow\" viewBox=\"0 0 10 10\" refX=\"10\" refY=\"5\" markerWidth=\"7\" "
      "markerHeight=\"7\" "
      "orient=\"auto\"><path d=\"M0 0 10 5 0 10z\" fill=\"#567\"/></marker></defs>\n",
      -half, -half, 2 * half, 2 * half);
  // Edges of one pair share the way and stand one below the other.
  std::map<std::pair<std::string, std::string>, int> parallel;
  for (const v1::GraphEdge& edge : edges) {
    const auto from = points.find(edge.from());
    const auto to = points.find(edge.to());
    if (from == points.end() || to == points.end()) continue;
    const Point end = Border(from->second, to->second, BoxWidth(NameIn(names, edge.to())));
    const int row = parallel[std::minmax(edge.from(), edge.to())]++;
    absl::StrAppendFormat(&text,
                          "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"#567\"%s/>\n"
                          "<text x=\"%.1f\" y=\"%.1f\" fill=\"#345\" font-size=\"11\">%s</text>\n",
                          from->second.x, from->second.y, end.x, end.y,
                          edge.tie() ? " stroke-dasharray=\"5 4\"" : " marker-end=\"url(#arrow)\"",
                          (from->second.x + 2 * to->second.x) / 3,
                          (from->second.y + 2 * to->second.y) / 3 + 13.0 * row, XmlText(EdgeText(edge)));
  }
  for (const v1::GraphNode& node : nodes) {
    const Point point = points.at(node.company().entity_id());
    const std::string name = CleanLine(node.company().name());
    const double width = BoxWidth(name);
    absl::StrAppendFormat(&text,
                          "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"24\" rx=\"5\" fill=\"%s\" "
                          "stroke=\"#234\"/><text x=\"%.1f\" y=\"%.1f\">%s</text>\n",
                          point.x - width / 2, point.y - 12, width, node.depth() == 0 ? "#fd9" : "#eef",
                          point.x, point.y + 5, XmlText(name));
  }
  return text + "</svg>\n";
}

std::string RenderPath(const v1::GraphPath& path, const GraphNodes& nodes, bool colour) {
  const NameById names = NamesById(nodes);
  std::vector<std::string> companies;
  companies.reserve(path.companies().size());
  for (const std::string& id : path.companies()) companies.push_back(NameIn(names, id));
  std::string text = absl::StrCat(Paint(absl::StrJoin(companies, " → "), Tone::kTitle, colour), "\n");
  for (const v1::GraphStep& step : path.steps()) {
    for (const v1::GraphEdge& edge : step.edges()) {
      absl::StrAppend(&text, "  ", NameIn(names, edge.from()), edge.tie() ? " – " : " → ",
                      NameIn(names, edge.to()), "  ", EdgeText(edge), "  ",
                      Paint(DealsText(edge), Tone::kQuiet, colour), "\n");
    }
  }
  return text;
}

}  // namespace tearsheet
