#include "cli/views/deal_table.h"

#include "absl/strings/str_cat.h"
#include "cli/text/values.h"
#include "cli/views/deal_parts.h"

namespace tearsheet {

Table MakeDealTable() {
  return Table({{.title = "TYPE", .keep = true},
                {.title = "PARTIES", .wrap = true},
                {.title = "VALUE", .wrap = true},
                {.title = "STATUS", .wrap = true},
                {.title = "ORIG", .align_right = true, .keep = true},
                {.title = "ART", .align_right = true, .keep = true},
                {.title = "LAST", .keep = true}});
}

void AddDeal(const v1::Deal& deal, Table& table) {
  table.AddRow({deal.type(),
                PartiesText(deal.participants()),
                {MainValue(deal), MainValueConflicts(deal) ? Tone::kWarning : Tone::kPlain},
                {StatusText(deal), StatusTone(deal)},
                absl::StrCat(deal.independent_origins()),
                absl::StrCat(deal.article_count()),
                FormatDate(deal.last_publish_time())},
               deal.name());
}

Table MakeEventTable() {
  return Table({{.title = "PUBLISHED", .keep = true},
                {.title = "PUBLISHER", .wrap = true},
                {.title = "TYPE", .wrap = true},
                {.title = "PARTIES", .wrap = true},
                {.title = "VALUE", .wrap = true},
                {.title = "STATUS", .wrap = true}});
}

void AddEvent(const v1::EventRecord& record, Table& table) {
  const v1::Event& event = record.event();
  table.AddRow({FormatDate(record.publish_time()), record.publisher(), event.type(),
                PartiesText(event.participants()), MainValue(event), v1::Status_Name(event.status()),
                record.deal()});
}

}  // namespace tearsheet
