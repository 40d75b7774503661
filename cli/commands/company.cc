// tearsheet company: the tear sheet of an organisation.
#include <memory>

#include "cli/commands/options.h"
#include "cli/commands/program.h"
#include "cli/views/company_view.h"
#include "common/status_macros.h"

namespace tearsheet {
namespace {

absl::StatusOr<ExitCode> ShowCompany(const Session& session, const v1::GetCompanyRequest& request) {
  auto client = session.QueryClient();
  ASSIGN_OR_RETURN(const v1::GetCompanyResponse answer,
                   client.Call(&v1::QueryService::Stub::GetCompany, request));
  if (session.jsonl) {
    RETURN_IF_ERROR(session.PrintJson(answer.sheet()));
  } else {
    session.console.out << RenderCompanySheet(answer.sheet(), session.console.width, session.console.colour);
  }
  return kExitOk;
}

}  // namespace

void AddCompanyCommand(Program& program) {
  CLI::App* command = program.app.add_subcommand("company", "The tear sheet of an organisation");
  // Lives as long as the command, which refers to it.
  const auto request = std::make_shared<v1::GetCompanyRequest>();
  command->add_option("NAME", *request->mutable_company(), "name, alias, ticker or entity id")->required();
  command->add_flag_callback(
      "--units", [request] { request->set_include_units(true); }, "count the deals of its units too");
  AddReadPointOptions(*command, *request->mutable_read_point());
  AddFormatOption(*command, program.session);
  command->footer(
      "Examples:\n"
      "  tearsheet company Amazon --units\n"
      "  tearsheet company NVDA --as-of=2025-12-01");
  command->callback([&program, request] {
    program.action = [&session = program.session, request] { return ShowCompany(session, *request); };
  });
}

}  // namespace tearsheet
