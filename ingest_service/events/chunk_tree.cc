#include "ingest_service/events/chunk_tree.h"

namespace tearsheet {

ChunkTree::ChunkTree(const ChunkedWindow& window, const std::vector<Dependency>& dependencies)
    : nodes_(window.chunks.size()) {
  for (size_t c = 0; c < window.chunks.size(); ++c) {
    const Chunk& chunk = window.chunks[c];
    const auto self = static_cast<int>(c);
    // The last word that depends on something outside is the head of the phrase; of a verb group its main
    // verb.
    for (int i = chunk.first; i < chunk.end; ++i) {
      const Dependency& dependency = dependencies[i];
      const int parent = dependency.head < 0 ? -1 : window.chunk_of[dependency.head];
      if (parent == self || (chunk.kind == Chunk::kVerb && i > chunk.verb.main)) continue;
      nodes_[c].parent = parent;
      nodes_[c].relation = dependency.relation;
    }
  }
  LiftCopulas(window);
  for (int c = static_cast<int>(nodes_.size()) - 1; c >= 0; --c) {
    if (nodes_[c].parent < 0) continue;
    Node& parent = nodes_[nodes_[c].parent];
    nodes_[c].next_sibling = parent.first_child;
    parent.first_child = c;
  }
}

void ChunkTree::LiftCopulas(const ChunkedWindow& window) {
  std::vector<int> copula(nodes_.size(), -1);
  for (size_t c = 0; c < nodes_.size(); ++c) {
    const int linked = nodes_[c].parent;
    if (nodes_[c].relation != Relation::kCopula || linked < 0 || window.chunks[c].kind != Chunk::kVerb ||
        copula[linked] >= 0)
      continue;
    copula[linked] = static_cast<int>(c);
  }
  for (size_t c = 0; c < nodes_.size(); ++c) {
    const int verb = copula[c];
    if (verb < 0) continue;
    nodes_[verb] = nodes_[c];
    nodes_[c].parent = verb;
    nodes_[c].relation = Relation::kOpenComplement;
  }
  // What belongs to the clause hangs on its verb.
  for (size_t c = 0; c < nodes_.size(); ++c) {
    Node& node = nodes_[c];
    if (node.parent < 0 || copula[node.parent] < 0 || copula[node.parent] == static_cast<int>(c)) continue;
    switch (node.relation) {
      case Relation::kSubject:
      case Relation::kSubjectPassive:
      case Relation::kAdverbialClause:
      case Relation::kMark:
      case Relation::kParataxis:
        node.parent = copula[node.parent];
        break;
      default:
        break;
    }
  }
}

}  // namespace tearsheet
