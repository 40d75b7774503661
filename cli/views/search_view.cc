#include "cli/views/search_view.h"

#include "absl/strings/str_cat.h"
#include "cli/text/display_width.h"
#include "cli/text/tone.h"
#include "cli/text/values.h"
#include "cli/views/deal_parts.h"

namespace tearsheet {
namespace {

// `text` with everything that is no printable character as a space; widths stay.
std::string Printable(std::string text) {
  for (char& c : text) {
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) c = ' ';
  }
  return text;
}

// The words that were looked for, painted.
std::string Highlighted(const v1::Snippet& snippet, bool colour) {
  const std::string plain = Printable(snippet.text());
  std::string text;
  size_t at = 0;
  for (const v1::Span& place : snippet.highlights()) {
    const auto start = static_cast<size_t>(place.start());
    const auto end = static_cast<size_t>(place.end());
    if (start < at || end > plain.size()) continue;
    absl::StrAppend(&text, plain.substr(at, start - at),
                    Paint(plain.substr(start, end - start), Tone::kWarning, colour));
    at = end;
  }
  return text + plain.substr(at);
}

std::string Title(const v1::SearchHit& hit) {
  if (hit.has_deal()) {
    return absl::StrCat(hit.deal().type(), ": ", PartiesText(hit.deal().participants()), "  ",
                        MainValue(hit.deal()), "  ", StatusText(hit.deal()));
  }
  if (hit.has_event()) {
    const v1::Event& event = hit.event().event();
    return absl::StrCat(event.type(), ": ", PartiesText(event.participants()), "  ", MainValue(event), "  ",
                        v1::Status_Name(event.status()));
  }
  return hit.article().title();
}

std::string Name(const v1::SearchHit& hit) {
  return hit.has_deal() ? hit.deal().name() : hit.has_event() ? hit.event().name() : hit.article().name();
}

}  // namespace

std::string RenderHit(const v1::SearchHit& hit, int width, bool colour) {
  const std::string source =
      absl::StrCat(Name(hit), "  ", hit.article().publisher(), ", ", FormatDate(hit.article().publish_time()),
                   "  ", hit.article().uri());
  return absl::StrCat(Paint(CutToWidth(CleanLine(Title(hit)), width), Tone::kTitle, colour), "\n  ",
                      Highlighted(hit.snippet(), colour), "\n  ",
                      Paint(Printable(source), Tone::kQuiet, colour), "\n");
}

Table MakeArticleTable() {
  return Table({{.title = "PUBLISHED", .keep = true},
                {.title = "PUBLISHER", .wrap = true},
                {.title = "TITLE", .wrap = true},
                {.title = "STATE", .wrap = true}});
}

void AddArticle(const v1::ArticleSummary& article, Table& table) {
  const std::string state = article.retracted() ? "retracted"
                            : !article.replaced_by().empty()
                                ? absl::StrCat("replaced by ", article.replaced_by())
                                : "";
  table.AddRow(
      {FormatDate(article.publish_time()), article.publisher(), article.title(), {state, Tone::kWarning}},
      absl::StrCat(article.name(), " ", article.uri()));
}

}  // namespace tearsheet
