// Words of a sentence -> parts of speech and dependencies.
#pragma once

#include <vector>

#include "absl/types/span.h"
#include "ingest_service/syntax/model.h"
#include "ingest_service/syntax/parser_state.h"
#include "ingest_service/syntax/syntax_token.h"
#include "ingest_service/syntax/tags.h"

namespace tearsheet {

// Borrows the model. Keeps its buffers from sentence to sentence, so use one per thread: not thread-safe.
// What Parse finds depends on its sentence only.
class SentenceParser {
 public:
  explicit SentenceParser(const SyntaxModel& model) : model_(model) {}

  // At most ParserState::kMaxWords tokens; what follows is left out. Linear.
  void Parse(absl::Span<const SyntaxToken> tokens);
  // Parts of speech only; heads are not known afterwards.
  void Tag(absl::Span<const SyntaxToken> tokens);

  // Of the sentence parsed last.
  int size() const { return static_cast<int>(tags_.size()); }
  Pos pos(int i) const { return tags_[i]; }
  // Index of the head, or -1 for a root. There may be several roots, and at least one where there are words.
  int head(int i) const { return state_.node(i).head == state_.root() ? -1 : state_.node(i).head; }
  Relation relation(int i) const { return state_.node(i).relation; }

 private:
  const SyntaxModel& model_;
  std::vector<WordForm> forms_;
  std::vector<Pos> tags_;
  ParserState state_;
};

}  // namespace tearsheet
