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

std::string Names(const google::protobuf::RepeatedPtrField<v1::Entity>& entities) {
  return absl::StrJoin(entities, ", ", [](std::string* out, const v1::Entity& e) { out->append(e.name()); });
}

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
               {.title = "DEALS", .align_right = true, .keep = true}});
  for (const auto& total : sheet.totals())
    table.AddRow({total.counterparty().name(), total.type(), total.role(), ClassText(total.status_class()),
                  FormatAmount(total.total()), absl::StrCat(total.deals_size())});
  return absl::StrCat(SectionTitle("Money by counterparty", colour), table.Render(width, colour, kIndent));
}

std::string RenderGroup(const v1::DealGroup& group, int width, bool colour) {
  Table table({{.title = "PARTIES", .wrap = true},
               {.title = "VALUE", .wrap = true},
               {.title = "STATUS", .wrap = true},
               {.title = "LAST", .keep = true}});
  for (const auto& deal : group.deals())
    table.AddRow({PartiesText(deal.participants()),
                  {MainValue(deal), MainValueConflicts(deal) ? Tone::kWarning : Tone::kPlain},
                  {StatusText(deal), StatusTone(deal)},
                  FormatDate(deal.last_publish_time())},
                 deal.name());
  std::string text = SectionTitle(absl::StrCat(group.type(), " as ", group.role()), colour);
  absl::StrAppend(&text, table.Render(width, colour, kIndent));
  if (group.deal_count() > group.deals_size())
    absl::StrAppend(&text, std::string(kIndent, ' '), "and ", group.deal_count() - group.deals_size(),
                    " more\n");
  return text;
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
  text += RenderTotals(sheet, width, colour);
  for (const auto& group : sheet.groups()) text += RenderGroup(group, width, colour);
  return text;
}

}  // namespace tearsheet
