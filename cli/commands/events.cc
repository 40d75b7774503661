// tearsheet events: a list of events with their sentences.
#include <memory>

#include "cli/commands/options.h"
#include "cli/commands/pages.h"
#include "cli/commands/program.h"
#include "cli/views/deal_table.h"

namespace tearsheet {
namespace {

struct EventsOptions {
  v1::ListEventsRequest request;
  std::vector<std::string> types;
  int64_t limit = 0;
};

absl::StatusOr<ExitCode> ListEvents(const Session& session, const EventsOptions& options) {
  v1::ListEventsRequest request = options.request;
  for (const auto& type : options.types) request.add_types(type);
  if (!request.deal().empty()) request.set_deal(ResourceName("deals", request.deal()));
  if (!request.article().empty()) request.set_article(ResourceName("articles", request.article()));
  return PrintTable(session, kListEvents, request, options.limit, "events", MakeEventTable(), AddEvent);
}

}  // namespace

void AddEventsCommand(Program& program) {
  CLI::App* command = program.app.add_subcommand("events", "List events: what each article asserts");
  // Lives as long as the command, which refers to it.
  const auto options = std::make_shared<EventsOptions>();
  command->add_option("--deal", *options->request.mutable_deal(), "events of this deal")->type_name("NAME");
  command->add_option("--company", *options->request.mutable_company(),
                      "events that name an organisation: name, alias, ticker or entity id");
  command->add_option("--article", *options->request.mutable_article(), "events of this article")
      ->type_name("NAME");
  AddTypeOption(*command, options->types);
  AddLimitOption(*command, options->limit, "events");
  AddReadPointOptions(*command, *options->request.mutable_read_point());
  AddFormatOption(*command, program.session);
  command->footer(
      "Examples:\n"
      "  tearsheet events --company=OpenAI --type=VALUATION\n"
      "  tearsheet events --deal=deals/4f1c --format=jsonl");
  command->callback([&program, options] {
    program.action = [&session = program.session, options] { return ListEvents(session, *options); };
  });
}

}  // namespace tearsheet
