// tearsheet graph and tearsheet cycles: who money and value flows between.
#include <memory>
#include <optional>

#include "cli/commands/options.h"
#include "cli/commands/program.h"
#include "cli/views/graph_view.h"
#include "common/proto_time.h"
#include "common/status_macros.h"

namespace tearsheet {
namespace {

// What `graph` and `cycles` filter by.
struct GraphFilterOptions {
  std::vector<std::string> types;
  std::vector<v1::Status> statuses;
  std::optional<absl::Time> since;
  std::optional<absl::Time> until;
  int32_t origins = 0;

  v1::GraphFilter Filter() const {
    v1::GraphFilter filter;
    for (const std::string& type : types) filter.add_types(type);
    for (const v1::Status status : statuses) filter.add_statuses(status);
    if (since) *filter.mutable_start_time() = TimeToProto(*since);
    if (until) *filter.mutable_end_time() = TimeToProto(*until);
    filter.set_min_independent_origins(origins);
    return filter;
  }
};

struct GraphOptions {
  std::string company;
  std::string to;
  int32_t depth = 0;
  bool directed = false;
  std::string format = "tree";
  v1::ReadPoint read_point;
  GraphFilterOptions filter;
};

struct CyclesOptions {
  std::string company;
  int32_t length = 0;
  v1::ReadPoint read_point;
  GraphFilterOptions filter;
};

void AddGraphFilterOptions(CLI::App& command, GraphFilterOptions& filter) {
  AddTypeOption(command, filter.types);
  AddStatusOption(command, filter.statuses);
  AddTimeOption(command, "--since", filter.since, "deals with an article published at or after TIME");
  AddTimeOption(command, "--until", filter.until, "deals with an article published before TIME");
  command.add_option("--origins", filter.origins, "deals with at least N independent origins")
      ->check(CLI::NonNegativeNumber)
      ->type_name("N");
}

void WarnTruncated(const Session& session, bool truncated) {
  if (truncated)
    session.console.err
        << "there is more than was looked at: narrow it by --type, --status, --since or --origins\n";
}

// Prints paths or cycles; `none` when there are none.
template <typename Response>
absl::StatusOr<ExitCode> PrintPaths(const Session& session, const Response& answer,
                                    const google::protobuf::RepeatedPtrField<v1::GraphPath>& paths, bool json,
                                    const char* none) {
  if (json) {
    RETURN_IF_ERROR(session.PrintJson(answer));
    return kExitOk;
  }
  for (const v1::GraphPath& path : paths)
    session.console.out << RenderPath(path, answer.nodes(), session.console.colour);
  if (paths.empty()) session.console.err << none << '\n';
  WarnTruncated(session, answer.truncated());
  return kExitOk;
}

absl::StatusOr<ExitCode> ShowPaths(const Session& session, const GraphOptions& options) {
  v1::FindPathsRequest request;
  request.set_from(options.company);
  request.set_to(options.to);
  request.set_max_length(options.depth);
  request.set_directed(options.directed);
  *request.mutable_filter() = options.filter.Filter();
  *request.mutable_read_point() = options.read_point;
  auto client = session.QueryClient();
  ASSIGN_OR_RETURN(const v1::FindPathsResponse answer,
                   client.Call(&v1::QueryService::Stub::FindPaths, request));
  return PrintPaths(session, answer, answer.paths(), options.format == "json", "no path");
}

absl::StatusOr<ExitCode> ShowGraph(const Session& session, const GraphOptions& options) {
  if (!options.to.empty()) return ShowPaths(session, options);
  v1::GetNeighborhoodRequest request;
  request.set_company(options.company);
  request.set_depth(options.depth);
  *request.mutable_filter() = options.filter.Filter();
  *request.mutable_read_point() = options.read_point;
  auto client = session.QueryClient();
  ASSIGN_OR_RETURN(const v1::GetNeighborhoodResponse answer,
                   client.Call(&v1::QueryService::Stub::GetNeighborhood, request));
  std::ostream& out = session.console.out;
  if (options.format == "json") {
    RETURN_IF_ERROR(session.PrintJson(answer));
  } else if (options.format == "dot") {
    out << RenderGraphDot(answer.nodes(), answer.edges());
  } else if (options.format == "svg") {
    out << RenderGraphSvg(answer.nodes(), answer.edges());
  } else {
    out << RenderGraphTree(answer.nodes(), answer.edges(), session.console.colour);
  }
  WarnTruncated(session, answer.truncated());
  return kExitOk;
}

absl::StatusOr<ExitCode> ShowCycles(const Session& session, const CyclesOptions& options) {
  v1::FindCircularFlowsRequest request;
  request.set_company(options.company);
  request.set_max_length(options.length);
  *request.mutable_filter() = options.filter.Filter();
  *request.mutable_read_point() = options.read_point;
  auto client = session.QueryClient();
  ASSIGN_OR_RETURN(const v1::FindCircularFlowsResponse answer,
                   client.Call(&v1::QueryService::Stub::FindCircularFlows, request));
  return PrintPaths(session, answer, answer.cycles(), session.jsonl, "no circular flow");
}

}  // namespace

void AddGraphCommand(Program& program) {
  CLI::App* command = program.app.add_subcommand(
      "graph", "Who money and value flows between, around a company or to another one");
  // Lives as long as the command, which refers to it.
  const auto options = std::make_shared<GraphOptions>();
  command->add_option("COMPANY", options->company, "name, alias, ticker or entity id")->required();
  command->add_option("--to", options->to, "the paths to this company instead of the neighbours");
  command
      ->add_option("--depth", options->depth,
                   "edges away, 1 to 3 (1 when not given); with --to, edges of a path, 1 to 4 (3)")
      ->type_name("N");
  command->add_flag("--directed", options->directed, "with --to: follow flows only forwards");
  command
      ->add_option("--format", options->format,
                   "tree for people, dot for Graphviz, svg for browsers, json for programs")
      ->check(CLI::IsMember({"tree", "dot", "svg", "json"}))
      ->capture_default_str();
  AddGraphFilterOptions(*command, options->filter);
  AddReadPointOptions(*command, options->read_point);
  command->footer(
      "Examples:\n"
      "  tearsheet graph OpenAI --depth=2\n"
      "  tearsheet graph Nvidia --to=Oracle\n"
      "  tearsheet graph Amazon --format=svg > amazon.svg");
  command->callback([&program, options] {
    program.action = [&session = program.session, options] { return ShowGraph(session, *options); };
  });
}

void AddCyclesCommand(Program& program) {
  CLI::App* command =
      program.app.add_subcommand("cycles", "Circular flows: money that comes back to where it started");
  // Lives as long as the command, which refers to it.
  const auto options = std::make_shared<CyclesOptions>();
  command->add_option("--company", options->company,
                      "only cycles through it: name, alias, ticker or entity id");
  command->add_option("--length", options->length, "edges of a cycle, 2 to 5 (3 when not given)")
      ->type_name("N");
  AddGraphFilterOptions(*command, options->filter);
  AddReadPointOptions(*command, options->read_point);
  AddFormatOption(*command, program.session);
  command->footer(
      "Examples:\n"
      "  tearsheet cycles\n"
      "  tearsheet cycles --company=Amazon --length=4 --status=COMPLETED");
  command->callback([&program, options] {
    program.action = [&session = program.session, options] { return ShowCycles(session, *options); };
  });
}

}  // namespace tearsheet
