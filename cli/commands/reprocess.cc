// tearsheet reprocess: has the ingest service read stored articles anew after its extractor has changed.
#include <algorithm>
#include <memory>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "cli/commands/options.h"
#include "cli/commands/program.h"
#include "cli/text/display_width.h"
#include "cli/text/values.h"

namespace tearsheet {
namespace {

constexpr absl::Duration kStepInterval = absl::Seconds(10);

struct ReprocessOptions {
  v1::ReprocessArticlesRequest request;
  // Most articles extracted per second; 0: as fast as it goes.
  int64_t rate = 0;
  bool quiet = false;
};

void Add(const v1::ReprocessArticlesResponse& step, v1::ReprocessArticlesResponse& total) {
  total.set_extractor(step.extractor());
  total.set_articles(total.articles() + step.articles());
  total.set_outdated(total.outdated() + step.outdated());
  total.set_changed(total.changed() + step.changed());
  total.set_replaced(total.replaced() + step.replaced());
  total.set_events_before(total.events_before() + step.events_before());
  total.set_events_after(total.events_after() + step.events_after());
  total.set_sequence(std::max(total.sequence(), step.sequence()));
}

std::string Summary(const v1::ReprocessArticlesResponse& total, bool dry_run) {
  const auto number = [](int64_t n) { return GroupDigits(absl::StrCat(n)); };
  std::string text = absl::StrCat(number(total.articles()), " articles, ", number(total.outdated()),
                                  " of them extracted by another extractor; ");
  if (!dry_run) absl::StrAppend(&text, number(total.replaced()), " replaced; ");
  absl::StrAppend(&text, "events of ", number(total.changed()),
                  dry_run ? " would change, from " : " changed, from ", number(total.events_before()), " to ",
                  number(total.events_after()));
  if (total.sequence() > 0) absl::StrAppend(&text, "; last sequence ", total.sequence());
  return text;
}

// Waits until `extracted` articles in all are no more than the rate allows since `start`.
void KeepRate(Clock& clock, absl::Time start, int64_t extracted, int64_t rate) {
  if (rate == 0) return;
  const absl::Time allowed =
      start + absl::Seconds(1) * (static_cast<double>(extracted) / static_cast<double>(rate));
  const absl::Duration wait = allowed - clock.TimeNow();
  if (wait > absl::ZeroDuration()) absl::SleepFor(wait);
}

absl::StatusOr<ExitCode> Reprocess(const Session& session, const ReprocessOptions& options) {
  auto client = session.IngestClient();
  Console& console = session.console;
  v1::ReprocessArticlesRequest request = options.request;
  v1::ReprocessArticlesResponse total;
  const absl::Time start = session.clock.TimeNow();
  absl::Time next_line = start + kStepInterval;
  // What is appended while this runs has been read by the running extractor.
  int64_t end = 0;
  while (true) {
    const absl::StatusOr<v1::ReprocessArticlesResponse> step =
        client.Call(&v1::IngestService::Stub::ReprocessArticles, request);
    if (!step.ok()) {
      console.out << Summary(total, request.dry_run()) << '\n';
      console.err << "go on with --from=" << std::max<int64_t>(request.from_sequence(), 1) << '\n';
      return step.status();
    }
    Add(*step, total);
    if (end == 0) end = step->last_sequence();
    if (step->next_sequence() == 0 || step->next_sequence() > end) break;
    request.set_from_sequence(step->next_sequence());
    if (const absl::Time now = session.clock.TimeNow(); !options.quiet && now >= next_line) {
      next_line = now + kStepInterval;
      console.err << absl::StrCat("record ", request.from_sequence(), " of ", end, ": ",
                                  Summary(total, request.dry_run()))
                  << std::endl;
    }
    KeepRate(session.clock, start, total.outdated(), options.rate);
  }
  if (session.jsonl) {
    const absl::Status printed = session.PrintJson(total);
    if (!printed.ok()) return printed;
  } else {
    console.out << Summary(total, request.dry_run()) << '\n';
  }
  return kExitOk;
}

}  // namespace

void AddReprocessCommand(Program& program) {
  CLI::App* command = program.app.add_subcommand(
      "reprocess", "Extract stored articles anew, after the extractor of tearsheet-ingest has changed");
  // Lives as long as the command, which refers to it.
  const auto options = std::make_shared<ReprocessOptions>();
  command->add_flag_callback(
      "--dry-run", [options] { options->request.set_dry_run(true); },
      "tell what would change; append nothing");
  command
      ->add_option_function<std::string>(
          "--extractor", [options](const std::string& version) { options->request.set_extractor(version); },
          "only what an extractor made whose version starts with this")
      ->type_name("VERSION");
  command
      ->add_option_function<int64_t>(
          "--from", [options](int64_t sequence) { options->request.set_from_sequence(sequence); },
          "record of the log to begin at")
      ->check(CLI::PositiveNumber)
      ->type_name("SEQUENCE");
  command
      ->add_option("--rate", options->rate, "most articles extracted per second; default: as many as it can")
      ->check(CLI::PositiveNumber)
      ->type_name("N");
  command->add_flag("--quiet", options->quiet, "no progress; the summary is still told");
  AddFormatOption(*command, program.session);
  command->footer(
      "Safe to repeat and to interrupt: each extractor version reads an article once. What was known before "
      "stays\n"
      "readable with --as-of-ingested.\n"
      "Examples:\n"
      "  tearsheet reprocess --dry-run\n"
      "  tearsheet reprocess --rate=200");
  command->callback([&program, options] {
    program.action = [&session = program.session, options] { return Reprocess(session, *options); };
  });
}

}  // namespace tearsheet
