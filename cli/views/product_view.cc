#include "cli/views/product_view.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "cli/text/display_width.h"
#include "cli/text/table.h"
#include "cli/text/values.h"
#include "cli/views/deal_parts.h"

namespace tearsheet {

std::string RenderProductSheet(const v1::ProductSheet& sheet, int width, bool colour) {
  const v1::Entity& product = sheet.product();
  Table facts({{.title = ""}, {.title = "", .wrap = true}});
  const auto add = [&](const char* name, const std::string& value) {
    if (!value.empty()) facts.AddRow({name, value});
  };
  add("aliases", absl::StrJoin(product.aliases(), ", "));
  add("vendor", sheet.vendor().name());
  add("family", sheet.family().name());
  add("members", Names(sheet.members()));
  add("used by", Names(sheet.users()));
  add("told of", absl::StrCat(FormatCount(sheet.article_count(), "article", "articles"), ", ",
                              FormatCount(sheet.deal_count(), "deal", "deals")));
  if (!sheet.conflicting_deals().empty())
    facts.AddRow({"conflicts", {absl::StrJoin(sheet.conflicting_deals(), ", "), Tone::kWarning}});
  std::string text =
      absl::StrCat(Paint(CleanLine(product.name()), Tone::kTitle, colour), "  ",
                   Paint(product.entity_id(), Tone::kQuiet, colour), "\n\n", facts.Render(width, colour));
  for (const auto& group : sheet.groups()) text += RenderGroup(group, width, colour);
  return text;
}

}  // namespace tearsheet
