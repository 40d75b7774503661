#include "ingest_service/mentions/bounds.h"

#include <array>

namespace tearsheet {

namespace {

// Longest phrase of lexicons/bounds.tsv, in words.
constexpr int32_t kLongestPhrase = 6;
// How far before the values the word of a change may stand.
constexpr int32_t kChangeWindow = 8;

// The longest phrase that ends before `end`.
PhraseTable::Match LongestBefore(const TokenView& tokens, int32_t end) {
  if (!tokens.Is(end - 1, kEndsBound)) return {};
  std::array<WordId, kLongestPhrase> reversed{};
  int32_t length = 0;
  while (length < kLongestPhrase && tokens.Has(end - 1 - length)) {
    reversed[length] = tokens.Id(end - 1 - length);
    ++length;
  }
  return tokens.lexicon().bounds_before().Longest(absl::MakeConstSpan(reversed.data(), length));
}

void Apply(BoundKind kind, Bounds& bounds) {
  switch (kind) {
    case BoundKind::kApproximate:
      bounds.approximate = true;
      break;
    case BoundKind::kAtLeast:
      bounds.open_above = !bounds.open_below;
      break;
    case BoundKind::kAtMost:
      bounds.open_below = !bounds.open_above;
      break;
    case BoundKind::kFiller:
      break;
  }
}

}  // namespace

bool FollowsChange(const TokenView& tokens, int32_t at) {
  for (int32_t i = at - 1; i >= at - kChangeWindow; --i) {
    if (tokens.Is(i, kIsFall | kIsRise)) return true;
  }
  return false;
}

Bounds ReadBounds(const TokenView& tokens, int32_t first, int32_t end) {
  Bounds bounds;
  bounds.first = first;
  bounds.end = end;
  int32_t at = first;
  // A bound, with at most one filler between it and the number ("at least an additional").
  for (int phrases = 0; phrases < 3; ++phrases) {
    const PhraseTable::Match match = LongestBefore(tokens, at);
    if (match.length == 0) break;
    at -= match.length;
    const auto kind = static_cast<BoundKind>(match.value);
    Apply(kind, bounds);
    if (kind != BoundKind::kFiller) bounds.first = at;
  }
  if (tokens.Is(end, kStartsAfterBound)) {
    const PhraseTable::Match match = tokens.Longest(tokens.lexicon().bounds_after(), end);
    // A "+" belongs to the number only where nothing stands between.
    if (match.length > 0 && (tokens.Lower(end) != "+" || tokens.Glued(end))) {
      Apply(static_cast<BoundKind>(match.value), bounds);
      bounds.end = end + match.length;
    }
  }
  return bounds;
}

}  // namespace tearsheet
