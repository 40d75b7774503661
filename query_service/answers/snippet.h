// The part of a text that shows best what was looked for. Pure.
#pragma once

#include <string_view>
#include <vector>

#include "query_service/state/state_store.h"
#include "tearsheet/v1/query_service.pb.h"

namespace tearsheet {

// About 240 bytes of `text` around the places where most different terms stand close together. `matches` are
// places of `text`, in order; at least one. Cut between characters, at spaces where there are any.
v1::Snippet MakeSnippet(std::string_view text, const std::vector<TextMatch>& matches);

// How well a text fits: different terms count more than many places, the title more than the body.
int64_t ScoreOf(const std::vector<TextMatch>& matches);

}  // namespace tearsheet
