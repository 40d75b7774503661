// An averaged structured perceptron: learns the weights of a NameModel from labelled tokens.
#pragma once

#include <cstdint>
#include <vector>

#include "ingest_service/mentions/name_features.h"
#include "ingest_service/mentions/name_model.h"
#include "training/names/random.h"

namespace tearsheet {

// A longest run of tokens that may be part of names, with what they are.
struct LabelledRun {
  std::vector<NameFeatures> features;
  std::vector<NameLabel> labels;
};

// Trains for `rounds` over all runs in random order. Deterministic.
NameModel::Weights TrainPerceptron(const std::vector<LabelledRun>& runs, int rounds, Random& random);

}  // namespace tearsheet
