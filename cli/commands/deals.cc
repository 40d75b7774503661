// tearsheet deals: a list of deals.
#include <algorithm>
#include <memory>
#include <optional>

#include "absl/strings/str_cat.h"
#include "cli/commands/options.h"
#include "cli/commands/program.h"
#include "cli/views/deal_table.h"
#include "common/proto_time.h"
#include "common/status_macros.h"

namespace tearsheet {
namespace {

// Deals with all their claims are large.
constexpr int kDealsPage = 200;

struct DealsOptions {
  std::string company;
  bool units = false;
  std::vector<std::string> types;
  std::vector<v1::Status> statuses;
  std::optional<absl::Time> since;
  std::optional<absl::Time> until;
  std::string order = "recent";
  int64_t limit = 0;
  v1::ReadPoint read_point;
};

v1::ListDealsRequest MakeRequest(const DealsOptions& options) {
  v1::ListDealsRequest request;
  request.set_company(options.company);
  request.set_include_units(options.units);
  for (const auto& type : options.types) request.add_types(type);
  for (const v1::Status status : options.statuses) request.add_statuses(status);
  if (options.since) *request.mutable_start_time() = TimeToProto(*options.since);
  if (options.until) *request.mutable_end_time() = TimeToProto(*options.until);
  request.set_order(options.order == "articles" ? v1::DEAL_ORDER_ARTICLES : v1::DEAL_ORDER_RECENT);
  request.set_view(v1::DEAL_VIEW_FULL);
  *request.mutable_read_point() = options.read_point;
  return request;
}

absl::StatusOr<ExitCode> ListDeals(const Session& session, const DealsOptions& options) {
  auto client = session.QueryClient();
  v1::ListDealsRequest request = MakeRequest(options);
  Table table = MakeDealTable();
  int64_t count = 0;
  do {
    const int64_t wanted =
        options.limit > 0 ? std::min<int64_t>(kDealsPage, options.limit - count) : kDealsPage;
    request.set_page_size(static_cast<int32_t>(wanted));
    ASSIGN_OR_RETURN(const v1::ListDealsResponse page,
                     client.Call(&v1::QueryService::Stub::ListDeals, request));
    for (const auto& deal : page.deals()) {
      ++count;
      if (session.jsonl) {
        RETURN_IF_ERROR(session.PrintJson(deal));
      } else {
        AddDeal(deal, table);
      }
    }
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty() && (options.limit == 0 || count < options.limit));

  if (session.jsonl) return kExitOk;
  session.console.out << table.Render(session.console.width, session.console.colour);
  if (count == 0) session.console.err << "no deals\n";
  if (!request.page_token().empty())
    session.console.err << absl::StrCat("the first ", count,
                                        "; there are more: give a larger --limit or narrow the question\n");
  return kExitOk;
}

}  // namespace

void AddDealsCommand(Program& program) {
  CLI::App* command = program.app.add_subcommand("deals", "List deals");
  // Lives as long as the command, which refers to it.
  const auto options = std::make_shared<DealsOptions>();
  command->add_option("--company", options->company,
                      "organisation in any role: name, alias, ticker or entity id");
  command->add_flag("--units", options->units, "count the units of the company as the company");
  AddTypeOption(*command, options->types);
  AddStatusOption(*command, options->statuses);
  AddTimeOption(*command, "--since", options->since, "with an article published at or after TIME");
  AddTimeOption(*command, "--until", options->until, "with an article published before TIME");
  command
      ->add_option("--order", options->order, "recent: latest article first; articles: most articles first")
      ->check(CLI::IsMember({"recent", "articles"}))
      ->capture_default_str();
  command->add_option("--limit", options->limit, "at most N deals; 0: all")
      ->check(CLI::NonNegativeNumber)
      ->type_name("N")
      ->capture_default_str();
  AddReadPointOptions(*command, options->read_point);
  AddFormatOption(*command, program.session);
  command->footer(
      "Examples:\n"
      "  tearsheet deals --company=Amazon --type=INVESTMENT\n"
      "  tearsheet deals --status=AGREED --status=COMPLETED --since=2025-11-01\n"
      "  tearsheet deals --as-of=2025-12-16 --order=articles --limit=20\n"
      "  tearsheet deals --format=jsonl > deals.jsonl");
  command->callback([&program, options] {
    program.action = [&session = program.session, options] { return ListDeals(session, *options); };
  });
}

}  // namespace tearsheet
