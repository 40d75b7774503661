// tearsheet timeline: the dated story of a deal or a company.
#include <algorithm>
#include <memory>
#include <optional>

#include "absl/strings/match.h"
#include "cli/commands/options.h"
#include "cli/commands/program.h"
#include "cli/views/story_view.h"
#include "common/proto_time.h"
#include "common/status_macros.h"

namespace tearsheet {
namespace {

constexpr int kTimelinePage = 500;

struct TimelineOptions {
  std::string of;
  v1::GetTimelineRequest request;
  std::vector<std::string> types;
  std::optional<absl::Time> since;
  std::optional<absl::Time> until;
  int64_t limit = 0;
};

absl::StatusOr<ExitCode> ShowTimeline(const Session& session, const TimelineOptions& options) {
  auto client = session.QueryClient();
  v1::GetTimelineRequest request = options.request;
  (absl::StartsWith(options.of, "deals/") ? *request.mutable_deal() : *request.mutable_company()) =
      options.of;
  for (const std::string& type : options.types) request.add_types(type);
  if (options.since) *request.mutable_start_time() = TimeToProto(*options.since);
  if (options.until) *request.mutable_end_time() = TimeToProto(*options.until);
  Table table = MakeTimelineTable();
  int64_t count = 0;
  do {
    const int64_t left = options.limit - count;
    request.set_page_size(
        static_cast<int32_t>(options.limit > 0 ? std::min<int64_t>(kTimelinePage, left) : kTimelinePage));
    ASSIGN_OR_RETURN(const v1::GetTimelineResponse page,
                     client.Call(&v1::QueryService::Stub::GetTimeline, request));
    for (const v1::TimelineEntry& entry : page.entries()) {
      ++count;
      if (session.jsonl) {
        RETURN_IF_ERROR(session.PrintJson(entry));
      } else {
        AddEntry(entry, table);
      }
    }
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty() && (options.limit == 0 || count < options.limit));
  if (session.jsonl) return kExitOk;
  session.console.out << table.Render(session.console.width, session.console.colour);
  if (count == 0) session.console.err << "nothing is told of it\n";
  return kExitOk;
}

}  // namespace

void AddTimelineCommand(Program& program) {
  CLI::App* command = program.app.add_subcommand("timeline", "The dated story of a deal or a company");
  // Lives as long as the command, which refers to it.
  const auto options = std::make_shared<TimelineOptions>();
  command->add_option("NAME", options->of, "deals/ID, or a company: name, alias, ticker or entity id")
      ->required();
  command->add_flag_callback(
      "--units", [options] { options->request.set_include_units(true); }, "count the deals of its units too");
  AddTypeOption(*command, options->types);
  AddTimeOption(*command, "--since", options->since, "what was published at or after TIME");
  AddTimeOption(*command, "--until", options->until, "what was published before TIME");
  command->add_option("--limit", options->limit, "at most N entries; 0: all")
      ->check(CLI::NonNegativeNumber)
      ->type_name("N")
      ->capture_default_str();
  AddReadPointOptions(*command, *options->request.mutable_read_point());
  AddFormatOption(*command, program.session);
  command->footer(
      "Examples:\n"
      "  tearsheet timeline Amazon --since=2025-11-01\n"
      "  tearsheet timeline deals/5f2c");
  command->callback([&program, options] {
    program.action = [&session = program.session, options] { return ShowTimeline(session, *options); };
  });
}

}  // namespace tearsheet
