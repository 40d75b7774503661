// The features that moves and relations are scored by.
#pragma once

#include <algorithm>
#include <cstdint>

#include "absl/types/span.h"
#include "ingest_service/syntax/feature_table.h"
#include "ingest_service/syntax/parser_state.h"
#include "ingest_service/syntax/tags.h"
#include "ingest_service/syntax/word_form.h"

namespace tearsheet {

// The words of a sentence, for features. Borrows; -1 and beyond the root are no word.
struct ParserWords {
  absl::Span<const WordForm> forms;
  absl::Span<const Pos> tags;

  uint32_t Lexeme(int i) const {
    return i >= 0 && i < static_cast<int>(forms.size()) ? forms[i].lexeme : static_cast<uint32_t>(i < 0);
  }
  uint64_t Tag(int i) const {
    if (i < 0 || i > static_cast<int>(tags.size())) return static_cast<uint64_t>(Pos::kNone);
    return static_cast<uint64_t>(i == static_cast<int>(tags.size()) ? Pos::kRoot : tags[i]);
  }
};

// Words between two, in steps that grow.
inline uint64_t DistanceClass(int from, int to) {
  const int distance = to - from;
  return static_cast<uint64_t>(distance < 5 ? distance : distance < 10 ? 5 : distance < 20 ? 6 : 7);
}

template <class Sink>
void MoveFeatures(const ParserState& state, const ParserWords& words, const Sink& sink) {
  const int s0 = state.Stack(0);
  const int s1 = state.Stack(1);
  const int b0 = state.next();
  const int b1 = b0 < state.size() ? b0 + 1 : -1;
  const int b2 = b1 >= 0 && b1 < state.size() ? b1 + 1 : -1;
  static constexpr ParserState::Node kNothing;
  const ParserState::Node& s0n = s0 >= 0 ? state.node(s0) : kNothing;
  const ParserState::Node& s1n = s1 >= 0 ? state.node(s1) : kNothing;
  const ParserState::Node& b0n = state.node(b0);

  const uint64_t s0w = words.Lexeme(s0);
  const uint64_t s1w = words.Lexeme(s1);
  const uint64_t b0w = words.Lexeme(b0);
  const uint64_t b1w = words.Lexeme(b1);
  // Tags and small numbers are put together in one value.
  const uint64_t s0t = words.Tag(s0);
  const uint64_t s1t = words.Tag(s1);
  const uint64_t s2t = words.Tag(state.Stack(2));
  const uint64_t b0t = words.Tag(b0);
  const uint64_t b1t = words.Tag(b1);
  const uint64_t b2t = words.Tag(b2);
  const uint64_t s0b0 = s0t << 6 | b0t;
  const uint64_t s1s0 = s1t << 6 | s0t;
  const uint64_t s0l = words.Tag(s0n.leftmost);
  const uint64_t s0r = words.Tag(s0n.rightmost);
  const uint64_t s1l = words.Tag(s1n.leftmost);
  const uint64_t s1r = words.Tag(s1n.rightmost);
  const uint64_t b0l = words.Tag(b0n.leftmost);
  const uint64_t after_s0 = words.Tag(s0 >= 0 ? s0 + 1 : -1);
  const uint64_t before_b0 = words.Tag(b0 - 1);
  const uint64_t after_s1 = words.Tag(s1 >= 0 ? s1 + 1 : -1);
  const uint64_t near = DistanceClass(s0, b0);
  const uint64_t far = s1 >= 0 ? DistanceClass(s1, s0) : 0;

  sink(FeatureHash(1, s0w, s0t));
  sink(FeatureHash(2, s0t));
  sink(FeatureHash(3, b0w, b0t));
  sink(FeatureHash(4, b0t, b1t));
  sink(FeatureHash(5, b1w, b1t));
  sink(FeatureHash(6, s1w, s1t));
  sink(FeatureHash(7, s0w, b0w));
  sink(FeatureHash(8, s0w, s0b0));
  sink(FeatureHash(9, b0w, s0b0));
  sink(FeatureHash(10, s0b0, b1t));
  sink(FeatureHash(11, s1s0, b0t));
  sink(FeatureHash(12, s1w, s1s0));
  sink(FeatureHash(13, s0w, s1s0));
  sink(FeatureHash(14, s1w, s0w));
  sink(FeatureHash(15, b0t << 6 | b1t, b2t));
  sink(FeatureHash(16, s2t << 12 | s1s0, b0t));
  sink(FeatureHash(17, s0b0, s0l));
  sink(FeatureHash(18, s0b0, s0r));
  sink(FeatureHash(19, s0b0, b0l));
  sink(FeatureHash(20, s1s0, s1l));
  sink(FeatureHash(21, s1s0, s1r));
  sink(FeatureHash(22, s1s0, s0r << 6 | b0t));
  sink(FeatureHash(23, s0w, s0n.below));
  sink(FeatureHash(24, s0t, s0n.below, b0t));
  sink(FeatureHash(25, s1t, s1n.below, s0b0));
  sink(FeatureHash(26, b0t, b0n.below, s0t));
  sink(FeatureHash(27, s0w, b0t, near));
  sink(FeatureHash(28, s0b0, near, after_s0 << 6 | before_b0));
  sink(FeatureHash(29, s1s0, far, after_s1));
  sink(FeatureHash(30, s0b0, s0n.left_count << 3 | s0n.right_count, b0n.left_count));
  sink(FeatureHash(31, b0w, s1s0));
  sink(FeatureHash(32, s1w, b0w, s0t));
  sink(FeatureHash(33, s0b0, b1w));
  sink(FeatureHash(34, s1s0 << 12 | b0t << 6 | b1t, s0r, near));
  sink(FeatureHash(35, s0w, words.Lexeme(s0n.leftmost), b0t));
  sink(FeatureHash(36, s0w, words.Lexeme(s0n.rightmost), b0t));
  sink(FeatureHash(37, s1w, s1n.below, b0t));
  sink(FeatureHash(38, s0b0 << 12 | b1t << 6 | b2t, s1t));
}

// Of the arc that is about to be made from the word `head` to the top of the stack.
template <class Sink>
void RelationFeatures(const ParserState& state, const ParserWords& words, int head, const Sink& sink) {
  const int dependent = state.Stack(0);
  const ParserState::Node& below = state.node(dependent);
  const ParserState::Node& above = state.node(head);
  const uint64_t hw = words.Lexeme(head);
  const uint64_t dw = words.Lexeme(dependent);
  const uint64_t ht = words.Tag(head);
  const uint64_t dt = words.Tag(dependent);
  const uint64_t right = dependent > head ? 1 : 0;
  const uint64_t pair = (ht << 6 | dt) << 1 | right;
  const uint64_t first = words.Lexeme(below.leftmost);
  const uint64_t near = DistanceClass(std::min(head, dependent), std::max(head, dependent));
  sink(FeatureHash(61, pair));
  sink(FeatureHash(62, hw, dw, right));
  sink(FeatureHash(63, hw, dt, right));
  sink(FeatureHash(64, ht, dw, right));
  sink(FeatureHash(65, pair, above.below));
  sink(FeatureHash(66, pair, below.below));
  sink(FeatureHash(67, pair, first));
  sink(FeatureHash(68, hw, first, dt));
  sink(FeatureHash(69, pair, words.Tag(below.leftmost) << 6 | words.Tag(below.rightmost)));
  sink(FeatureHash(70, pair, words.Tag(dependent - 1), words.Tag(dependent + 1)));
  sink(FeatureHash(71, pair, words.Lexeme(dependent - 1), near));
  sink(FeatureHash(72, hw, above.below, dt << 1 | right));
  sink(FeatureHash(73, dw, words.Tag(dependent + 1), right));
  sink(FeatureHash(74, pair, words.Lexeme(head - 1)));
  sink(FeatureHash(75, pair, words.Tag(state.Stack(2)), words.Tag(state.next())));
  sink(FeatureHash(76, pair, words.Lexeme(above.leftmost), words.Tag(above.leftmost)));
}

}  // namespace tearsheet
