// tearsheet timeline: the dated story of a deal or a company.
#include <memory>
#include <optional>

#include "absl/strings/match.h"
#include "cli/commands/options.h"
#include "cli/commands/pages.h"
#include "cli/commands/program.h"
#include "cli/views/story_view.h"
#include "common/proto_time.h"

namespace tearsheet {
namespace {

constexpr ListCall kGetTimeline = {&v1::QueryService::Stub::GetTimeline, &v1::GetTimelineResponse::entries,
                                   500};

struct TimelineOptions {
  std::string of;
  v1::GetTimelineRequest request;
  std::vector<std::string> types;
  std::optional<absl::Time> since;
  std::optional<absl::Time> until;
  int64_t limit = 0;
};

absl::StatusOr<ExitCode> ShowTimeline(const Session& session, const TimelineOptions& options) {
  v1::GetTimelineRequest request = options.request;
  (absl::StartsWith(options.of, "deals/") ? *request.mutable_deal() : *request.mutable_company()) =
      options.of;
  for (const std::string& type : options.types) request.add_types(type);
  if (options.since) *request.mutable_start_time() = TimeToProto(*options.since);
  if (options.until) *request.mutable_end_time() = TimeToProto(*options.until);
  return PrintTable(session, kGetTimeline, request, options.limit, "entries", MakeTimelineTable(), AddEntry);
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
  AddLimitOption(*command, options->limit, "entries");
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
