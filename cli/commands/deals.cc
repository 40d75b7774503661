// tearsheet deals: a list of deals.
#include <memory>
#include <optional>

#include "cli/commands/options.h"
#include "cli/commands/pages.h"
#include "cli/commands/program.h"
#include "cli/views/deal_table.h"
#include "common/proto_time.h"

namespace tearsheet {
namespace {

// Deals with all their claims are large.
constexpr ListCall kListDeals = {&v1::QueryService::Stub::ListDeals, &v1::ListDealsResponse::deals, 200};

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
  return PrintTable(session, kListDeals, MakeRequest(options), options.limit, "deals", MakeDealTable(),
                    AddDeal);
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
  AddLimitOption(*command, options->limit, "deals");
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
