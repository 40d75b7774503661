#include "ingest_service/syntax/dependency_parser.h"

namespace tearsheet {

Move BestMove(const ParserState& state, MoveTable::Scores scores) {
  int best = -1;
  for (int move = 0; move < kMoves; ++move) {
    if (!state.May(static_cast<Move>(move))) continue;
    if (best < 0 || MoveTable::ScoreOf(scores, move) > MoveTable::ScoreOf(scores, best)) best = move;
  }
  return static_cast<Move>(best);
}

void ParseWords(const MoveTable& moves, const RelationTable& relations, const ParserWords& words,
                ParserState& state) {
  state.Start(static_cast<int>(words.forms.size()));
  while (!state.Finished()) {
    Move move = kShift;
    if (state.stack_size() > 0) {
      MoveTable::Scores scores = 0;
      MoveFeatures(state, words, [&](uint64_t hash) { moves.Add(hash, scores); });
      move = BestMove(state, scores);
    }
    if (move == kShift) {
      state.Shift();
      continue;
    }
    const int head = state.HeadBy(move);
    Relation relation = Relation::kRoot;
    if (head != state.root()) {
      RelationTable::Scores scores = {};
      RelationFeatures(state, words, head, [&](uint64_t hash) { relations.Add(hash, scores); });
      relation = static_cast<Relation>(RelationTable::Best(scores));
    }
    state.Attach(head, relation);
  }
}

}  // namespace tearsheet
