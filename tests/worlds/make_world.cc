// make_world --seed=1 --deals=N --articles=N --events=N (--log=sqlite:PATH | --store=sqlite:PATH): tells a
// random world, as an event log that services can be started on, or applied at once as the state that a query
// service would make of it. The same flags give the same records.
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/flags/flag.h"
#include "absl/flags/parse.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "common/ontology.h"
#include "common/status_macros.h"
#include "event_log/sqlite_event_log.h"
#include "query_service/consolidation/consolidation.h"
#include "query_service/state/applier.h"
#include "query_service/state/sqlite_state_store.h"
#include "tests/worlds/world.h"

ABSL_FLAG(uint64_t, seed, 1, "another seed gives another world");
ABSL_FLAG(int32_t, deals, 1000, "things that articles tell of");
ABSL_FLAG(int32_t, articles, 4000, "articles, without copies and revisions");
ABSL_FLAG(int32_t, events, 3, "most events of an article");
ABSL_FLAG(int32_t, companies, 0,
          "companies that the deals are between; 0: a quarter of the deals, at least 12");
ABSL_FLAG(int32_t, words, 0, "words of each text besides the names");
ABSL_FLAG(int32_t, changes, 10, "percentage of articles that are revised, of those withdrawn, and of copies");
ABSL_FLAG(absl::Duration, between, absl::Minutes(5), "time from one article to the next");
ABSL_FLAG(std::string, log, "", "sqlite:PATH of the event log to write; it must not exist");
ABSL_FLAG(std::string, store, "", "sqlite:PATH of the state to write");
ABSL_FLAG(int32_t, batch, 1000, "records that are appended or applied together");

namespace tearsheet::testing {
namespace {

// Hands records on in batches. Ends the program when one cannot be written.
class Batches {
 public:
  using Write = std::function<absl::Status(std::vector<SequencedRecord>)>;
  Batches(size_t size, Write write) : size_(size), write_(std::move(write)) {}

  void Add(log::v1::LogRecord record) {
    batch_.push_back({++sequence_, std::move(record)});
    if (batch_.size() == size_) Flush();
  }

  void Flush() {
    const absl::Status status = write_(std::exchange(batch_, {}));
    if (status.ok()) return;
    std::fprintf(stderr, "cannot write: %s\n", status.ToString().c_str());
    std::exit(1);
  }

  int64_t count() const { return sequence_; }

 private:
  const size_t size_;
  const Write write_;
  std::vector<SequencedRecord> batch_;
  int64_t sequence_ = 0;
};

WorldOptions Options() {
  WorldOptions options;
  options.seed = absl::GetFlag(FLAGS_seed);
  options.deals = absl::GetFlag(FLAGS_deals);
  options.articles = absl::GetFlag(FLAGS_articles);
  options.events = absl::GetFlag(FLAGS_events);
  options.words = absl::GetFlag(FLAGS_words);
  options.between = absl::GetFlag(FLAGS_between);
  options.companies = absl::GetFlag(FLAGS_companies);
  if (options.companies == 0) options.companies = std::max(12, options.deals / 4);
  options.revisions = options.retractions = options.reextractions = options.copies =
      absl::GetFlag(FLAGS_changes);
  return options;
}

absl::Status Tell(Batches batches) {
  TellWorld(Options(), [&](log::v1::LogRecord record) { batches.Add(std::move(record)); });
  batches.Flush();
  std::printf("%lld records\n", static_cast<long long>(batches.count()));
  return absl::OkStatus();
}

absl::Status WriteLog(const std::string& path) {
  ASSIGN_OR_RETURN(const auto log, SqliteEventLog::Open(path));
  return Tell(Batches(absl::GetFlag(FLAGS_batch), [&](std::vector<SequencedRecord> batch) {
    std::vector<log::v1::LogRecord> records;
    records.reserve(batch.size());
    for (SequencedRecord& record : batch) records.push_back(std::move(record.record));
    return log->Append(records).status();
  }));
}

absl::Status WriteStore(const std::string& path) {
  ASSIGN_OR_RETURN(const Ontology ontology, Ontology::Default());
  StateStoreOptions options;
  options.ontology_version = ontology.version();
  options.consolidation_version = std::string(kConsolidationVersion);
  ASSIGN_OR_RETURN(const auto store, SqliteStateStore::Open(path, options));
  Applier applier(ontology, *store);
  return Tell(Batches(absl::GetFlag(FLAGS_batch),
                      [&](std::vector<SequencedRecord> batch) { return applier.Apply(batch).status(); }));
}

absl::Status Run() {
  std::string path = absl::GetFlag(FLAGS_log);
  if (absl::StartsWith(path, "sqlite:")) return WriteLog(path.substr(7));
  path = absl::GetFlag(FLAGS_store);
  if (absl::StartsWith(path, "sqlite:")) return WriteStore(path.substr(7));
  return absl::InvalidArgumentError("give --log=sqlite:PATH or --store=sqlite:PATH");
}

}  // namespace
}  // namespace tearsheet::testing

int main(int argc, char** argv) {
  absl::ParseCommandLine(argc, argv);
  const absl::Status status = tearsheet::testing::Run();
  if (status.ok()) return 0;
  std::fprintf(stderr, "%s\n", status.ToString().c_str());
  return 1;
}
