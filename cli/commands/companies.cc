// tearsheet companies: organisations by the beginning of a name.
#include <memory>

#include "absl/strings/str_join.h"
#include "cli/commands/options.h"
#include "cli/commands/pages.h"
#include "cli/commands/program.h"
#include "cli/text/table.h"

namespace tearsheet {
namespace {

constexpr ListCall kListCompanies = {&v1::QueryService::Stub::ListCompanies,
                                     &v1::ListCompaniesResponse::companies, 500};

struct CompaniesOptions {
  v1::ListCompaniesRequest request;
  int64_t limit = 0;
};

void AddCompany(const v1::Entity& company, Table& table) {
  table.AddRow({company.name(), company.entity_id(), absl::StrJoin(company.tickers(), ", "),
                absl::StrJoin(company.aliases(), ", ")});
}

absl::StatusOr<ExitCode> ListCompanies(const Session& session, const CompaniesOptions& options) {
  return PrintTable(session, kListCompanies, options.request, options.limit, "companies",
                    Table({{.title = "NAME", .wrap = true},
                           {.title = "ID", .keep = true},
                           {.title = "TICKERS", .wrap = true},
                           {.title = "ALIASES", .wrap = true}}),
                    AddCompany);
}

}  // namespace

void AddCompaniesCommand(Program& program) {
  CLI::App* command = program.app.add_subcommand("companies", "Organisations by the beginning of a name");
  // Lives as long as the command, which refers to it.
  const auto options = std::make_shared<CompaniesOptions>();
  command->add_option("PREFIX", *options->request.mutable_prefix(),
                      "beginning of a name, alias or ticker, in any case; none: all");
  AddLimitOption(*command, options->limit, "companies");
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
