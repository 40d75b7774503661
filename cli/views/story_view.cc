#include "cli/views/story_view.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "cli/text/display_width.h"
#include "cli/text/values.h"
#include "cli/views/deal_parts.h"

namespace tearsheet {
namespace {

std::string WhatHappened(const v1::TimelineEntry& entry) {
  if (entry.kind() == v1::TIMELINE_ENTRY_KIND_CLAIM) return absl::StrCat(entry.slot(), ": ", entry.value());
  return v1::Status_Name(entry.status());
}

}  // namespace

Table MakeTimelineTable() {
  return Table({{.title = "PUBLISHED", .keep = true},
                {.title = "TYPE", .wrap = true},
                {.title = "PARTIES", .wrap = true},
                {.title = "WHAT", .wrap = true},
                {.title = "SAYS", .wrap = true}});
}

void AddEntry(const v1::TimelineEntry& entry, Table& table) {
  const bool first = entry.kind() == v1::TIMELINE_ENTRY_KIND_FIRST_TOLD;
  const std::string quote = entry.evidence().quote();
  table.AddRow({FormatDate(entry.time()),
                entry.type(),
                PartiesText(entry.participants()),
                {WhatHappened(entry), first ? Tone::kTitle : Tone::kPlain},
                entry.origin()},
               quote.empty() ? entry.deal() : absl::StrCat(entry.deal(), " “", CleanLine(quote), "”"));
}

std::string RenderConflict(const v1::Conflict& conflict, int width, bool colour) {
  Table claims({{.title = "", .wrap = true}, {.title = "", .wrap = true}, {.title = ""}});
  for (const v1::Claim& claim : conflict.claims()) {
    claims.AddRow({{ClaimText(claim), claim.differing() ? Tone::kQuiet : Tone::kWarning},
                   absl::StrJoin(claim.origins(), ", "),
                   FormatDate(claim.last_said_time())});
  }
  return absl::StrCat(
      SectionTitle(absl::StrCat(conflict.deal().type(), ": ", PartiesText(conflict.deal().participants()),
                                ", ", conflict.slot()),
                   colour),
      Paint(conflict.deal().name(), Tone::kQuiet, colour), "\n", claims.Render(width, colour, kIndent));
}

}  // namespace tearsheet
