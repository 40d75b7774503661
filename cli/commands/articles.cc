// tearsheet articles: a list of articles.
#include <memory>
#include <optional>

#include "cli/commands/options.h"
#include "cli/commands/pages.h"
#include "cli/commands/program.h"
#include "cli/views/search_view.h"
#include "common/proto_time.h"

namespace tearsheet {
namespace {

constexpr ListCall kListArticles = {&v1::QueryService::Stub::ListArticles,
                                    &v1::ListArticlesResponse::articles, 500};

struct ArticlesOptions {
  v1::ListArticlesRequest request;
  std::optional<absl::Time> since;
  std::optional<absl::Time> until;
  int64_t limit = 0;
};

absl::StatusOr<ExitCode> ListArticles(const Session& session, const ArticlesOptions& options) {
  v1::ListArticlesRequest request = options.request;
  if (options.since) *request.mutable_start_time() = TimeToProto(*options.since);
  if (options.until) *request.mutable_end_time() = TimeToProto(*options.until);
  return PrintTable(session, kListArticles, request, options.limit, "articles", MakeArticleTable(),
                    AddArticle);
}

}  // namespace

void AddArticlesCommand(Program& program) {
  CLI::App* command = program.app.add_subcommand("articles", "List articles");
  // Lives as long as the command, which refers to it.
  const auto options = std::make_shared<ArticlesOptions>();
  command->add_option("--company", *options->request.mutable_company(),
                      "with an event that names it: name, alias, ticker or entity id");
  command->add_option("--publisher", *options->request.mutable_publisher(),
                      "exactly this name of a publisher");
  AddTimeOption(*command, "--since", options->since, "published at or after TIME");
  AddTimeOption(*command, "--until", options->until, "published before TIME");
  AddLimitOption(*command, options->limit, "articles");
  AddReadPointOptions(*command, *options->request.mutable_read_point());
  AddFormatOption(*command, program.session);
  command->footer(
      "Examples:\n"
      "  tearsheet articles --company=Amazon --since=2025-11-01\n"
      "  tearsheet articles --publisher='Harbour Wire' --limit=20");
  command->callback([&program, options] {
    program.action = [&session = program.session, options] { return ListArticles(session, *options); };
  });
}

}  // namespace tearsheet
