#include "query_service/consolidation/copies.h"

#include <algorithm>

#include "query_service/consolidation/text_sketch.h"

namespace tearsheet {
namespace {

using state::v1::TextSketch;

// Shares of the shorter text's shingles that stand in the other text, in thousandths.
constexpr int kSameText = 800;
constexpr int kRewrite = 450;
// Together with the same numbers, quotations and sources.
constexpr int kRewriteWithTraces = 220;
constexpr int kMayBeCopied = 150;
// Fewer shingles tell a share too roughly for anything but a text that stands whole in the other.
constexpr int kEnoughShingles = 16;

// Shares of numbers: most of them, and so few that the texts tell of two things (a form filled in twice).
constexpr int kSameNumbers = 750;
constexpr int kOtherNumbers = 500;
constexpr int kFewNumbers = 2;
constexpr int kSameQuotes = 500;

// So few originals are all compared, which gives the same as looking them up. Not more than kMaxHolders.
constexpr size_t kFewOriginals = 16;
// A shingle that this many originals hold says nothing; later ones are not found by it.
constexpr size_t kMaxHolders = 32;
// Two texts that share fewer of the sampled shingles do so by chance.
constexpr int kMinShared = 4;
// A deal of more originals finds the later ones by fewer shingles, any one of which is enough: all shingles
// of a hundred thousand texts are too many to keep.
constexpr size_t kFullyIndexed = 1000;
constexpr int kSomeShingles = 16;

// The same numbers, quotations and sources: what a rewrite leaves as it is.
bool SameTraces(const Likeness& likeness) {
  if (likeness.number_count < kFewNumbers || likeness.numbers < kSameNumbers) return false;
  return likeness.quotes >= kSameQuotes || (likeness.quotes < 0 && likeness.sources != 0);
}

}  // namespace

v1::CopyKind CompareTexts(const TextSketch& a, const TextSketch& b) {
  if (a.shingles().empty() || b.shingles().empty()) return v1::COPY_KIND_UNSPECIFIED;
  const Likeness likeness = CompareSketches(a, b);
  if (likeness.shared < kMinShared || likeness.contained < kMayBeCopied) return v1::COPY_KIND_UNSPECIFIED;
  if (likeness.numbers >= 0 && likeness.numbers < kOtherNumbers) {
    // One number of a few may have been corrected.
    const bool may_be = likeness.contained >= kSameText && likeness.number_count <= kFewNumbers;
    return may_be ? v1::COPY_KIND_UNDECIDED : v1::COPY_KIND_UNSPECIFIED;
  }
  if (likeness.contained >= kSameText) return v1::COPY_KIND_SAME_TEXT;
  if (likeness.compared < kEnoughShingles) return v1::COPY_KIND_UNDECIDED;
  if (likeness.contained >= kRewrite) return v1::COPY_KIND_REWRITE;
  if (likeness.contained >= kRewriteWithTraces && SameTraces(likeness)) return v1::COPY_KIND_REWRITE;
  return v1::COPY_KIND_UNDECIDED;
}

std::vector<int> CopyFinder::Candidates(const TextSketch& sketch) const {
  std::vector<int> candidates;
  if (originals_.size() <= kFewOriginals) {
    for (size_t i = 0; i < originals_.size(); ++i) candidates.push_back(static_cast<int>(i));
    return candidates;
  }
  absl::flat_hash_map<int, int> shared;  // index of an original -> shingles in common
  for (const uint32_t shingle : sketch.shingles()) {
    const auto holders = by_shingle_.find(shingle);
    if (holders == by_shingle_.end()) continue;
    for (const int index : holders->second) ++shared[index];
  }
  for (const auto& [index, count] : shared) {
    if (count >= kMinShared || static_cast<size_t>(index) >= kFullyIndexed) candidates.push_back(index);
  }
  std::sort(candidates.begin(), candidates.end());
  return candidates;
}

std::optional<CopyFinder::Match> CopyFinder::Add(const TextSketch& sketch) {
  const int number = count_++;
  std::optional<Match> match;
  for (const int index : Candidates(sketch)) {
    const v1::CopyKind kind = CompareTexts(*originals_[index].sketch, sketch);
    if (kind == v1::COPY_KIND_SAME_TEXT || kind == v1::COPY_KIND_REWRITE)
      return Match{originals_[index].number, kind};
    if (kind == v1::COPY_KIND_UNDECIDED && !match) match = Match{originals_[index].number, kind};
  }
  originals_.push_back({number, &sketch});
  if (originals_.size() == kFewOriginals + 1) {
    for (size_t i = 0; i < originals_.size(); ++i) Index(i);
  } else if (originals_.size() > kFewOriginals) {
    Index(originals_.size() - 1);
  }
  return match;
}

void CopyFinder::Index(size_t original) {
  const TextSketch& sketch = *originals_[original].sketch;
  for (int i = 0; i < Indexed(original, sketch); ++i) {
    auto& holders = by_shingle_[sketch.shingles(i)];
    if (holders.size() < kMaxHolders) holders.push_back(static_cast<int>(original));
  }
}

void CopyFinder::RemoveLast() {
  --count_;
  if (originals_.empty() || originals_.back().number != count_) return;
  const TextSketch& sketch = *originals_.back().sketch;
  originals_.pop_back();
  if (originals_.size() <= kFewOriginals) {
    by_shingle_.clear();
    return;
  }
  const int own = static_cast<int>(originals_.size());
  for (int i = 0; i < Indexed(originals_.size(), sketch); ++i) {
    const auto holders = by_shingle_.find(sketch.shingles(i));
    if (holders->second.back() == own) holders->second.pop_back();
    if (holders->second.empty()) by_shingle_.erase(holders);
  }
}

int CopyFinder::Indexed(size_t original, const TextSketch& sketch) {
  return original < kFullyIndexed ? sketch.shingles_size() : std::min(sketch.shingles_size(), kSomeShingles);
}

}  // namespace tearsheet
