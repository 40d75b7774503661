// tearsheet product: the tear sheet of a product.
#include <memory>

#include "cli/commands/options.h"
#include "cli/commands/program.h"
#include "cli/views/product_view.h"
#include "common/status_macros.h"

namespace tearsheet {
namespace {

absl::StatusOr<ExitCode> ShowProduct(const Session& session, const v1::GetProductRequest& request) {
  auto client = session.QueryClient();
  ASSIGN_OR_RETURN(const v1::GetProductResponse answer,
                   client.Call(&v1::QueryService::Stub::GetProduct, request));
  if (session.jsonl) {
    RETURN_IF_ERROR(session.PrintJson(answer.sheet()));
  } else {
    session.console.out << RenderProductSheet(answer.sheet(), session.console.width, session.console.colour);
  }
  return kExitOk;
}

}  // namespace

void AddProductCommand(Program& program) {
  CLI::App* command =
      program.app.add_subcommand("product", "The tear sheet of a product or a family of products");
  // Lives as long as the command, which refers to it.
  const auto request = std::make_shared<v1::GetProductRequest>();
  command->add_option("NAME", *request->mutable_product(), "name, alias or entity id")->required();
  command->add_flag_callback(
      "--alone", [request] { request->set_exclude_members(true); }, "leave out the members of the family");
  AddReadPointOptions(*command, *request->mutable_read_point());
  AddFormatOption(*command, program.session);
  command->footer(
      "Examples:\n"
      "  tearsheet product Trainium\n"
      "  tearsheet product product/trainium2 --alone");
  command->callback([&program, request] {
    program.action = [&session = program.session, request] { return ShowProduct(session, *request); };
  });
}

}  // namespace tearsheet
