// tearsheet status: health, versions and lag of both services.
#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "cli/commands/options.h"
#include "cli/commands/program.h"
#include "cli/text/table.h"
#include "cli/text/values.h"
#include "common/status_macros.h"
#include "google/protobuf/struct.pb.h"
#include "google/protobuf/util/json_util.h"
#include "grpc/health/v1/health.grpc.pb.h"

namespace tearsheet {
namespace {

// What one service says of itself.
struct ServiceReport {
  std::string program;
  std::string address;
  // "SERVING", "NOT_SERVING", or why nothing is known.
  std::string health;
  bool serving = false;
  std::string ontology_version;
};

ServiceReport CheckHealth(const Session& session, const Endpoint& endpoint, const std::string& service) {
  ServiceReport report;
  report.program = endpoint.program;
  report.address = endpoint.address;
  Client<grpc::health::v1::Health> client(endpoint, session.timeout, session.clock);
  grpc::health::v1::HealthCheckRequest request;
  request.set_service(service);
  const auto answer = client.Call(&grpc::health::v1::Health::Stub::Check, request);
  if (!answer.ok()) {
    report.health = ErrorText(answer.status());
    return report;
  }
  report.health = grpc::health::v1::HealthCheckResponse::ServingStatus_Name(answer->status());
  report.serving = answer->status() == grpc::health::v1::HealthCheckResponse::SERVING;
  return report;
}

std::string Number(int64_t number) { return GroupDigits(absl::StrCat(number)); }

void PrintTables(const Console& console, const std::vector<ServiceReport>& reports,
                 const absl::StatusOr<v1::GetStateInfoResponse>& state) {
  Table services({{.title = "SERVICE", .keep = true},
                  {.title = "ADDRESS", .keep = true},
                  {.title = "HEALTH", .wrap = true},
                  {.title = "ONTOLOGY"}});
  for (const auto& report : reports)
    services.AddRow({report.program,
                     report.address,
                     {report.health, report.serving ? Tone::kGood : Tone::kBad},
                     report.ontology_version});
  console.out << services.Render(console.width, console.colour);
  if (!state.ok()) return;

  Table facts({{.title = ""}, {.title = "", .wrap = true}});
  const int64_t lag = std::max<int64_t>(0, state->log_last_sequence() - state->sequence());
  facts.AddRow({"log", absl::StrCat("last sequence ", Number(state->log_last_sequence()))});
  facts.AddRow({"applied", absl::StrCat(Number(state->sequence()), ", ", Number(lag), " behind",
                                        state->caught_up() ? "" : ", catching up")});
  facts.AddRow({"state", absl::StrCat(Number(state->article_count()), " articles, ",
                                      Number(state->event_count()), " events, ", Number(state->deal_count()),
                                      " deals, ", Number(state->entity_count()), " entities")});
  for (const auto& [version, articles] : state->extractors())
    facts.AddRow({"extractor", absl::StrCat(version, " (", Number(articles), " articles)")});
  if (state->set_aside_count() > 0)
    facts.AddRow({"set aside",
                  {absl::StrCat(Number(state->set_aside_count()), " records could not be applied; sequence ",
                                state->set_aside(0).sequence(), ": ", state->set_aside(0).reason()),
                   Tone::kBad}});
  if (!state->follow_error().empty()) facts.AddRow({"following", {state->follow_error(), Tone::kBad}});
  console.out << '\n' << facts.Render(console.width, console.colour);
}

absl::Status PrintLines(const Session& session, const std::vector<ServiceReport>& reports,
                        const absl::StatusOr<v1::GetStateInfoResponse>& state) {
  for (const auto& report : reports) {
    google::protobuf::Struct line;
    auto& fields = *line.mutable_fields();
    fields["service"].set_string_value(report.program);
    fields["address"].set_string_value(report.address);
    fields["health"].set_string_value(report.health);
    fields["serving"].set_bool_value(report.serving);
    if (!report.ontology_version.empty())
      fields["ontology_version"].set_string_value(report.ontology_version);
    RETURN_IF_ERROR(session.PrintJson(line));
  }
  return state.ok() ? session.PrintJson(*state) : absl::OkStatus();
}

absl::StatusOr<ExitCode> ShowStatus(const Session& session) {
  auto ingest = session.IngestClient();
  auto query = session.QueryClient();
  std::vector<ServiceReport> reports = {CheckHealth(session, ingest.endpoint(), "tearsheet.v1.IngestService"),
                                        CheckHealth(session, query.endpoint(), "tearsheet.v1.QueryService")};
  const auto ontology = ingest.Call(&v1::IngestService::Stub::GetOntology, v1::GetOntologyRequest());
  if (ontology.ok()) reports[0].ontology_version = ontology->ontology().version();
  const auto state = query.Call(&v1::QueryService::Stub::GetStateInfo, v1::GetStateInfoRequest());
  if (state.ok()) reports[1].ontology_version = state->ontology_version();

  if (session.jsonl) {
    RETURN_IF_ERROR(PrintLines(session, reports, state));
  } else {
    PrintTables(session.console, reports, state);
  }
  return reports[0].serving && reports[1].serving ? kExitOk : kExitFailed;
}

}  // namespace

void AddStatusCommand(Program& program) {
  CLI::App* command =
      program.app.add_subcommand("status", "Health, versions, sequences and lag of both services");
  AddFormatOption(*command, program.session);
  command->footer(
      "Ends with 1 when a service does not answer or is not ready.\n"
      "Examples:\n"
      "  tearsheet status\n"
      "  tearsheet status --timeout=2s --format=jsonl");
  command->callback(
      [&program] { program.action = [&session = program.session] { return ShowStatus(session); }; });
}

}  // namespace tearsheet
