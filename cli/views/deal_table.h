// Lists of deals and events.
#pragma once

#include "cli/text/table.h"
#include "tearsheet/v1/deal.pb.h"
#include "tearsheet/v1/query_service.pb.h"

namespace tearsheet {

// Type, parties, value and status; below them the name, the number of origins and of articles, and the day of
// the last article. One row per AddDeal.
Table MakeDealTable();
void AddDeal(const v1::Deal& deal, Table& table);

// Day, publisher, type, parties, value, status, and the name of the deal below; one row per AddEvent.
Table MakeEventTable();
void AddEvent(const v1::EventRecord& record, Table& table);

}  // namespace tearsheet
