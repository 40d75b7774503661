#include "ingest_service/events/confidence.h"

#include <algorithm>
#include <array>
#include <cstdlib>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "common/strings.h"

namespace tearsheet {
namespace {

// Chunks between a trigger and a role from which on the role is far away.
constexpr int kFar = 5;

bool Provisional(const v1::Participant& participant) {
  return absl::StrContains(participant.entity_id(), "~");
}

bool HasNumber(const v1::Event& event) {
  return event.has_amount() || event.has_percent() || event.has_quantity();
}

}  // namespace

std::vector<std::string> ConfidenceFeatures(const Assertion& assertion) {
  const v1::Event& event = assertion.event;
  const Basis& basis = assertion.basis;
  std::vector<std::string> features = {"bias", absl::StrCat("type ", event.type()),
                                       absl::StrCat("frame ", assertion.frame->name)};
  auto add_if = [&](bool holds, const char* name) {
    if (holds) features.emplace_back(name);
  };
  add_if(basis.noun, "noun");
  add_if(assertion.title, "title");
  add_if(assertion.heading, "heading");
  add_if(basis.context, "context");
  add_if(basis.pronoun, "pronoun");
  add_if(basis.reach >= kFar, "far");
  add_if(basis.told > 1, "told again");
  add_if(!HasNumber(event), "no number");
  add_if(event.participants_size() == 1, "one party");
  const auto provisional =
      std::count_if(event.participants().begin(), event.participants().end(), Provisional);
  add_if(provisional == 1, "one unknown name");
  add_if(provisional > 1, "unknown names");
  add_if(event.attribution_size() > 1, "sourced");
  if (event.certainty() != v1::ASSERTED)
    features.push_back(absl::StrCat("certainty ", v1::Certainty_Name(event.certainty())));
  features.push_back(absl::StrCat("status ", v1::Status_Name(event.status())));
  return features;
}

int Logistic(int log_odds) {
  // 1000 / (1 + exp(-x)) at x = 0, 0.25, 0.5, ... 6; straight lines between.
  constexpr int kStep = 250;
  constexpr std::array<int, 25> kCurve = {500, 562, 622, 679, 731, 777, 818, 852, 881, 905, 924, 940, 953,
                                          963, 971, 977, 982, 986, 989, 991, 993, 995, 996, 997, 998};
  const int distance = std::min(std::abs(log_odds), kStep * static_cast<int>(kCurve.size() - 1) - 1);
  const int at = distance / kStep;
  const int rest = distance % kStep;
  const int value = kCurve[at] + ((kCurve[at + 1] - kCurve[at]) * rest + kStep / 2) / kStep;
  return log_odds < 0 ? 1000 - value : value;
}

absl::StatusOr<ConfidenceModel> ConfidenceModel::Load(const RuleText& file) {
  // So many weights of this size still add up within an int.
  constexpr int kMostWeight = 100'000;
  ConfidenceModel model;
  for (const RuleLine& line : ReadRuleLines(file.text)) {
    int weight = 0;
    if (!absl::SimpleAtoi(Absl(line.value), &weight) || std::abs(weight) > kMostWeight)
      return RuleError(file, line.number, "expected 'feature: weight', the weight in thousandths");
    if (!model.weights_.emplace(line.key, weight).second)
      return RuleError(file, line.number, "the feature stands here twice");
  }
  return model;
}

int ConfidenceModel::Weight(const std::string& feature) const {
  auto it = weights_.find(feature);
  return it == weights_.end() ? 0 : it->second;
}

double ConfidenceModel::Of(const std::vector<std::string>& features) const {
  int log_odds = 0;
  for (const std::string& feature : features) log_odds += Weight(feature);
  return Logistic(log_odds) / 1000.0;
}

}  // namespace tearsheet
