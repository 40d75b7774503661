// tearsheet extract: articles to events without a server.
#include <memory>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "cli/client/explain.h"
#include "cli/commands/options.h"
#include "cli/commands/program.h"
#include "cli/input/article_reader.h"
#include "cli/text/table.h"
#include "cli/views/deal_parts.h"
#include "cli/views/deal_sheet.h"
#include "common/ontology.h"
#include "common/status_macros.h"
#include "ingest_service/article_check.h"
#include "ingest_service/extractor.h"

namespace tearsheet {
namespace {

struct ExtractOptions {
  std::vector<std::string> inputs;
  bool mentions = false;
  bool explain = false;
  std::string ontology;
  ExtractorOptions extractor;
};

// One line per reason, and the parts of the confidence.
std::string RenderExplanation(const v1::Event& event, const EventExplanation& explanation, int width,
                              bool colour) {
  Table table({{.title = "WHY"}, {.title = "", .wrap = true}});
  for (const Reason& reason : explanation.reasons) table.AddRow({reason.about, reason.text});
  std::string parts = absl::StrFormat("%.3f =", event.confidence());
  for (const auto& [feature, weight] : explanation.confidence) {
    if (weight != 0) absl::StrAppendFormat(&parts, " %s %+.2f,", feature, weight / 1000.0);
  }
  parts.back() = ' ';
  table.AddRow({"confidence", absl::StrCat(parts, "(log-odds)")});
  return table.Render(width, colour, /*indent=*/4);
}

// `explanations` is empty or has one for each event.
std::string RenderExtraction(const InputItem& item, const v1::Extraction& extraction,
                             const std::vector<EventExplanation>& explanations, int width, bool colour) {
  const v1::Article& article = *item.article;
  std::string text =
      absl::StrCat(Paint(absl::StrCat(item.place, "  ", article.uri()), Tone::kTitle, colour), "\n");
  for (const auto& warning : extraction.warnings())
    absl::StrAppend(&text, "  warning: ", warning.message(), "\n");
  if (extraction.events().empty()) text += "  no events\n";
  for (int e = 0; e < extraction.events_size(); ++e) {
    const v1::Event& event = extraction.events(e);
    v1::EventRecord record;
    *record.mutable_event() = event;
    absl::StrAppend(
        &text, SectionTitle(absl::StrCat(event.type(), ": ", PartiesText(event.participants())), colour));
    text += RenderEvidence(record, width, colour);
    if (!explanations.empty()) text += RenderExplanation(event, explanations[e], width, colour);
  }
  if (!extraction.mentions().empty()) {
    Table mentions({{.title = "BYTES"},
                    {.title = "KIND"},
                    {.title = "TEXT", .wrap = true},
                    {.title = "MEANS", .wrap = true}});
    for (const auto& mention : extraction.mentions())
      mentions.AddRow({absl::StrCat(mention.start(), "-", mention.end()),
                       v1::MentionKind_Name(mention.kind()), mention.text(), MentionValue(mention)});
    absl::StrAppend(&text, SectionTitle("Mentions", colour), mentions.Render(width, colour, /*indent=*/2));
  }
  return text + "\n";
}

absl::StatusOr<ExitCode> Extract(const Session& session, const ExtractOptions& options) {
  ASSIGN_OR_RETURN(const Ontology ontology,
                   options.ontology.empty() ? Ontology::Default() : Ontology::FromFile(options.ontology));
  ASSIGN_OR_RETURN(const std::unique_ptr<Extractor> extractor,
                   Extractor::Create(ontology, options.extractor));
  const Console& console = session.console;
  ArticleReader reader(options.inputs, console.in, {.publish_time_without_header = session.clock.TimeNow()});
  bool refused = false;
  while (const auto item = reader.Next()) {
    if (!item->assumed.empty()) console.err << item->place << ": warning: " << item->assumed << '\n';
    absl::Status status = item->article.status();
    if (status.ok()) status = CheckArticle(*item->article, ArticleLimits(), session.clock.TimeNow());
    if (!status.ok()) {
      refused = true;
      console.err << item->place << ": refused: " << RefusalText(status) << '\n';
      continue;
    }
    std::vector<EventExplanation> explanations;
    v1::Extraction extraction =
        extractor->Extract(*item->article, options.mentions, options.explain ? &explanations : nullptr);
    extraction.set_article_id(ArticleId(*item->article));
    extraction.set_uri(item->article->uri());
    if (session.jsonl) {
      RETURN_IF_ERROR(session.PrintJson(extraction));
    } else {
      console.out << RenderExtraction(*item, extraction, explanations, console.width, console.colour);
    }
  }
  return refused ? kExitPartlyRefused : kExitOk;
}

}  // namespace

void AddExtractCommand(Program& program) {
  CLI::App* command =
      program.app.add_subcommand("extract", "Show what articles turn into; no service, nothing stored");
  // Lives as long as the command, which refers to it.
  const auto options = std::make_shared<ExtractOptions>();
  command
      ->add_option("INPUT", options->inputs,
                   "FILE: text with a header, HTML or JSONL; DIR: all .txt, .html, .jsonl files below it; -: "
                   "standard input")
      ->required();
  command->add_flag("--mentions", options->mentions, "show every mention too");
  command->add_flag("--explain", options->explain,
                    "show why: rule, trigger, place of each role, bounds, status, sources, confidence");
  command->add_option("--ontology", options->ontology, "use this ontology instead of the built-in one")
      ->type_name("FILE");
  command
      ->add_option("--catalogue", options->extractor.catalogue_files,
                   "read this catalogue too; may be repeated")
      ->type_name("FILE")
      ->allow_extra_args(false);
  command->add_option("--frames", options->extractor.frame_files, "read these frames too; may be repeated")
      ->type_name("FILE")
      ->allow_extra_args(false);
  AddFormatOption(*command, program.session);
  command->footer(
      "Examples:\n"
      "  tearsheet extract samples/01-*.txt\n"
      "  tearsheet extract --explain samples/01-*.txt\n"
      "  tearsheet extract --format=jsonl --mentions articles.jsonl > extractions.jsonl");
  command->callback([&program, options] {
    program.action = [&session = program.session, options] { return Extract(session, *options); };
  });
}

}  // namespace tearsheet
