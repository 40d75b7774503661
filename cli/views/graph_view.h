// The money graph as text and as pictures.
#pragma once

#include <string>

#include "google/protobuf/repeated_ptr_field.h"
#include "tearsheet/v1/graph.pb.h"

namespace tearsheet {

using GraphNodes = google::protobuf::RepeatedPtrField<v1::GraphNode>;
using GraphEdges = google::protobuf::RepeatedPtrField<v1::GraphEdge>;

// A tree from the first node, one line per edge; a node that stands further up is not opened again.
std::string RenderGraphTree(const GraphNodes& nodes, const GraphEdges& edges, bool colour);

// The same in the language of Graphviz.
std::string RenderGraphDot(const GraphNodes& nodes, const GraphEdges& edges);

// The same as a picture without scripts: nodes on rings around the first one.
std::string RenderGraphSvg(const GraphNodes& nodes, const GraphEdges& edges);

// A path or cycle: the companies in a row, then its edges with their money and deals.
std::string RenderPath(const v1::GraphPath& path, const GraphNodes& nodes, bool colour);

}  // namespace tearsheet
