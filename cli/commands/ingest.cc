// tearsheet ingest: sends articles to the ingest service.
#include <memory>

#include "absl/strings/str_cat.h"
#include "cli/client/ingest_run.h"
#include "cli/commands/options.h"
#include "cli/commands/program.h"
#include "cli/text/display_width.h"
#include "cli/text/progress.h"
#include "cli/text/values.h"
#include "common/status_macros.h"
#include "common/tracing/span.h"
#include "common/tracing/tracing_flags.h"

namespace tearsheet {
namespace {

// A log that nobody watches wants few lines.
constexpr absl::Duration kLineInterval = absl::Seconds(10);
constexpr absl::Duration kBarInterval = absl::Milliseconds(100);

// Shows a run: a bar that draws over itself on a terminal, else a line now and then.
class ProgressDisplay : public IngestListener {
 public:
  ProgressDisplay(Console& console, Clock& clock, int64_t total_bytes, bool quiet)
      : console_(console),
        clock_(clock),
        total_bytes_(total_bytes),
        quiet_(quiet),
        articles_(clock.TimeNow()),
        bytes_(clock.TimeNow()),
        next_(clock.TimeNow() + (console.err_is_terminal ? absl::ZeroDuration() : kLineInterval)) {}

  void OnProgress(const IngestCounts& counts) override {
    const absl::Time now = clock_.TimeNow();
    if (quiet_ || now < next_) return;
    next_ = now + (console_.err_is_terminal ? kBarInterval : kLineInterval);
    articles_.Update(now, counts.done());
    bytes_.Update(now, counts.done_bytes);
    const ProgressCounts progress{counts.done(), counts.refused, counts.done_bytes, total_bytes_};
    const auto left = TimeLeft(progress, bytes_.per_second());
    if (console_.err_is_terminal) {
      console_.err << "\r\x1B[K" << ProgressBar(progress, articles_.per_second(), left, console_.width - 1)
                   << std::flush;
      bar_ = true;
    } else {
      console_.err << ProgressLine(progress, articles_.per_second(), left) << std::endl;
    }
  }

  void OnRefused(const std::string& place, const absl::Status& reason) override {
    Say(absl::StrCat(place, ": refused: ", RefusalText(reason)));
  }

  void OnWarning(const std::string& place, const std::string& warning) override {
    Say(absl::StrCat(place, ": warning: ", warning));
  }

  void OnInterrupted(const absl::Status& reason, absl::Duration wait) override {
    Say(absl::StrCat(CleanLine(std::string(reason.message())), "; trying again in ",
                     absl::FormatDuration(wait)));
  }

  // Removes the bar.
  void Clear() {
    if (bar_) console_.err << "\r\x1B[K" << std::flush;
    bar_ = false;
  }

 private:
  void Say(const std::string& line) {
    Clear();
    console_.err << line << std::endl;
  }

  Console& console_;
  Clock& clock_;
  const int64_t total_bytes_;
  const bool quiet_;
  RateMeter articles_;
  RateMeter bytes_;
  absl::Time next_;
  bool bar_ = false;
};

struct IngestOptions {
  std::vector<std::string> inputs;
  size_t window = IngestRunOptions().window_articles;
  absl::Duration give_up_after = IngestRunOptions().give_up_after;
  bool quiet = false;
  std::string trace_file;
};

std::string Summary(const IngestCounts& counts, int64_t skipped, absl::Duration took) {
  const auto number = [](int64_t n) { return GroupDigits(absl::StrCat(n)); };
  std::string text = absl::StrCat(number(counts.added), " new, ", number(counts.already_in), " already in, ",
                                  number(counts.refused), " refused; ", number(counts.events), " events");
  if (counts.sequence > 0) absl::StrAppend(&text, "; last sequence ", counts.sequence);
  if (skipped > 0)
    absl::StrAppend(&text, "; ", number(skipped),
                    skipped == 1 ? " file of another kind passed over" : " files of other kinds passed over");
  if (const double seconds = absl::ToDoubleSeconds(took); seconds >= 1)
    absl::StrAppend(&text, "; ", ShortDuration(took), ", ",
                    number(static_cast<int64_t>(static_cast<double>(counts.done()) / seconds)), "/s");
  return text;
}

absl::StatusOr<ExitCode> Ingest(const Session& session, const IngestOptions& options) {
  Console& console = session.console;
  ASSIGN_OR_RETURN(const Tracing tracing, TracingTo(options.trace_file, "tearsheet"));
  Span span = Span::Root("tearsheet ingest", SpanKind::kClient);
  auto client = session.IngestClient();
  ArticleReader reader(options.inputs, console.in);
  ProgressDisplay display(console, session.clock, options.quiet ? 0 : TotalInputBytes(options.inputs),
                          options.quiet);
  IngestRunOptions run_options;
  run_options.window_articles = options.window;
  run_options.answer_timeout = session.timeout;
  run_options.give_up_after = options.give_up_after;
  run_options.traceparent = span.traceparent();
  IngestRun run(
      client, [&reader] { return reader.Next(); }, display, run_options);

  const absl::Time start = session.clock.TimeNow();
  const absl::Status status = run.Run();
  span.Set("tearsheet.articles", absl::StrCat(run.counts().done()));
  span.End(status.code());
  display.Clear();
  const IngestCounts& counts = run.counts();
  console.out << Summary(counts, reader.skipped_files(), session.clock.TimeNow() - start) << '\n';
  if (!status.ok()) {
    if (counts.done() > 0) console.err << "run the same command again to go on: what is in is skipped\n";
    return status;
  }
  return counts.refused > 0 ? kExitPartlyRefused : kExitOk;
}

}  // namespace

void AddIngestCommand(Program& program) {
  CLI::App* command = program.app.add_subcommand(
      "ingest", "Send articles to tearsheet-ingest and wait until they are durable");
  // Lives as long as the command, which refers to it.
  const auto options = std::make_shared<IngestOptions>();
  command
      ->add_option("INPUT", options->inputs,
                   "FILE: text with a header, HTML or JSONL; DIR: all .txt, .html, .jsonl files below it; -: "
                   "standard input")
      ->required();
  command->add_option("--window", options->window, "articles that may wait for their answer at a time")
      ->check(CLI::Range(1, 100000))
      ->type_name("N")
      ->capture_default_str();
  command
      ->add_option_function<std::string>(
          "--give-up-after",
          [options](const std::string& text) {
            if (!absl::ParseDuration(text, &options->give_up_after))
              throw CLI::ValidationError("--give-up-after",
                                         absl::StrCat("'", text, "' is no duration: write 60s or 5m"));
          },
          "fail when the connection is lost and nothing goes in for that long")
      ->type_name("DURATION")
      ->default_str("60s");
  command->add_flag("--quiet", options->quiet,
                    "no progress; refused articles and the summary are still told");
  AddTraceOption(*command, options->trace_file);
  command->footer(
      "Safe to repeat: what is in already is skipped. Refused articles are told as file:line on standard "
      "error.\n"
      "Examples:\n"
      "  tearsheet ingest samples\n"
      "  tearsheet ingest news/2025-11.jsonl news/extra.html\n"
      "  fetch-news | tearsheet ingest -");
  command->callback([&program, options] {
    program.action = [&session = program.session, options] { return Ingest(session, *options); };
  });
}

}  // namespace tearsheet
