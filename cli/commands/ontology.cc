// tearsheet ontology: the event types, roles and slots in force.
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "cli/commands/options.h"
#include "cli/commands/program.h"
#include "cli/text/table.h"
#include "common/status_macros.h"

namespace tearsheet {
namespace {

std::string RolesText(const v1::EventType& type) {
  return absl::StrJoin(type.roles(), ", ", [](std::string* out, const v1::Role& role) {
    absl::StrAppend(out, role.id(), role.core() ? "" : "?", role.repeated_role() ? "*" : "");
  });
}

absl::StatusOr<ExitCode> ShowOntology(const Session& session) {
  auto client = session.IngestClient();
  ASSIGN_OR_RETURN(const v1::GetOntologyResponse answer,
                   client.Call(&v1::IngestService::Stub::GetOntology, v1::GetOntologyRequest()));
  if (session.jsonl) {
    for (const auto& type : answer.ontology().types()) RETURN_IF_ERROR(session.PrintJson(type));
    return kExitOk;
  }
  Table table({{.title = "TYPE", .keep = true},
               {.title = "ROLES", .wrap = true},
               {.title = "SLOTS", .wrap = true},
               {.title = "MEANING", .wrap = true}});
  for (const auto& type : answer.ontology().types())
    table.AddRow({type.id(), RolesText(type), absl::StrJoin(type.slots(), ", "), type.description()});
  session.console.out << "version " << answer.ontology().version() << "; roles: ? optional, * several\n\n"
                      << table.Render(session.console.width, session.console.colour);
  return kExitOk;
}

}  // namespace

void AddOntologyCommand(Program& program) {
  CLI::App* command = program.app.add_subcommand("ontology", "The event types, roles and slots in force");
  AddFormatOption(*command, program.session);
  command->footer(
      "Examples:\n"
      "  tearsheet ontology\n"
      "  tearsheet ontology --format=jsonl");
  command->callback(
      [&program] { program.action = [&session = program.session] { return ShowOntology(session); }; });
}

}  // namespace tearsheet
