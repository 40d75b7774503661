#include "cli/commands/program.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "cli/client/explain.h"
#include "google/protobuf/util/json_util.h"

namespace tearsheet {
namespace {

constexpr char kDescription[] =
    "Articles go in; who does which deal with whom, for how much, how certain and who says so comes out.\n"
    "Commands that only read files: extract. Commands that need tearsheet-ingest: ingest, retract, "
    "ontology.\n"
    "The others need tearsheet-query.";

constexpr char kFooter[] =
    "Exit codes: 0 ok, 1 failed, 2 wrong usage, 3 some articles were refused, 4 not found.\n"
    "Examples:\n"
    "  tearsheet ingest samples\n"
    "  tearsheet deals --company=Amazon\n"
    "  tearsheet deals --help";

void AddGlobalOptions(CLI::App& app, Session& session) {
  app.add_option("--ingest", session.ingest_address, "address of tearsheet-ingest")
      ->envname("TEARSHEET_INGEST")
      ->type_name("HOST:PORT")
      ->capture_default_str();
  app.add_option("--query", session.query_address, "address of tearsheet-query")
      ->envname("TEARSHEET_QUERY")
      ->type_name("HOST:PORT")
      ->capture_default_str();
  app.add_option_function<std::string>(
         "--timeout",
         [&session](const std::string& text) {
           if (!absl::ParseDuration(text, &session.timeout) || session.timeout <= absl::ZeroDuration())
             throw CLI::ValidationError("--timeout",
                                        absl::StrCat("'", text, "' is no duration: write 30s, 500ms or 2m"));
         },
         "longest wait for an answer")
      ->type_name("DURATION")
      ->default_str("30s");
}

ExitCode CodeFor(const absl::Status& status) {
  return status.code() == absl::StatusCode::kNotFound ? kExitNotFound : kExitFailed;
}

}  // namespace

absl::Status Session::PrintJson(const google::protobuf::Message& message) const {
  google::protobuf::util::JsonPrintOptions options;
  options.preserve_proto_field_names = true;
  std::string line;
  const auto status = google::protobuf::util::MessageToJsonString(message, &line, options);
  if (!status.ok()) return absl::InternalError(absl::StrCat("cannot write JSON: ", status.ToString()));
  console.out << line << '\n';
  return absl::OkStatus();
}

int RunTearsheet(const std::vector<std::string>& arguments, Console& console, Clock& clock) {
  CLI::App app(kDescription, "tearsheet");
  Session session{.console = console, .clock = clock};
  Program program{.app = app, .session = session, .action = nullptr};
  app.footer(kFooter);
  app.set_version_flag("--version", std::string("tearsheet ") + TEARSHEET_VERSION, "print the version");
  app.require_subcommand(1);
  // Global options may stand after the command too.
  app.fallthrough();
  AddGlobalOptions(app, session);
  AddExtractCommand(program);
  AddIngestCommand(program);
  AddDealsCommand(program);
  AddDealCommand(program);
  AddCompanyCommand(program);
  AddProductCommand(program);
  AddCompaniesCommand(program);
  AddTimelineCommand(program);
  AddConflictsCommand(program);
  AddGraphCommand(program);
  AddCyclesCommand(program);
  AddSearchCommand(program);
  AddArticlesCommand(program);
  AddEventsCommand(program);
  AddArticleCommand(program);
  AddWatchCommand(program);
  AddStatusCommand(program);
  AddReprocessCommand(program);
  AddRetractCommand(program);
  AddOntologyCommand(program);

  try {
    // CLI11 takes them from the back.
    app.parse(std::vector<std::string>(arguments.rbegin(), arguments.rend()));
  } catch (const CLI::ParseError& error) {
    return app.exit(error, console.out, console.err) == 0 ? kExitOk : kExitUsage;
  }

  const absl::StatusOr<ExitCode> code = program.action();
  console.out.flush();
  if (!code.ok()) {
    console.err << "tearsheet: " << ErrorText(code.status()) << '\n';
    return CodeFor(code.status());
  }
  if (!console.out) {
    console.err << "tearsheet: the output could not be written\n";
    return kExitFailed;
  }
  return *code;
}

}  // namespace tearsheet
