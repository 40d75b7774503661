// state_bench: how fast records become state, beside what SQLite does at best with rows of that size, both in
// turns on the same machine; and what the state takes. Every figure is given by the wall and by the time that
// the process has run.
//   --articles=N --floor_rows=N   a world of N articles, told to an empty state
//   --one_deal=N                  one deal that N articles tell of
#include <sys/resource.h>

#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/flags/flag.h"
#include "absl/flags/parse.h"
#include "event_log/sqlite_event_log.h"
#include "query_service/consolidation/consolidation.h"
#include "query_service/state/applier.h"
#include "query_service/state/sqlite_state_store.h"
#include "tests/bench/stopwatch.h"
#include "tests/bench/upsert_floor.h"
#include "tests/support/temp_folder.h"
#include "tests/worlds/world.h"

ABSL_FLAG(int32_t, articles, 20'000, "articles of the world; 0 leaves it out");
ABSL_FLAG(int64_t, floor_rows, 100'000, "rows of 2 kB that the floor begins with");
ABSL_FLAG(int32_t, words, 100, "words of each article besides the names");
ABSL_FLAG(int32_t, one_deal, 0, "articles that tell of one deal; 0 leaves it out");
ABSL_FLAG(int32_t, batch, 1000, "records of one transaction");
ABSL_FLAG(bool, rebuild, true, "also make the state of the world anew from the log");

namespace tearsheet::testing {
namespace {

const Ontology& BenchOntology() {
  static const auto& ontology = *new Ontology(Ontology::Default().value());
  return ontology;
}

std::unique_ptr<SqliteStateStore> OpenStore(const std::string& path) {
  StateStoreOptions options;
  options.ontology_version = BenchOntology().version();
  options.consolidation_version = std::string(kConsolidationVersion);
  return SqliteStateStore::Open(path, options).value();
}

std::vector<std::vector<SequencedRecord>> InBatches(std::vector<SequencedRecord> records) {
  std::vector<std::vector<SequencedRecord>> batches;
  const size_t size = absl::GetFlag(FLAGS_batch);
  for (size_t at = 0; at < records.size(); ++at) {
    if (at % size == 0) batches.emplace_back();
    batches.back().push_back(std::move(records[at]));
  }
  return batches;
}

void PrintRate(const char* what, double count, const Elapsed& elapsed) {
  std::printf("%-34s %9.0f/s by the wall %9.0f/s of run time\n", what, count / elapsed.wall_seconds,
              count / elapsed.cpu_seconds);
}

// The tables and indexes that take most, in bytes per event.
void PrintTables(const std::string& path, double events) {
  SqliteConnection connection = SqliteConnection::Open(path, SqliteConnection::Mode::kReadOnly).value();
  auto tables = connection
                    .Prepare(
                        "SELECT name, SUM(pgsize) AS size FROM dbstat GROUP BY name "
                        "ORDER BY size DESC LIMIT 20")
                    .value();
  while (tables.Step().value())
    std::printf("  %-32s %9.0f bytes per event\n", std::string(tables.Bytes(0)).c_str(),
                static_cast<double>(tables.Int(1)) / events);
}

void MeasureRebuilding(EventLog& log, const std::string& path, const Elapsed& applying) {
  Stopwatch rebuilding;
  const auto again = OpenStore(path);
  rebuilding.Start();
  Applier applier(BenchOntology(), *again);
  for (int64_t next = 1; next <= log.LastSequence().value();)
    next = applier.Apply(log.Read(next, absl::GetFlag(FLAGS_batch), 16 << 20).value())->sequence + 1;
  rebuilding.Stop();
  std::printf("%-34s %9.2f   by the wall %9.2f   of run time (target 0.9)\n", "rebuilding to applying",
              applying.wall_seconds / rebuilding.total().wall_seconds,
              applying.cpu_seconds / rebuilding.total().cpu_seconds);
}

void MeasureApplying() {
  TempFolder folder;
  const int articles = absl::GetFlag(FLAGS_articles);
  auto records = Sequenced(MakeWorld({.seed = 1,
                                      .deals = articles / 4,
                                      .articles = articles,
                                      .companies = articles / 4,
                                      .words = absl::GetFlag(FLAGS_words),
                                      .between = absl::Minutes(5)}));
  const auto log = SqliteEventLog::Open(folder.File("log.db")).value();
  std::vector<log::v1::LogRecord> plain;
  for (const SequencedRecord& record : records) plain.push_back(record.record);
  log->Append(plain).value();
  plain.clear();

  UpsertFloor floor(folder.File("floor.db"), absl::GetFlag(FLAGS_floor_rows));
  Stopwatch applying;
  Stopwatch flooring;
  double rows = 0;
  const auto batches = InBatches(std::move(records));
  const auto store = OpenStore(folder.File("state.db"));
  {
    Applier applier(BenchOntology(), *store);
    for (const auto& batch : batches) {
      applying.Start();
      applier.Apply(batch).value();
      applying.Stop();
      flooring.Start();
      floor.Batch();
      flooring.Stop();
      rows += UpsertFloor::kBatch;
    }
  }
  const StateCounts counts = store->Snapshot().value()->Counts().value();
  const auto events = static_cast<double>(counts.events);
  PrintRate("floor, rows of 2 kB upserted", rows, flooring.total());
  PrintRate("events applied", events, applying.total());
  std::printf("%-34s %9.2f   by the wall %9.2f   of run time (target 0.6)\n", "share of the floor",
              events / applying.total().wall_seconds / (rows / flooring.total().wall_seconds),
              events / applying.total().cpu_seconds / (rows / flooring.total().cpu_seconds));

  if (absl::GetFlag(FLAGS_rebuild)) MeasureRebuilding(*log, folder.File("again.db"), applying.total());

  const double bytes = static_cast<double>(std::filesystem::file_size(folder.File("state.db")));
  rusage usage;
  getrusage(RUSAGE_SELF, &usage);
  std::printf(
      "%lld articles, %lld events, %lld deals: %.2f GB on disk per million events; peak memory %ld MB\n",
      static_cast<long long>(counts.articles), static_cast<long long>(counts.events),
      static_cast<long long>(counts.deals), bytes / events / 1000, usage.ru_maxrss / 1024);
  PrintTables(folder.File("state.db"), events);
}

// What an article costs at the start and at the end.
void MeasureOneDeal() {
  TempFolder folder;
  const auto batches = InBatches(Sequenced(MakeWorld({.seed = 1,
                                                      .deals = 1,
                                                      .articles = absl::GetFlag(FLAGS_one_deal),
                                                      .reextractions = 2,
                                                      .events = 1,
                                                      .errors = 0,
                                                      .between = absl::Minutes(5)})));
  const auto store = OpenStore(folder.File("state.db"));
  Applier applier(BenchOntology(), *store);
  std::vector<double> run;
  for (const auto& batch : batches) {
    Stopwatch one;
    one.Start();
    applier.Apply(batch).value();
    one.Stop();
    run.push_back(one.total().cpu_seconds / static_cast<double>(batch.size()) * 1e6);
  }
  const size_t part = std::max<size_t>(1, run.size() / 20);
  double first = 0;
  double last = 0;
  for (size_t i = 0; i < part; ++i) {
    first += run[i] / static_cast<double>(part);
    last += run[run.size() - 1 - i] / static_cast<double>(part);
  }
  const auto reader = store->Snapshot().value();
  std::printf(
      "one deal from %d articles: %.0f us of run time per record in the first twentieth, %.0f in the last: "
      "%.2f times (target 2); %lld deals\n",
      absl::GetFlag(FLAGS_one_deal), first, last, last / first,
      static_cast<long long>(reader->Counts().value().deals));
}

}  // namespace
}  // namespace tearsheet::testing

int main(int argc, char** argv) {
  absl::ParseCommandLine(argc, argv);
  if (absl::GetFlag(FLAGS_articles) > 0) tearsheet::testing::MeasureApplying();
  if (absl::GetFlag(FLAGS_one_deal) > 0) tearsheet::testing::MeasureOneDeal();
  return 0;
}
