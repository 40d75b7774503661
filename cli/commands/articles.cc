// tearsheet articles: a list of articles.
#include <algorithm>
#include <memory>
#include <optional>

#include "cli/commands/options.h"
#include "cli/commands/program.h"
#include "cli/views/search_view.h"
#include "common/proto_time.h"
#include "common/status_macros.h"

namespace tearsheet {
namespace {

constexpr int kArticlesPage = 500;

struct ArticlesOptions {
  v1::ListArticlesRequest request;
  std::optional<absl::Time> since;
  std::optional<absl::Time> until;
  int64_t limit = 0;
};

absl::StatusOr<ExitCode> ListArticles(const Session& session, const ArticlesOptions& options) {
  auto client = session.QueryClient();
  v1::ListArticlesRequest request = options.request;
  if (options.since) *request.mutable_start_time() = TimeToProto(*options.since);
  if (options.until) *request.mutable_end_time() = TimeToProto(*options.until);
  Table table = MakeArticleTable();
  int64_t count = 0;
  do {
    const int64_t left = options.limit - count;
    request.set_page_size(
        static_cast<int32_t>(options.limit > 0 ? std::min<int64_t>(kArticlesPage, left) : kArticlesPage));
    ASSIGN_OR_RETURN(const v1::ListArticlesResponse page,
                     client.Call(&v1::QueryService::Stub::ListArticles, request));
    for (const v1::ArticleSummary& article : page.articles()) {
      ++count;
      if (session.jsonl) {
        RETURN_IF_ERROR(session.PrintJson(article));
      } else {
        AddArticle(article, table);
      }
    }
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty() && (options.limit == 0 || count < options.limit));
  if (session.jsonl) return kExitOk;
  session.console.out << table.Render(session.console.width, session.console.colour);
  if (count == 0) session.console.err << "no articles\n";
  return kExitOk;
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
  command->add_option("--limit", options->limit, "at most N articles; 0: all")
      ->check(CLI::NonNegativeNumber)
      ->type_name("N")
      ->capture_default_str();
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
