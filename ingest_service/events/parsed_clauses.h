// How chunks hang together by the parse of the sentence: subjects, and what governs a noun.
#pragma once

#include <optional>
#include <vector>

#include "ingest_service/events/chunk_tree.h"
#include "ingest_service/events/chunks.h"
#include "ingest_service/syntax/sentence_parser.h"

namespace tearsheet {

// Borrows all. Parses when first asked, since few sentences need it; so not thread-safe. Chunks are named by
// their index in the window.
class ParsedClauses {
 public:
  ParsedClauses(const Document& document, const ChunkedWindow& window, SentenceParser& parser)
      : document_(document), window_(window), parser_(parser) {}

  // Noun phrases that are the surface subject of a verb group, also through relative clauses, coordination
  // and control ("agreed to buy", "asked Acme to sell"); empty when there is none.
  std::vector<int> Subject(int verb_chunk);

  struct Governor {
    // A verb group, or -1.
    int chunk = -1;
    // The noun is (in) its subject.
    bool is_subject = false;
  };
  // The verb that a noun phrase is an argument of, also through other nouns ("the terms of the deal were
  // set").
  Governor GovernorOfNoun(int chunk);

 private:
  const ChunkTree& tree();
  bool Is(int chunk, Chunk::Kind kind) const;
  bool HasEntity(int chunk) const;
  std::vector<int> Subject(int verb_chunk, int depth);
  std::vector<int> SubjectFromAbove(int verb_chunk, int depth);
  std::vector<int> Coordinated(int chunk);
  int Described(int chunk);
  int ObjectBefore(int verb_chunk, int end);

  const Document& document_;
  const ChunkedWindow& window_;
  SentenceParser& parser_;
  std::optional<ChunkTree> tree_;
};

}  // namespace tearsheet
