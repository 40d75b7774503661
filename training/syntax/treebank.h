// Sentences with their gold parts of speech and dependencies, read from CoNLL-U files.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "ingest_service/syntax/syntax_token.h"
#include "ingest_service/syntax/tags.h"

namespace tearsheet {

struct TreeWord {
  std::string lower;
  bool capitalised = false;
  bool all_caps = false;
  SyntaxToken::Unit unit = SyntaxToken::kWord;
  Pos pos = Pos::kOther;
  // Index of a word of the sentence, or -1 for the root.
  int head = -1;
  Relation relation = Relation::kOther;
};

using TreeSentence = std::vector<TreeWord>;

// Reads a CoNLL-U file of Universal Dependencies in English. Words are put into lower case as the tokenizer
// does; empty nodes are left out. INVALID_ARGUMENT "file:line: what is wrong".
absl::StatusOr<std::vector<TreeSentence>> ReadTreebank(const std::string& path);

// The relation of a Universal Dependencies name, with or without subtype; kOther where none of ours fits.
Relation RelationNamed(const std::string& name);

// Tokens that view the words of `sentence`.
std::vector<SyntaxToken> TokensOf(const TreeSentence& sentence);

}  // namespace tearsheet
