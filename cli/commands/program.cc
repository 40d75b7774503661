#include "cli/commands/program.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "cli/client/explain.h"
#include "common/status_macros.h"
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
  app.add_option("--ingest", session.ingest_address,
                 "address of tearsheet-ingest; grpcs://HOST:PORT for TLS with the system's authorities")
      ->envname("TEARSHEET_INGEST")
      ->type_name("HOST:PORT")
      ->capture_default_str();
  app.add_option("--query", session.query_address, "address of tearsheet-query, in the same forms")
      ->envname("TEARSHEET_QUERY")
      ->type_name("HOST:PORT")
      ->capture_default_str();
  const auto add_file = [&app](const std::string& name, std::string& path, const char* help) {
    // The services write such flags with underscores: either is understood.
    const std::string flag_name = absl::StrReplaceAll(name, {{"-", "_"}});
    app.add_option(absl::StrCat("--", name, ",--", flag_name), path, help)
        ->envname(absl::StrCat("TEARSHEET_", absl::AsciiStrToUpper(flag_name)))
        ->type_name("FILE");
  };
  add_file("tls-ca", session.security.tls.ca, "authorities of the services' certificates (turns TLS on)");
  add_file("tls-cert", session.security.tls.cert, "certificate to show to the services (mTLS; turns TLS on)");
  add_file("tls-key", session.security.tls.key, "private key of --tls-cert");
  add_file("token-file", session.security.token_file, "file with the bearer token of every call");
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

absl::Status Session::OpenSecurity() {
  const auto open =
      [this](std::string& address) -> absl::StatusOr<std::shared_ptr<grpc::ChannelCredentials>> {
    Target target = ParseTarget(address);
    target.tls = target.tls || !security.tls.ca.empty() || !security.tls.cert.empty();
    address = target.address;
    return MakeChannelCredentials(target, security, clock.TimeNow());
  };
  ASSIGN_OR_RETURN(ingest_credentials, open(ingest_address));
  ASSIGN_OR_RETURN(query_credentials, open(query_address));
  return absl::OkStatus();
}

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

  if (const absl::Status status = session.OpenSecurity(); !status.ok()) {
    console.err << "tearsheet: " << ErrorText(status) << '\n';
    return kExitUsage;
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
