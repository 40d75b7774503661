// Timelines and conflicts.
#pragma once

#include <string>

#include "cli/text/table.h"
#include "tearsheet/v1/query_service.pb.h"
#include "tearsheet/v1/timeline.pb.h"

namespace tearsheet {

Table MakeTimelineTable();
// One row: the day, the deal, what happened, who says so; the sentence below.
void AddEntry(const v1::TimelineEntry& entry, Table& table);

// The deal, the slot and every live claim with who makes it.
std::string RenderConflict(const v1::Conflict& conflict, int width, bool colour);

}  // namespace tearsheet
