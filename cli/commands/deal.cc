// tearsheet deal: the tear sheet of a deal.
#include <memory>

#include "cli/commands/options.h"
#include "cli/commands/pages.h"
#include "cli/commands/program.h"
#include "cli/views/deal_sheet.h"
#include "cli/views/explanation_view.h"
#include "common/status_macros.h"

namespace tearsheet {
namespace {

// A sheet that tells more is read by nobody; `tearsheet events` lists all.
constexpr int64_t kMaxEvents = 300;

struct DealOptions {
  std::string name;
  bool explain = false;
  v1::ReadPoint read_point;
};

absl::StatusOr<ExitCode> ExplainDeal(const Session& session, const DealOptions& options) {
  auto client = session.QueryClient();
  v1::ExplainDealRequest request;
  request.set_name(ResourceName("deals", options.name));
  *request.mutable_read_point() = options.read_point;
  ASSIGN_OR_RETURN(const v1::ExplainDealResponse answer,
                   client.Call(&v1::QueryService::Stub::ExplainDeal, request));
  if (session.jsonl) {
    RETURN_IF_ERROR(session.PrintJson(answer.explanation()));
    return kExitOk;
  }
  session.console.out << RenderExplanation(answer.explanation(), session.console.width,
                                           session.console.colour);
  return kExitOk;
}

absl::StatusOr<ExitCode> ShowDeal(const Session& session, const DealOptions& options) {
  auto client = session.QueryClient();
  v1::GetDealRequest request;
  request.set_name(ResourceName("deals", options.name));
  request.set_view(v1::DEAL_VIEW_FULL);
  *request.mutable_read_point() = options.read_point;
  ASSIGN_OR_RETURN(const v1::GetDealResponse answer, client.Call(&v1::QueryService::Stub::GetDeal, request));
  if (session.jsonl) {
    RETURN_IF_ERROR(session.PrintJson(answer.deal()));
    return kExitOk;
  }
  if (answer.deal().name() != request.name())
    session.console.err << request.name() << " is now " << answer.deal().name() << '\n';

  v1::ListEventsRequest list;
  // The deal's present name: a merged one has no events of its own.
  list.set_deal(answer.deal().name());
  *list.mutable_read_point() = options.read_point;
  std::vector<v1::EventRecord> events;
  const std::function<absl::Status(const v1::EventRecord&)> take = [&](const v1::EventRecord& record) {
    events.push_back(record);
    return absl::OkStatus();
  };
  ASSIGN_OR_RETURN(const ListEnd end, ForEachEntry(client, kListEvents, list, kMaxEvents, take));
  session.console.out << RenderDealSheet(answer.deal(), events, end.more, session.console.width,
                                         session.console.colour);
  return kExitOk;
}

}  // namespace

void AddDealCommand(Program& program) {
  CLI::App* command =
      program.app.add_subcommand("deal", "The tear sheet of a deal: claims by source, history, evidence");
  // Lives as long as the command, which refers to it.
  const auto options = std::make_shared<DealOptions>();
  command->add_option("NAME", options->name, "name of the deal, as `tearsheet deals` prints it")->required();
  command->add_flag("--explain", options->explain,
                    "why its events are one deal, and what keeps similar deals apart");
  AddReadPointOptions(*command, options->read_point);
  AddFormatOption(*command, program.session);
  command->footer(
      "Examples:\n"
      "  tearsheet deal deals/4f1c\n"
      "  tearsheet deal 4f1c --explain\n"
      "  tearsheet deal 4f1c --as-of=2025-12-16T12:00:00Z");
  command->callback([&program, options] {
    program.action = [&session = program.session, options] {
      return options->explain ? ExplainDeal(session, *options) : ShowDeal(session, *options);
    };
  });
}

}  // namespace tearsheet
