#include "cli/views/deal_sheet.h"

#include <algorithm>
#include <map>
#include <set>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "cli/text/display_width.h"
#include "cli/text/table.h"
#include "cli/text/values.h"
#include "cli/views/deal_parts.h"

namespace tearsheet {
namespace {

constexpr int kQuoteIndent = 4;
constexpr int kLeastQuoteWidth = 20;

using Publishers = std::map<std::string, std::string>;

std::string Days(const google::protobuf::Timestamp& first, const google::protobuf::Timestamp& last) {
  const std::string from = FormatDate(first);
  const std::string to = FormatDate(last);
  return from == to ? from : absl::StrCat(from, " – ", to);
}

// The names; of large deals only the first ones are given, `count` tells how many there are. Older services
// give no count.
std::string Names(const google::protobuf::RepeatedPtrField<std::string>& names, int count) {
  std::string text = absl::StrJoin(names, ", ");
  if (count > names.size()) absl::StrAppend(&text, " and ", count - names.size(), " more");
  return text;
}

std::string MoreText(int count, int shown) {
  if (count <= shown) return "";
  return absl::StrCat(std::string(kIndent, ' '), "and ", count - shown, " more\n");
}

std::string RenderHead(const v1::Deal& deal, int width, bool colour) {
  Table facts({{.title = ""}, {.title = "", .wrap = true}});
  facts.AddRow({"status", {StatusText(deal), StatusTone(deal)}});
  for (const auto& [name, value] : Words(deal)) facts.AddRow({name, value});
  std::string origins = FormatCount(deal.independent_origins(), "independent origin", "independent origins");
  // Older services do not give it.
  if (deal.least_independent_origins() > 0 && deal.least_independent_origins() < deal.independent_origins())
    origins = absl::StrCat(deal.least_independent_origins(), " to ", origins);
  if (!deal.origins().empty())
    absl::StrAppend(&origins, " (", Names(deal.origins(), deal.origin_count()), ")");
  facts.AddRow({"sources", absl::StrCat(FormatCount(deal.article_count(), "article", "articles"), " by ",
                                        Names(deal.publishers(), deal.publisher_count()), "; ", origins)});
  facts.AddRow({"published", Days(deal.first_publish_time(), deal.last_publish_time())});
  return absl::StrCat(
      Paint(CutToWidth(CleanLine(absl::StrCat(deal.type(), ": ", PartiesText(deal.participants()))), width),
            Tone::kTitle, colour),
      "\n", CleanLine(deal.name()), "\n\n", facts.Render(width, colour));
}

std::string CopyText(v1::CopyKind kind) {
  switch (kind) {
    case v1::COPY_KIND_SAME_TEXT:
      return "same text as";
    case v1::COPY_KIND_REWRITE:
      return "rewritten from";
    case v1::COPY_KIND_UNDECIDED:
      return "may be copied from";
    default:
      return "copied from";
  }
}

std::string RenderCopies(const v1::Deal& deal, int width, bool colour) {
  if (deal.copies().empty()) return "";
  Table table({{.title = "", .wrap = true}, {.title = "", .keep = true}, {.title = "", .wrap = true}});
  for (const v1::ArticleCopy& copy : deal.copies())
    table.AddRow({copy.article_uri(), CopyText(copy.kind()), copy.original_uri()});
  return absl::StrCat(SectionTitle("Copies", colour), table.Render(width, colour, kIndent),
                      MoreText(deal.copy_count(), deal.copies_size()));
}

std::string RenderParties(const v1::Deal& deal, int width, bool colour) {
  Table table({{.title = ""}, {.title = "", .wrap = true}, {.title = ""}});
  for (const auto& participant : deal.participants())
    table.AddRow({participant.role(), participant.name(), {participant.entity_id(), Tone::kQuiet}});
  return absl::StrCat(SectionTitle("Parties", colour), table.Render(width, colour, kIndent));
}

std::string RenderHistory(const v1::Deal& deal, const Publishers& publishers, int width, bool colour) {
  Table table({{.title = "", .keep = true}, {.title = "", .keep = true}, {.title = ""}, {.title = ""}});
  for (const auto& change : deal.status_history()) {
    const auto publisher = publishers.find(change.article_uri());
    table.AddRow({FormatDate(change.time()),
                  v1::Status_Name(change.status()),
                  publisher == publishers.end() ? "" : publisher->second,
                  {change.article_uri(), Tone::kQuiet}});
  }
  if (table.empty()) return "";
  return absl::StrCat(SectionTitle("Status history", colour), table.Render(width, colour, kIndent));
}

std::string StateText(const SlotView& slot) {
  std::set<std::string> origins;
  for (const auto& claim : *slot.claims) {
    if (!claim.superseded()) origins.insert(claim.origins().begin(), claim.origins().end());
  }
  switch (slot.state) {
    case v1::SINGLE_ORIGIN:
      return "one origin";
    case v1::CORROBORATED:
      return origins.size() > 1 ? absl::StrCat("corroborated by ", origins.size(), " origins")
                                : "corroborated";
    case v1::CONFLICTING:
      return "sources disagree";
    default:
      return "";
  }
}

Cell RemarkOn(const v1::Claim& claim) {
  if (claim.superseded()) return {"superseded", Tone::kQuiet};
  if (claim.differing()) return {"differs from the party", Tone::kWarning};
  if (claim.party_statement()) return {"party", Tone::kGood};
  return "";
}

std::string RenderSlot(const SlotView& slot, int width, bool colour) {
  std::string head = absl::StrCat(slot.name, ": ", SlotText(slot));
  head[0] = absl::ascii_toupper(static_cast<unsigned char>(head[0]));
  const std::string state = StateText(slot);
  std::string text = SectionTitle(head, colour);
  if (!state.empty()) {
    text.pop_back();
    absl::StrAppend(&text, "  ",
                    Paint(state, slot.state == v1::CONFLICTING ? Tone::kBad : Tone::kQuiet, colour), "\n");
  }
  Table table({{.title = "CLAIM", .wrap = true},
               {.title = "ACCORDING TO", .wrap = true},
               {.title = "ART", .align_right = true, .keep = true},
               {.title = "STAGE", .keep = true},
               {.title = "SAID", .wrap = true},
               {.title = "", .wrap = true}});
  for (const auto& claim : *slot.claims)
    table.AddRow({ClaimText(claim), absl::StrJoin(claim.origins(), ", "),
                  absl::StrCat(std::max(claim.article_count(), claim.article_uris_size())),
                  v1::Status_Name(claim.stage()), Days(claim.first_said_time(), claim.last_said_time()),
                  RemarkOn(claim)});
  return absl::StrCat(text, table.Render(width, colour, kIndent),
                      MoreText(slot.claim_count, slot.claims->size()));
}

std::string RenderLinks(const v1::Deal& deal, int width, bool colour) {
  if (deal.links().empty()) return "";
  Table table({{.title = ""}, {.title = "", .keep = true}});
  for (const auto& link : deal.links()) table.AddRow({link.relation(), link.deal()});
  return absl::StrCat(SectionTitle("Linked deals", colour), table.Render(width, colour, kIndent));
}

}  // namespace

std::string RenderEvidence(const v1::EventRecord& record, int width, bool colour) {
  const v1::Event& event = record.event();
  std::string head = FormatDate(record.publish_time());
  for (const std::string& part :
       {AttributionText(event.attribution()), v1::Status_Name(event.status()), MainValue(event)}) {
    if (!part.empty()) absl::StrAppend(&head, head.empty() ? "" : "  ", CleanLine(part));
  }
  std::string text;
  for (const std::string& line : WrapToWidth(head, width - kIndent))
    absl::StrAppend(&text, std::string(kIndent, ' '), line, "\n");
  const int quote_width = std::max(kLeastQuoteWidth, width - kQuoteIndent);
  for (const auto& evidence : event.evidence()) {
    for (const std::string& line :
         WrapToWidth(absl::StrCat("“", CleanLine(evidence.quote()), "”"), quote_width))
      absl::StrAppend(&text, std::string(kQuoteIndent, ' '), line, "\n");
  }
  if (!record.article_uri().empty())
    absl::StrAppend(&text, std::string(kQuoteIndent, ' '),
                    Paint(CleanLine(record.article_uri()), Tone::kQuiet, colour), "\n");
  return text;
}

std::string RenderDealSheet(const v1::Deal& deal, const std::vector<v1::EventRecord>& events,
                            bool more_events, int width, bool colour) {
  Publishers publishers;
  for (const auto& record : events) publishers.emplace(record.article_uri(), record.publisher());
  std::string text = RenderHead(deal, width, colour);
  text += RenderParties(deal, width, colour);
  text += RenderHistory(deal, publishers, width, colour);
  for (const SlotView& slot : Slots(deal)) text += RenderSlot(slot, width, colour);
  text += RenderLinks(deal, width, colour);
  text += RenderCopies(deal, width, colour);
  if (!events.empty()) text += SectionTitle("Evidence", colour);
  for (const auto& record : events) text += RenderEvidence(record, width, colour);
  if (more_events)
    absl::StrAppend(&text, "  all of it: tearsheet events --deal=", CleanLine(deal.name()), "\n");
  return text;
}

}  // namespace tearsheet
