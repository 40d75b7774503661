// tearsheet events: a list of events with their sentences.
#include <algorithm>
#include <memory>

#include "absl/strings/str_cat.h"
#include "cli/commands/list_events.h"
#include "cli/commands/options.h"
#include "cli/commands/program.h"
#include "cli/views/deal_table.h"
#include "common/status_macros.h"

namespace tearsheet {
namespace {

constexpr int kEventsPage = 500;

struct EventsOptions {
  v1::ListEventsRequest request;
  std::vector<std::string> types;
  int64_t limit = 0;
};

absl::StatusOr<ExitCode> ListEvents(const Session& session, const EventsOptions& options) {
  auto client = session.QueryClient();
  v1::ListEventsRequest request = options.request;
  for (const auto& type : options.types) request.add_types(type);
  if (!request.deal().empty()) request.set_deal(ResourceName("deals", request.deal()));
  if (!request.article().empty()) request.set_article(ResourceName("articles", request.article()));
  Table table = MakeEventTable();
  bool more = false;
  RETURN_IF_ERROR(
      ForEachEvent(client, request, options.limit, more, [&](const v1::EventRecord& record) -> absl::Status {
        if (session.jsonl) return session.PrintJson(record);
        AddEvent(record, table);
        return absl::OkStatus();
      }));
  if (session.jsonl) return kExitOk;
  session.console.out << table.Render(session.console.width, session.console.colour);
  if (table.empty()) session.console.err << "no events\n";
  if (more) session.console.err << "there are more: give a larger --limit or narrow the question\n";
  return kExitOk;
}

}  // namespace

absl::Status ForEachEvent(Client<v1::QueryService>& client, v1::ListEventsRequest request, int64_t limit,
                          bool& more, const std::function<absl::Status(const v1::EventRecord&)>& take) {
  int64_t count = 0;
  do {
    request.set_page_size(
        static_cast<int32_t>(limit > 0 ? std::min<int64_t>(kEventsPage, limit - count) : kEventsPage));
    ASSIGN_OR_RETURN(const v1::ListEventsResponse page,
                     client.Call(&v1::QueryService::Stub::ListEvents, request));
    for (const auto& record : page.events()) RETURN_IF_ERROR(take(record));
    count += page.events_size();
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty() && (limit == 0 || count < limit));
  more = !request.page_token().empty();
  return absl::OkStatus();
}

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
  command->add_option("--limit", options->limit, "at most N events; 0: all")
      ->check(CLI::NonNegativeNumber)
      ->type_name("N")
      ->capture_default_str();
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
