// tearsheet companies: organisations by the beginning of a name.
#include <algorithm>
#include <memory>

#include "absl/strings/str_join.h"
#include "cli/commands/options.h"
#include "cli/commands/program.h"
#include "cli/text/table.h"
#include "common/status_macros.h"

namespace tearsheet {
namespace {

constexpr int kCompaniesPage = 500;

struct CompaniesOptions {
  v1::ListCompaniesRequest request;
  int64_t limit = 0;
};

absl::StatusOr<ExitCode> ListCompanies(const Session& session, const CompaniesOptions& options) {
  auto client = session.QueryClient();
  v1::ListCompaniesRequest request = options.request;
  Table table({{.title = "NAME", .wrap = true},
               {.title = "ID", .keep = true},
               {.title = "TICKERS", .wrap = true},
               {.title = "ALIASES", .wrap = true}});
  int64_t count = 0;
  do {
    const int64_t left = options.limit - count;
    request.set_page_size(
        static_cast<int32_t>(options.limit > 0 ? std::min<int64_t>(kCompaniesPage, left) : kCompaniesPage));
    ASSIGN_OR_RETURN(const v1::ListCompaniesResponse page,
                     client.Call(&v1::QueryService::Stub::ListCompanies, request));
    for (const v1::Entity& company : page.companies()) {
      ++count;
      if (session.jsonl) {
        RETURN_IF_ERROR(session.PrintJson(company));
      } else {
        table.AddRow({company.name(), company.entity_id(), absl::StrJoin(company.tickers(), ", "),
                      absl::StrJoin(company.aliases(), ", ")});
      }
    }
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty() && (options.limit == 0 || count < options.limit));
  if (session.jsonl) return kExitOk;
  session.console.out << table.Render(session.console.width, session.console.colour);
  if (count == 0) session.console.err << "no companies\n";
  return kExitOk;
}

}  // namespace

void AddCompaniesCommand(Program& program) {
  CLI::App* command = program.app.add_subcommand("companies", "Organisations by the beginning of a name");
  // Lives as long as the command, which refers to it.
  const auto options = std::make_shared<CompaniesOptions>();
  command->add_option("PREFIX", *options->request.mutable_prefix(),
                      "beginning of a name, alias or ticker, in any case; none: all");
  command->add_option("--limit", options->limit, "at most N companies; 0: all")
      ->check(CLI::NonNegativeNumber)
      ->type_name("N")
      ->capture_default_str();
  AddReadPointOptions(*command, *options->request.mutable_read_point());
  AddFormatOption(*command, program.session);
  command->footer(
      "Examples:\n"
      "  tearsheet companies am\n"
      "  tearsheet companies --limit=20");
  command->callback([&program, options] {
    program.action = [&session = program.session, options] { return ListCompanies(session, *options); };
  });
}

}  // namespace tearsheet
