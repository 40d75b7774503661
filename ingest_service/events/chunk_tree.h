// The dependencies between the chunks of a window.
#pragma once

#include <vector>

#include "ingest_service/events/chunks.h"
#include "ingest_service/events/dependencies.h"
#include "ingest_service/syntax/tags.h"

namespace tearsheet {

// A copula governs what it links: in "is in talks to buy" the verb is the head of "talks", not the other way
// round, as treebanks have it. Immutable and therefore thread-safe.
class ChunkTree {
 public:
  struct Node {
    // Chunk that this one depends on, or -1.
    int parent = -1;
    Relation relation = Relation::kRoot;
    int first_child = -1;
    int next_sibling = -1;
  };

  // `dependencies` has one entry per token of the window. Linear in it.
  ChunkTree(const ChunkedWindow& window, const std::vector<Dependency>& dependencies);

  int parent(int chunk) const { return nodes_[chunk].parent; }
  Relation relation(int chunk) const { return nodes_[chunk].relation; }
  // Chunks that depend on this one, in order of place: the first, and the next one after `chunk` that depends
  // on the same; -1 where there is none.
  int first_child(int chunk) const { return nodes_[chunk].first_child; }
  int next_sibling(int chunk) const { return nodes_[chunk].next_sibling; }

 private:
  void LiftCopulas(const ChunkedWindow& window);

  std::vector<Node> nodes_;
};

}  // namespace tearsheet
