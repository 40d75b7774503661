// How sure an event is: a logistic model over what its assertion rests on, in integers.
// scripts/fit_confidence makes lexicons/confidence.txt from annotated articles.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "ingest_service/events/assertion.h"
#include "ingest_service/events/rule_file.h"

namespace tearsheet {

// What the assertion rests on, one name per fact: "type ACQUISITION", "pronoun", "told again". Every
// assertion has "bias".
std::vector<std::string> ConfidenceFeatures(const Assertion& assertion);

// 1000 / (1 + exp(-log_odds / 1000)), to the nearest thousandth or next to it; the same on every machine.
int Logistic(int log_odds);

// Immutable after loading.
class ConfidenceModel {
 public:
  // Lines "feature: weight", weights in thousandths of log-odds. INVALID_ARGUMENT: "file:line: what is
  // wrong".
  static absl::StatusOr<ConfidenceModel> Load(const RuleText& file);

  // 0 to 1 in steps of a thousandth.
  double Of(const std::vector<std::string>& features) const;

  // The weight of a feature; one that the model does not know weighs nothing.
  int Weight(const std::string& feature) const;

 private:
  absl::flat_hash_map<std::string, int> weights_;
};

}  // namespace tearsheet
