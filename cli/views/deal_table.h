// Lists of deals and events.
#pragma once

#include "cli/text/table.h"
#include "tearsheet/v1/deal.pb.h"
#include "tearsheet/v1/query_service.pb.h"

namespace tearsheet {

// Name, type, parties, value, status, origins, articles, day of the last article; one row per AddDeal.
Table MakeDealTable();
void AddDeal(const v1::Deal& deal, Table& table);

// Day, publisher, type, parties, value, status, name of the deal; one row per AddEvent.
Table MakeEventTable();
void AddEvent(const v1::EventRecord& record, Table& table);

}  // namespace tearsheet
