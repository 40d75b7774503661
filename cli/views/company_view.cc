#include "cli/views/company_view.h"

#include <set>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"
#include "cli/text/display_width.h"
#include "cli/text/table.h"
#include "cli/text/values.h"
#include "cli/views/deal_parts.h"

namespace tearsheet {
namespace {

std::string ClassText(v1::StatusClass status_class) {
  const std::string name = v1::StatusClass_Name(status_class);
  return absl::StrReplaceAll(absl::AsciiStrToLower(absl::StripPrefix(name, "STATUS_CLASS_")), {{"_", " "}});
}

std::string RenderTotals(const v1::CompanySheet& sheet, int width, bool colour) {
  if (sheet.totals().empty()) return "";
  Table table({{.title = "COUNTERPARTY", .wrap = true},
               {.title = "TYPE", .wrap = true},
               {.title = "ROLE"},
               {.title = "CLASS"},
               {.title = "TOTAL", .wrap = true, .keep = true},
               {.title = "DEALS", .align_right = true, .keep = true},
               {.title = "LEFT OUT", .align_right = true}});
  for (const auto& total : sheet.totals()) {
    const std::string left_out = total.left_out().empty() ? "" : absl::StrCat(total.left_out_size());
    table.AddRow({total.counterparty().name(), total.type(), total.role(), ClassText(total.status_class()),
                  FormatAmount(total.total()), absl::StrCat(total.deals_size()), left_out});
  }
  return absl::StrCat(SectionTitle("Money by counterparty", colour), table.Render(width, colour, kIndent));
}

std::string RenderValuations(const v1::CompanySheet& sheet, int width, bool colour) {
  if (sheet.valuations().empty()) return "";
  Table table(
      {{.title = "BASIS"}, {.title = "VALUATION", .keep = true}, {.title = "STATUS"}, {.title = "LAST"}});
  for (const auto& point : sheet.valuations()) {
    const bool would = point.certainty() == v1::CONDITIONAL;
    table.AddRow({point.basis(), absl::StrCat(would ? "would be " : "", FormatAmount(point.amount())),
                  v1::Status_Name(point.status()), FormatDate(point.last_publish_time())});
  }
  return absl::StrCat(SectionTitle("Valuation", colour), table.Render(width, colour, kIndent));
}

std::string RenderStakes(const char* title, const google::protobuf::RepeatedPtrField<v1::StakeLine>& stakes,
                         int width, bool colour) {
  if (stakes.empty()) return "";
  Table table({{.title = "", .wrap = true},
               {.title = "", .keep = true},
               {.title = ""},
               {.title = ""},
               {.title = ""}});
  for (const auto& stake : stakes) {
    const std::string share =
        stake.has_percent() ? FormatPercent(stake.percent()) : FormatAmount(stake.amount());
    table.AddRow({stake.counterparty().name(), share, stake.change(), v1::Status_Name(stake.status()),
                  FormatDate(stake.last_publish_time())});
  }
  return absl::StrCat(SectionTitle(title, colour), table.Render(width, colour, kIndent));
}

std::string RenderChanges(const v1::CompanySheet& sheet, int width, bool colour) {
  if (sheet.last_changes().empty()) return "";
  Table table({{.title = ""}, {.title = ""}, {.title = "", .wrap = true}, {.title = "", .wrap = true}});
  for (const auto& entry : sheet.last_changes()) {
    const std::string what = entry.kind() == v1::TIMELINE_ENTRY_KIND_CLAIM
                                 ? absl::StrCat(entry.slot(), " ", entry.value())
                                 : v1::Status_Name(entry.status());
    table.AddRow({FormatDate(entry.time()), entry.type(), PartiesText(entry.participants()), what});
  }
  return absl::StrCat(SectionTitle("Last changes", colour), table.Render(width, colour, kIndent));
}

}  // namespace

std::string RenderCompanySheet(const v1::CompanySheet& sheet, int width, bool colour) {
  const v1::Entity& company = sheet.company();
  Table facts({{.title = ""}, {.title = "", .wrap = true}});
  const auto add = [&](const char* name, const std::string& value) {
    if (!value.empty()) facts.AddRow({name, value});
  };
  add("aliases", absl::StrJoin(company.aliases(), ", "));
  add("tickers", absl::StrJoin(company.tickers(), ", "));
  add("parent", sheet.parent().name());
  add("units", Names(sheet.units()));
  add("products", Names(sheet.products()));
  add("told of", absl::StrCat(FormatCount(sheet.article_count(), "article", "articles"), ", ",
                              FormatCount(sheet.deal_count(), "deal", "deals")));
  if (!sheet.conflicting_deals().empty())
    facts.AddRow({"conflicts", {absl::StrJoin(sheet.conflicting_deals(), ", "), Tone::kWarning}});

  std::string text =
      absl::StrCat(Paint(CleanLine(company.name()), Tone::kTitle, colour), "  ",
                   Paint(company.entity_id(), Tone::kQuiet, colour), "\n\n", facts.Render(width, colour));
  text += RenderValuations(sheet, width, colour);
  text += RenderStakes("Stakes held", sheet.stakes_held(), width, colour);
  text += RenderStakes("Stakes in it", sheet.stakes_in(), width, colour);
  text += RenderTotals(sheet, width, colour);
  for (const auto& group : sheet.groups()) text += RenderGroup(group, width, colour);
  text += RenderChanges(sheet, width, colour);
  return text;
}

}  // namespace tearsheet
