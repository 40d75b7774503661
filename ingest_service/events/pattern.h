// Words in order, as rules write them: patterns, and an index of them by their first words.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/container/inlined_vector.h"
#include "ingest_service/events/grammar.h"

namespace tearsheet {

// Words in order; each matches by form, verb or noun. 0 stands for a gap of at most four words.
using Pattern = absl::InlinedVector<LemmaId, 4>;

// "take * private" -> ids; makes the words known. A single "*" is a gap.
Pattern ReadPattern(std::string_view text, Grammar& grammar);

// The second word of a pattern; 0 when it has none, or a gap. Whether the next word means it is asked without
// a look at the pattern.
inline LemmaId SecondWord(const Pattern& pattern) { return pattern.size() > 1 ? pattern[1] : 0; }

// Whether the word behind `at` and before `end` can be `second`, as SecondWord has it.
inline bool MayFollow(LemmaId second, const std::vector<const Word*>& words, int at, int end) {
  return second == 0 || (at + 1 < end && words[at + 1]->Means(second));
}

// MatchPattern without its shortcuts.
int MatchLongPattern(const Pattern& pattern, const std::vector<const Word*>& words, int at, int end);

// Tokens that `pattern`, which is not empty, covers from `at`, or 0 when it does not match. Never looks
// further than `end`.
inline int MatchPattern(const Pattern& pattern, const std::vector<const Word*>& words, int at, int end) {
  const auto is_at = [&](size_t p) {
    const int i = at + static_cast<int>(p);
    return i < end && words[i]->Means(pattern[p]);
  };
  // Most patterns fail at their first two words.
  if (pattern[0] != 0 && !is_at(0)) return 0;
  if (pattern.size() == 1) return 1;
  if (pattern[0] != 0 && pattern[1] != 0 && !is_at(1)) return 0;
  return MatchLongPattern(pattern, words, at, end);
}

// Entries by the first word of their patterns. An entry has `second`, the SecondWord of its pattern.
template <typename Entry>
class PatternIndex {
 public:
  void Add(LemmaId first, Entry entry) {
    const auto word = static_cast<size_t>(first);
    if (lists_.size() <= word) {
      lists_.resize(word + 1);
      starts_.resize(word + 1);
    }
    starts_[word] = true;
    List& list = lists_[word];
    list.seconds |= entry.second == 0 ? ~uint64_t{0} : Bit(entry.second);
    list.entries.push_back(std::move(entry));
  }

  // Whether some pattern starts with `first`.
  bool Starts(LemmaId first) const {
    const auto at = static_cast<size_t>(first);
    return at < starts_.size() && starts_[at];
  }

  // The entries whose patterns start with `first`; null where there are none, or none that the word behind
  // `at` can go on with.
  const std::vector<Entry>* Find(LemmaId first, const std::vector<const Word*>& words, int at,
                                 int end) const {
    if (!Starts(first)) return nullptr;
    const List& list = lists_[static_cast<size_t>(first)];
    if (~list.seconds == 0) return &list.entries;
    if (at + 1 >= end) return nullptr;
    const Word& next = *words[at + 1];
    const bool may_follow = (list.seconds & (Bit(next.form) | Bit(next.verb) | Bit(next.noun))) != 0;
    return may_follow ? &list.entries : nullptr;
  }

  // Puts the entries of each first word in order.
  template <typename Before>
  void Sort(const Before& before) {
    for (List& list : lists_) std::stable_sort(list.entries.begin(), list.entries.end(), before);
  }

 private:
  struct List {
    std::vector<Entry> entries;
    // The second words, some of which share a bit; all bits where a pattern goes on with any word.
    uint64_t seconds = 0;
  };

  static uint64_t Bit(LemmaId id) { return uint64_t{1} << (static_cast<uint32_t>(id) % 64); }

  // By LemmaId. Most words of a text start none: they are told by a look at few bytes.
  std::vector<bool> starts_;
  std::vector<List> lists_;
};

}  // namespace tearsheet
