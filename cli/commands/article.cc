// tearsheet article: an article as stored, and what was read from it.
#include <memory>

#include "absl/strings/str_cat.h"
#include "cli/commands/options.h"
#include "cli/commands/program.h"
#include "cli/text/display_width.h"
#include "cli/text/table.h"
#include "cli/text/values.h"
#include "cli/views/deal_parts.h"
#include "cli/views/deal_sheet.h"
#include "common/status_macros.h"

namespace tearsheet {
namespace {

std::string RenderArticle(const v1::GetArticleResponse& answer, int width, bool colour) {
  const v1::Article& article = answer.article();
  Table facts({{.title = ""}, {.title = "", .wrap = true}});
  facts.AddRow({"name", article.name()});
  facts.AddRow({"uri", article.uri()});
  facts.AddRow({"publisher", article.publisher().name()});
  facts.AddRow({"published", FormatMinute(article.publish_time())});
  facts.AddRow({"taken in", FormatMinute(answer.ingest_time())});
  facts.AddRow({"sequence", absl::StrCat(answer.article_sequence())});
  facts.AddRow({"extractor", answer.extractor()});
  if (!answer.replaced_by().empty()) facts.AddRow({"replaced by", {answer.replaced_by(), Tone::kWarning}});
  if (answer.retracted()) facts.AddRow({"retracted", {"yes: its events have no influence", Tone::kBad}});

  std::string text;
  for (const std::string& line : WrapToWidth(CleanLine(article.title()), width))
    absl::StrAppend(&text, Paint(line, Tone::kTitle, colour), "\n");
  absl::StrAppend(&text, "\n", facts.Render(width, colour));
  for (const auto& record : answer.events()) {
    absl::StrAppend(
        &text, SectionTitle(absl::StrCat(record.event().type(), ": ",
                                         PartiesText(record.event().participants()), ", ", record.deal()),
                            colour));
    text += RenderEvidence(record, width, colour);
  }
  return text;
}

struct ArticleOptions {
  std::string name;
  bool body = false;
  v1::ReadPoint read_point;
};

absl::StatusOr<ExitCode> ShowArticle(const Session& session, const ArticleOptions& options) {
  auto client = session.QueryClient();
  v1::GetArticleRequest request;
  request.set_name(ResourceName("articles", options.name));
  *request.mutable_read_point() = options.read_point;
  ASSIGN_OR_RETURN(const v1::GetArticleResponse answer,
                   client.Call(&v1::QueryService::Stub::GetArticle, request));
  if (session.jsonl) {
    RETURN_IF_ERROR(session.PrintJson(answer));
  } else if (options.body) {
    session.console.out << answer.article().body();
  } else {
    session.console.out << RenderArticle(answer, session.console.width, session.console.colour);
  }
  return kExitOk;
}

}  // namespace

void AddArticleCommand(Program& program) {
  CLI::App* command =
      program.app.add_subcommand("article", "An article as stored, and the events read from it");
  // Lives as long as the command, which refers to it.
  const auto options = std::make_shared<ArticleOptions>();
  command->add_option("NAME", options->name, "name of the article, \"articles/{id}\"")->required();
  command->add_flag("--body", options->body, "print the body as received, and nothing else");
  AddReadPointOptions(*command, options->read_point);
  AddFormatOption(*command, program.session);
  command->footer(
      "Examples:\n"
      "  tearsheet article articles/0a1b2c3d4e5f60718293a4b5c6d7e8f9\n"
      "  tearsheet article 0a1b2c3d4e5f60718293a4b5c6d7e8f9 --body");
  command->callback([&program, options] {
    program.action = [&session = program.session, options] { return ShowArticle(session, *options); };
  });
}

}  // namespace tearsheet
