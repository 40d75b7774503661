// tearsheet retract: withdraws an article.
#include <memory>
#include <optional>

#include "absl/strings/str_cat.h"
#include "cli/commands/options.h"
#include "cli/commands/program.h"
#include "common/proto_time.h"
#include "common/status_macros.h"

namespace tearsheet {
namespace {

struct RetractOptions {
  std::string name;
  std::string reason;
  std::optional<absl::Time> from;
};

absl::StatusOr<ExitCode> Retract(const Session& session, const RetractOptions& options) {
  auto client = session.IngestClient();
  v1::RetractArticleRequest request;
  request.set_name(ResourceName("articles", options.name));
  request.set_reason(options.reason);
  if (options.from) *request.mutable_retract_time() = TimeToProto(*options.from);
  ASSIGN_OR_RETURN(const v1::RetractArticleResponse answer,
                   client.Call(&v1::IngestService::Stub::RetractArticle, request));
  session.console.out << absl::StrCat(request.name(),
                                      answer.duplicate() ? " was withdrawn already" : " is withdrawn",
                                      ", sequence ", answer.sequence(), "\n");
  return kExitOk;
}

}  // namespace

void AddRetractCommand(Program& program) {
  CLI::App* command = program.app.add_subcommand("retract", "Withdraw an article: it loses its influence");
  // Lives as long as the command, which refers to it.
  const auto options = std::make_shared<RetractOptions>();
  command->add_option("NAME", options->name, "name of the article, \"articles/{id}\"")->required();
  command->add_option("--reason", options->reason, "why, for people")->required();
  AddTimeOption(*command, "--from", options->from, "from when on; default: now");
  command->footer(
      "Examples:\n"
      "  tearsheet retract articles/0a1b2c3d4e5f60718293a4b5c6d7e8f9 --reason=\"withdrawn by the "
      "publisher\"");
  command->callback([&program, options] {
    program.action = [&session = program.session, options] { return Retract(session, *options); };
  });
}

}  // namespace tearsheet
