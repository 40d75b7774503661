// Finds on which word each word of a sentence depends, and how: a greedy transition parser.
#pragma once

#include "ingest_service/syntax/feature_table.h"
#include "ingest_service/syntax/move_table.h"
#include "ingest_service/syntax/parser_features.h"
#include "ingest_service/syntax/parser_state.h"
#include "ingest_service/syntax/tags.h"

namespace tearsheet {

using RelationTable = FeatureTable<kRelations>;

// The best allowed move. `state` is not finished.
Move BestMove(const ParserState& state, MoveTable::Scores scores);

// Finds head and relation of every word, from the start of `state`. Linear in the words; does not allocate
// when `state` had a longer sentence before. Afterwards every word has a head, itself a word or the root, and
// there is no cycle; kRoot is the relation of those that hang on the root.
void ParseWords(const MoveTable& moves, const RelationTable& relations, const ParserWords& words,
                ParserState& state);

}  // namespace tearsheet
