// What tagger and parser learnt from a treebank: the words they know and the weights of their features.
#pragma once

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "ingest_service/syntax/dependency_parser.h"
#include "ingest_service/syntax/pos_tagger.h"
#include "ingest_service/syntax/word_form.h"

namespace tearsheet {

// Immutable and therefore thread-safe.
struct SyntaxModel {
  KnownWords known;
  TagTable tags;
  MoveTable moves;
  RelationTable relations;
  // Hash of the file that it was read from.
  std::string version;
};

// Reads what WriteSyntaxModel wrote. INVALID_ARGUMENT when `bytes` are anything else; they are not trusted.
absl::StatusOr<SyntaxModel> ReadSyntaxModel(std::string_view bytes);

// The file: a magic number; the hashes of the known words; then each table as its rows that are not empty, in
// order of place. All numbers are varints. The same model gives the same bytes.
std::string WriteSyntaxModel(const SyntaxModel& model);

// The model that the programs carry with them. Read once; a damaged one ends the program.
const SyntaxModel& DefaultSyntaxModel();

}  // namespace tearsheet
