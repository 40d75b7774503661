// tearsheet watch: changes of deals as they happen.
#include <memory>

#include "absl/strings/str_cat.h"
#include "cli/client/explain.h"
#include "cli/client/watch_run.h"
#include "cli/commands/options.h"
#include "cli/commands/program.h"
#include "cli/text/progress.h"
#include "cli/views/change_view.h"
#include "common/status_macros.h"
#include "common/tracing/span.h"
#include "common/tracing/tracing_flags.h"

namespace tearsheet {
namespace {

struct WatchOptions {
  v1::WatchDealsRequest request;
  std::vector<std::string> types;
  std::vector<v1::Status> statuses;
  int64_t count = 0;
  std::string trace_file;
};

absl::StatusOr<ExitCode> Watch(const Session& session, const WatchOptions& options) {
  ASSIGN_OR_RETURN(const Tracing tracing, TracingTo(options.trace_file, "tearsheet"));
  auto client = session.QueryClient();
  v1::WatchDealsRequest request = options.request;
  for (const auto& type : options.types) request.add_types(type);
  for (const v1::Status status : options.statuses) request.add_statuses(status);
  Console& console = session.console;

  int64_t seen = 0;
  std::string token;
  absl::Status printed;
  const auto on_change = [&](const v1::WatchDealsResponse& step) {
    Span span = Span::Child("tearsheet watch", SpanKind::kConsumer, step.change().traceparent());
    span.Set("tearsheet.sequence", absl::StrCat(step.change().sequence()));
    if (session.jsonl) {
      printed = session.PrintJson(step);
    } else {
      console.out << RenderChange(step.change(), console.width, console.colour);
    }
    token = step.token();
    // Followers read line by line.
    console.out.flush();
    return printed.ok() && console.out && ++seen != options.count;
  };
  const auto on_interrupted = [&](const absl::Status& reason, absl::Duration wait) {
    console.err << absl::StrCat(ErrorText(reason), "; resuming in ", absl::FormatDuration(wait), "\n");
  };
  RETURN_IF_ERROR(WatchDeals(client, request, {.on_change = on_change, .on_interrupted = on_interrupted}));
  RETURN_IF_ERROR(printed);
  if (!session.jsonl) console.err << "go on with --from=" << token << '\n';
  return kExitOk;
}

}  // namespace

void AddWatchCommand(Program& program) {
  CLI::App* command =
      program.app.add_subcommand("watch", "Print changes of deals as they happen, until interrupted");
  // Lives as long as the command, which refers to it.
  const auto options = std::make_shared<WatchOptions>();
  command->add_flag_function(
      "--units", [options](int64_t) { options->request.set_include_units(true); },
      "count the units of the company as the company");
  command->add_option("--company", *options->request.mutable_company(),
                      "organisation in any role: name, alias, ticker or entity id");
  AddTypeOption(*command, options->types);
  AddStatusOption(*command, options->statuses);
  command
      ->add_option("--from", *options->request.mutable_token(),
                   "go on after this token of an earlier watch or list")
      ->type_name("TOKEN");
  command->add_option("--count", options->count, "end after N changes; 0: never")
      ->check(CLI::NonNegativeNumber)
      ->type_name("N")
      ->capture_default_str();
  AddTraceOption(*command, options->trace_file);
  AddFormatOption(*command, program.session);
  command->footer(
      "With --format=jsonl every line has the token that resumes after it.\n"
      "Examples:\n"
      "  tearsheet watch --company=OpenAI --status=AGREED\n"
      "  tearsheet watch --format=jsonl --from=\"$TOKEN\"");
  command->callback([&program, options] {
    program.action = [&session = program.session, options] { return Watch(session, *options); };
  });
}

}  // namespace tearsheet
