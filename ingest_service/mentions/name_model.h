// A trained model that tells which tokens belong to names, and of what: scores of labels for each feature, in
// one flat table. Integers throughout, so that every machine decides alike. `training/names` makes it.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"

namespace tearsheet {

// What a token is: outside of names, or the first or a later token of a name.
enum class NameLabel : uint8_t {
  kNone,
  kOrganisation,
  kInOrganisation,
  kPerson,
  kInPerson,
  kPlace,
  kInPlace,
  // Products, works, events: what has a name and is none of the others.
  kThing,
  kInThing,
};
inline constexpr int kNameLabels = 9;

// A later token of a name.
constexpr bool IsInside(NameLabel label) {
  return label != NameLabel::kNone && static_cast<int>(label) % 2 == 0;
}
// The label that may stand before `label` within one name: its first or a later token.
constexpr bool Continues(NameLabel before, NameLabel label) {
  return before == label || static_cast<int>(before) + 1 == static_cast<int>(label);
}

// Score of each label; lanes beyond kNameLabels are zero and make the row as wide as a register.
using LabelScores = std::array<int32_t, 16>;

// [a][b]: score of label b right behind label a; as the file keeps them, within 16 bits.
using LabelTransitions = std::array<std::array<int32_t, kNameLabels>, kNameLabels>;

// Scratch space of tagging, to be reused.
struct LabelWork {
  std::vector<LabelScores> scores;
  std::vector<std::array<uint8_t, kNameLabels>> from;
};

// The labels that together have the greatest sum of `work.scores` and transitions, from no name to no name; a
// label inside a name follows one of the same name. `labels` has one place for each of the scores.
void BestLabels(const LabelTransitions& transitions, LabelWork& work, absl::Span<NameLabel> labels);

// Immutable after construction and therefore thread-safe.
class NameModel {
 public:
  // log2 of the number of rows. A feature is a row number; features that share a row share its scores.
  static constexpr int kRowBits = 16;
  static constexpr uint32_t kRows = uint32_t{1} << kRowBits;

  // Weights as training leaves them.
  struct Weights {
    // For each row the score of each label.
    std::vector<std::array<int8_t, kNameLabels>> rows;
    LabelTransitions transitions = {};
  };

  // The model that is part of the program.
  static const NameModel& BuiltIn();

  // Reads what Write made; INVALID_ARGUMENT for anything else.
  static absl::StatusOr<NameModel> Read(std::string_view bytes);
  static std::string Write(const Weights& weights);

  // Hash of the weights.
  const std::string& version() const { return version_; }

  // The best labels of tokens that follow each other between tokens that are no names, given the features of
  // each. `labels` has one place per token.
  template <typename Features>
  void Tag(absl::Span<const Features> tokens, LabelWork& work, absl::Span<NameLabel> labels) const {
    work.scores.resize(tokens.size());
    for (size_t i = 0; i < tokens.size(); ++i) work.scores[i] = Score(tokens[i]);
    BestLabels(transitions_, work, labels);
  }

  // Sum of the rows of `features`.
  LabelScores Score(absl::Span<const uint16_t> features) const;

 private:
  // A row is padded to 16 bytes: one load.
  using Row = std::array<int8_t, 16>;

  std::vector<Row> rows_;
  LabelTransitions transitions_ = {};
  std::string version_;
};

}  // namespace tearsheet
