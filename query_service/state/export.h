// The state in a form that can be compared.
#pragma once

#include <functional>
#include <string>

#include "absl/status/status.h"
#include "query_service/state/state_store.h"

namespace tearsheet {

// Writes every deal as one line of JSON, in a canonical order. Two states that hold the same articles give
// the same bytes, in whatever order and batches these arrived: positions in the log do not show, and deals,
// whose names depend on what arrived first, are named after their earliest event here. `write` gets whole
// lines.
absl::Status ExportState(StateReader& reader,
                         const std::function<absl::Status(const std::string& line)>& write);

}  // namespace tearsheet
