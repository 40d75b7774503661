// The tear sheet of one deal.
#pragma once

#include <string>
#include <vector>

#include "tearsheet/v1/deal.pb.h"
#include "tearsheet/v1/query_service.pb.h"

namespace tearsheet {

// Parties, status and its history, every slot with its claims by source, links, and the sentences behind it
// all. `events` are those of the deal, the earliest publication first; `more_events`: not all of them.
std::string RenderDealSheet(const v1::Deal& deal, const std::vector<v1::EventRecord>& events,
                            bool more_events, int width, bool colour);

// The sentences of one event with who says so: used by the sheet, by `article` and by `extract`.
std::string RenderEvidence(const v1::EventRecord& record, int width, bool colour);

}  // namespace tearsheet
