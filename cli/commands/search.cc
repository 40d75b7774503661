// tearsheet search: words to deals, events and articles.
#include <memory>
#include <optional>

#include "absl/strings/str_cat.h"
#include "cli/commands/options.h"
#include "cli/commands/program.h"
#include "cli/views/search_view.h"
#include "common/proto_time.h"
#include "common/status_macros.h"

namespace tearsheet {
namespace {

struct SearchOptions {
  v1::SearchRequest request;
  std::vector<std::string> words;
  std::string kind = "deals";
  std::vector<std::string> types;
  std::optional<absl::Time> since;
  std::optional<absl::Time> until;
  int32_t limit = 20;
};

v1::SearchKind KindOf(const std::string& kind) {
  if (kind == "events") return v1::SEARCH_KIND_EVENTS;
  return kind == "articles" ? v1::SEARCH_KIND_ARTICLES : v1::SEARCH_KIND_DEALS;
}

absl::StatusOr<ExitCode> RunSearch(const Session& session, const SearchOptions& options) {
  v1::SearchRequest request = options.request;
  // An argument of several words was quoted on the command line: they belong together.
  for (const std::string& word : options.words) {
    const bool phrase = word.find(' ') != std::string::npos && word.find('"') == std::string::npos;
    absl::StrAppend(request.mutable_query(), request.query().empty() ? "" : " ", phrase ? "\"" : "", word,
                    phrase ? "\"" : "");
  }
  request.set_kind(KindOf(options.kind));
  for (const std::string& type : options.types) request.add_types(type);
  if (options.since) *request.mutable_start_time() = TimeToProto(*options.since);
  if (options.until) *request.mutable_end_time() = TimeToProto(*options.until);
  request.set_page_size(options.limit);
  auto client = session.QueryClient();
  ASSIGN_OR_RETURN(const v1::SearchResponse answer, client.Call(&v1::QueryService::Stub::Search, request));
  for (const v1::SearchHit& hit : answer.hits()) {
    if (session.jsonl) {
      RETURN_IF_ERROR(session.PrintJson(hit));
    } else {
      session.console.out << RenderHit(hit, session.console.width, session.console.colour);
    }
  }
  if (session.jsonl) return kExitOk;
  if (answer.hits().empty()) session.console.err << "nothing found\n";
  if (!answer.next_page_token().empty())
    session.console.err << absl::StrCat("the best ", answer.hits_size(),
                                        "; there are more: give a larger --limit\n");
  if (answer.truncated())
    session.console.err << "only the articles taken in last were ranked: narrow by --since and --until\n";
  return kExitOk;
}

}  // namespace

void AddSearchCommand(Program& program) {
  CLI::App* command = program.app.add_subcommand("search", "Words to deals, events and articles");
  // Lives as long as the command, which refers to it.
  const auto options = std::make_shared<SearchOptions>();
  command
      ->add_option(
          "WORDS", options->words,
          "words that an article must hold, all of them; an argument of several words is a phrase, chip* is "
          "every word that begins so")
      ->required();
  command->add_option("--kind", options->kind, "deals, events or articles")
      ->check(CLI::IsMember({"deals", "events", "articles"}))
      ->capture_default_str();
  command->add_option("--company", *options->request.mutable_company(),
                      "organisation in any role: name, alias, ticker or entity id");
  command->add_flag_callback(
      "--units", [options] { options->request.set_include_units(true); },
      "count the units of the company as the company");
  AddTypeOption(*command, options->types);
  AddTimeOption(*command, "--since", options->since, "articles published at or after TIME");
  AddTimeOption(*command, "--until", options->until, "articles published before TIME");
  command->add_option("--limit", options->limit, "at most N hits, up to 200")
      ->check(CLI::Range(1, 200))
      ->type_name("N")
      ->capture_default_str();
  AddReadPointOptions(*command, *options->request.mutable_read_point());
  AddFormatOption(*command, program.session);
  command->footer(
      "Examples:\n"
      "  tearsheet search data centre loan\n"
      "  tearsheet search 'letter of intent' --kind=events --company=Nvidia\n"
      "  tearsheet search chip* --since=2025-11-01 --format=jsonl");
  command->callback([&program, options] {
    program.action = [&session = program.session, options] { return RunSearch(session, *options); };
  });
}

}  // namespace tearsheet
