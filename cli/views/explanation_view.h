// Why a deal is one, for people.
#pragma once

#include <string>

#include "tearsheet/v1/explanation.pb.h"

namespace tearsheet {

// How each event came to the deal, then the deals that it was kept apart from, with the reasons.
std::string RenderExplanation(const v1::DealExplanation& explanation, int width, bool colour);

}  // namespace tearsheet
