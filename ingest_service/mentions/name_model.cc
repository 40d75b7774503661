#include "ingest_service/mentions/name_model.h"

#include <cstring>
#include <limits>
#include <string>

#include "ingest_service/mentions/short_hash.h"

extern "C" {
extern const char tearsheet_names_model_start[], tearsheet_names_model_end[];
}

namespace tearsheet {

namespace {

constexpr std::string_view kMagic = "tearsheet names 1\n";
constexpr size_t kTransitionBytes = sizeof(int16_t) * kNameLabels * kNameLabels;
constexpr int32_t kNever = std::numeric_limits<int32_t>::min() / 4;

}  // namespace

// Viterbi: the best way to each label of each token, then back from the best end.
void BestLabels(const LabelTransitions& transitions, LabelWork& work, absl::Span<NameLabel> labels) {
  const size_t length = labels.size();
  if (length == 0) return;
  work.from.resize(length);
  std::array<int32_t, kNameLabels> best;
  for (int label = 0; label < kNameLabels; ++label) {
    best[label] =
        IsInside(static_cast<NameLabel>(label)) ? kNever : work.scores[0][label] + transitions[0][label];
  }
  for (size_t i = 1; i < length; ++i) {
    std::array<int32_t, kNameLabels> next;
    for (int label = 0; label < kNameLabels; ++label) {
      const bool inside = IsInside(static_cast<NameLabel>(label));
      const int first = inside ? label - 1 : 0;
      const int last = inside ? label : kNameLabels - 1;
      int32_t score = kNever;
      int from = first;
      for (int before = first; before <= last; ++before) {
        const int32_t candidate = best[before] + transitions[before][label];
        if (candidate > score) {
          score = candidate;
          from = before;
        }
      }
      next[label] = score <= kNever / 2 ? kNever : score + work.scores[i][label];
      work.from[i][label] = static_cast<uint8_t>(from);
    }
    best = next;
  }
  int label = 0;
  for (int i = 1; i < kNameLabels; ++i) {
    if (best[i] + transitions[i][0] > best[label] + transitions[label][0]) label = i;
  }
  for (size_t i = length; i-- > 0;) {
    labels[i] = static_cast<NameLabel>(label);
    if (i > 0) label = work.from[i][label];
  }
}

const NameModel& NameModel::BuiltIn() {
  static const NameModel& model =
      *new NameModel(Read({tearsheet_names_model_start,
                           static_cast<size_t>(tearsheet_names_model_end - tearsheet_names_model_start)})
                         .value());
  return model;
}

// The magic line; the transitions, little endian; the rows.
absl::StatusOr<NameModel> NameModel::Read(std::string_view bytes) {
  if (bytes.size() != kMagic.size() + kTransitionBytes + size_t{kRows} * kNameLabels ||
      bytes.substr(0, kMagic.size()) != kMagic) {
    return absl::InvalidArgumentError("not a model of names of this version");
  }
  NameModel model;
  const char* at = bytes.data() + kMagic.size();
  for (auto& from : model.transitions_) {
    for (int32_t& score : from) {
      score = static_cast<int16_t>(static_cast<uint8_t>(at[0]) | static_cast<uint8_t>(at[1]) << 8);
      at += 2;
    }
  }
  model.rows_.assign(kRows, Row{});
  for (Row& row : model.rows_) {
    std::memcpy(row.data(), at, kNameLabels);
    at += kNameLabels;
  }
  model.version_ = ShortHash(bytes);
  return model;
}

std::string NameModel::Write(const Weights& weights) {
  std::string bytes(kMagic);
  for (const auto& from : weights.transitions) {
    for (const int32_t score : from) {
      bytes.push_back(static_cast<char>(score & 0xff));
      bytes.push_back(static_cast<char>(score >> 8 & 0xff));
    }
  }
  for (const auto& row : weights.rows) {
    for (const int8_t score : row) bytes.push_back(static_cast<char>(score));
  }
  return bytes;
}

LabelScores NameModel::Score(absl::Span<const uint16_t> features) const {
  std::array<int16_t, 16> sum = {};
  for (const uint16_t feature : features) {
    const Row& row = rows_[feature];
    for (size_t i = 0; i < row.size(); ++i) sum[i] = static_cast<int16_t>(sum[i] + row[i]);
  }
  LabelScores scores;
  for (size_t i = 0; i < sum.size(); ++i) scores[i] = sum[i];
  return scores;
}

}  // namespace tearsheet
