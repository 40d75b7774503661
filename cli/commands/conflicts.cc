// tearsheet conflicts: where sources disagree.
#include <memory>

#include "cli/commands/options.h"
#include "cli/commands/pages.h"
#include "cli/commands/program.h"
#include "cli/views/story_view.h"
#include "common/status_macros.h"

namespace tearsheet {
namespace {

constexpr ListCall kListConflicts = {&v1::QueryService::Stub::ListConflicts,
                                     &v1::ListConflictsResponse::conflicts, 200};

struct ConflictsOptions {
  v1::ListConflictsRequest request;
  std::vector<std::string> types;
  std::vector<std::string> slots;
};

absl::StatusOr<ExitCode> ListConflicts(const Session& session, const ConflictsOptions& options) {
  auto client = session.QueryClient();
  v1::ListConflictsRequest request = options.request;
  for (const std::string& type : options.types) request.add_types(type);
  for (const std::string& slot : options.slots) request.add_slots(slot);
  const std::function<absl::Status(const v1::Conflict&)> show =
      [&](const v1::Conflict& conflict) -> absl::Status {
    if (session.jsonl) return session.PrintJson(conflict);
    session.console.out << RenderConflict(conflict, session.console.width, session.console.colour);
    return absl::OkStatus();
  };
  ASSIGN_OR_RETURN(const ListEnd end, ForEachEntry(client, kListConflicts, request, /*limit=*/0, show));
  if (end.count == 0 && !session.jsonl) session.console.err << "no conflicts\n";
  return kExitOk;
}

}  // namespace

void AddConflictsCommand(Program& program) {
  CLI::App* command = program.app.add_subcommand("conflicts", "Where sources disagree");
  // Lives as long as the command, which refers to it.
  const auto options = std::make_shared<ConflictsOptions>();
  command->add_option("--company", *options->request.mutable_company(),
                      "organisation in any role: name, alias, ticker or entity id");
  command->add_flag_callback(
      "--units", [options] { options->request.set_include_units(true); },
      "count the units of the company as the company");
  AddTypeOption(*command, options->types);
  command->add_option("--slot", options->slots, "slot, for example amount; may be repeated")
      ->type_name("SLOT")
      ->allow_extra_args(false);
  AddReadPointOptions(*command, *options->request.mutable_read_point());
  AddFormatOption(*command, program.session);
  command->footer(
      "Examples:\n"
      "  tearsheet conflicts\n"
      "  tearsheet conflicts --company=Amazon --slot=amount");
  command->callback([&program, options] {
    program.action = [&session = program.session, options] { return ListConflicts(session, *options); };
  });
}

}  // namespace tearsheet
