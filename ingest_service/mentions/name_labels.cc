#include "ingest_service/mentions/name_labels.h"

#include <algorithm>

#include "absl/types/span.h"

namespace tearsheet {

namespace {

// Tokens; what is longer is no name, and would be read again and again.
constexpr int32_t kLongestName = 14;

}  // namespace

NameLabels::NameLabels(const Catalogue& catalogue, const Document& document)
    : reader_(catalogue, document), labels_(document.tokens.size(), NameLabel::kNone) {}

void NameLabels::Read(const TokenView& tokens, Capitals capitals) {
  first_ = tokens.first();
  scores_.assign(tokens.end() - tokens.first(), LabelScores{});
  for (int32_t i = tokens.first(); i < tokens.end();) {
    int32_t end = i;
    while (reader_.MayBeNamed(tokens, end)) ++end;
    if (end > i) {
      reader_.Read(tokens, capitals, i, end, features_);
      NameModel::BuiltIn().Tag(absl::MakeConstSpan(features_), work_,
                               absl::MakeSpan(labels_).subspan(i, end - i));
      std::copy(work_.scores.begin(), work_.scores.end(), scores_.begin() + (i - first_));
    }
    i = std::max(end, i + 1);
  }
}

int32_t NameLabels::NameEnd(int32_t token) const {
  if (labels_[token] == NameLabel::kNone || IsInside(labels_[token])) return token;
  const int32_t limit = std::min(static_cast<int32_t>(labels_.size()), token + kLongestName);
  int32_t end = token + 1;
  while (end < limit && IsInside(labels_[end])) ++end;
  return end;
}

KindScores NameLabels::KindsOf(int32_t first, int32_t end) const {
  KindScores kinds = {};
  for (int32_t i = first; i < end; ++i) {
    const size_t inside = i == first ? 0 : 1;
    for (size_t kind = 0; kind < kinds.size(); ++kind)
      kinds[kind] += scores_[i - first_][1 + 2 * kind + inside];
  }
  return kinds;
}

}  // namespace tearsheet
