#include "cli/views/deal_table.h"

#include "absl/strings/str_cat.h"
#include "cli/text/values.h"
#include "cli/views/deal_parts.h"

namespace tearsheet {

Table MakeDealTable() {
  return Table({{.title = "TYPE", .keep = true},
                {.title = "PARTIES", .wrap = true},
                {.title = "VALUE", .wrap = true},
                {.title = "STATUS", .wrap = true}});
}

void AddDeal(const v1::Deal& deal, Table& table) {
  // The name is for copying and the counts are alike in every row: they would take the width that the parties
  // need.
  const std::string sources = absl::StrCat(
      deal.name(), "  ", FormatCount(deal.independent_origins(), "origin", "origins"), ", ",
      FormatCount(deal.article_count(), "article", "articles"), ", ", FormatDate(deal.last_publish_time()));
  table.AddRow({deal.type(),
                PartiesText(deal.participants()),
                {MainValue(deal), MainValueConflicts(deal) ? Tone::kWarning : Tone::kPlain},
                {StatusText(deal), StatusTone(deal)}},
               sources);
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
