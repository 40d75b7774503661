// Where a transition parser stands: a stack, the rest of the sentence, and the arcs made so far.
//
// The transitions are those of the arc-hybrid system (Kuhlmann, Gómez-Rodríguez and Satta 2011). The root is
// a word of its own behind the last one.
#pragma once

#include <cstdint>
#include <vector>

#include "ingest_service/syntax/tags.h"

namespace tearsheet {

enum Move : uint8_t {
  kShift,  // the next word goes onto the stack
  kLeft,   // the next word is the head of the top of the stack
  kRight,  // the second of the stack is the head of its top
};
inline constexpr int kMoves = 3;

class ParserState {
 public:
  // A word with what hangs on it so far. Indexes of words; -1 is none.
  struct Node {
    int16_t head = -1;
    int16_t leftmost = -1;
    int16_t rightmost = -1;
    uint8_t left_count = 0;
    uint8_t right_count = 0;
    Relation relation = Relation::kRoot;
    // Relations of its dependents, one bit each.
    uint32_t below = 0;
  };

  // Starts with `size` words, at most kMaxWords. Does not allocate when an earlier sentence was longer.
  void Start(int size) {
    size_ = size;
    next_ = 0;
    stack_.clear();
    nodes_.assign(static_cast<size_t>(size) + 1, Node());
  }

  static constexpr int kMaxWords = 30000;

  int size() const { return size_; }
  int root() const { return size_; }
  // The next word; the root when there is no other.
  int next() const { return next_; }
  // Word `depth` of the stack from the top, or -1.
  int Stack(int depth) const {
    const int index = static_cast<int>(stack_.size()) - 1 - depth;
    return index >= 0 ? stack_[index] : -1;
  }
  int stack_size() const { return static_cast<int>(stack_.size()); }
  const Node& node(int i) const { return nodes_[i]; }

  bool Finished() const { return next_ == size_ && stack_.empty(); }
  bool May(Move move) const {
    switch (move) {
      case kShift:
        return next_ < size_;
      case kLeft:
        return !stack_.empty();
      default:
        return stack_.size() > 1;
    }
  }

  // The head that `move` gives to the top of the stack.
  int HeadBy(Move move) const { return move == kLeft ? next_ : Stack(1); }

  void Shift() { stack_.push_back(static_cast<int16_t>(next_++)); }
  // Takes the top off the stack, with its head.
  void Attach(int head, Relation relation) {
    const int16_t dependent = stack_.back();
    stack_.pop_back();
    nodes_[dependent].head = static_cast<int16_t>(head);
    nodes_[dependent].relation = relation;
    Node& above = nodes_[head];
    above.below |= 1U << static_cast<int>(relation);
    if (dependent < head) {
      if (above.leftmost < 0 || dependent < above.leftmost) above.leftmost = dependent;
      if (above.left_count < 7) ++above.left_count;
    } else {
      if (dependent > above.rightmost) above.rightmost = dependent;
      if (above.right_count < 7) ++above.right_count;
    }
  }

 private:
  int size_ = 0;
  int next_ = 0;
  std::vector<int16_t> stack_;
  std::vector<Node> nodes_;
};

}  // namespace tearsheet
