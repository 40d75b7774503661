// store_bench: how fast records become state in PostgreSQL, beside SQLite: a world is applied to both in
// turns, batch by batch, on the same machine. PostgreSQL runs without syncs, as the tests start it.
#include <cstdio>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/flags/flag.h"
#include "absl/flags/parse.h"
#include "query_service/consolidation/consolidation.h"
#include "query_service/state/applier.h"
#include "query_service/state/open_state_store.h"
#include "tests/bench/stopwatch.h"
#include "tests/support/postgres_server.h"
#include "tests/support/temp_folder.h"
#include "tests/worlds/world.h"

ABSL_FLAG(int32_t, articles, 4000, "articles of the world");
ABSL_FLAG(int32_t, words, 100, "words of each article besides the names");
ABSL_FLAG(int32_t, batch, 1000, "records of one transaction");

namespace tearsheet::testing {
namespace {

// One store and the time that applying to it has taken.
class Measured {
 public:
  Measured(const Ontology& ontology, const std::string& name) {
    StateStoreOptions options;
    options.ontology_version = ontology.version();
    options.consolidation_version = std::string(kConsolidationVersion);
    store_ = OpenStateStore(name, options, PostgresOptions(), Clock::Real()).value();
    applier_ = std::make_unique<Applier>(ontology, *store_);
  }

  void Apply(const std::vector<SequencedRecord>& batch) {
    time_.Start();
    applier_->Apply(batch).value();
    time_.Stop();
  }

  // Events for each second of the wall.
  double Print(const char* what) {
    const StateCounts counts = store_->Snapshot().value()->Counts().value();
    const double rate = static_cast<double>(counts.events) / time_.total().wall_seconds;
    std::printf("%-12s %9.0f events/s by the wall, %.1f s of it in this process\n", what, rate,
                time_.total().cpu_seconds);
    return rate;
  }

 private:
  std::unique_ptr<StateStore> store_;
  std::unique_ptr<Applier> applier_;
  Stopwatch time_;
};

void Measure(PostgresServer& server) {
  const Ontology ontology = Ontology::Default().value();
  const int articles = absl::GetFlag(FLAGS_articles);
  const auto records = Sequenced(MakeWorld({.seed = 1,
                                            .deals = articles / 4,
                                            .articles = articles,
                                            .companies = articles / 4,
                                            .words = absl::GetFlag(FLAGS_words),
                                            .between = absl::Minutes(5)}));
  const TempFolder folder;
  Measured sqlite(ontology, "sqlite:" + folder.File("state.db"));
  Measured postgres(ontology, server.url());
  const size_t size = absl::GetFlag(FLAGS_batch);
  for (size_t at = 0; at < records.size(); at += size) {
    const auto begin = records.begin() + static_cast<std::ptrdiff_t>(at);
    const std::vector<SequencedRecord> batch(begin, begin + std::min(size, records.size() - at));
    sqlite.Apply(batch);
    postgres.Apply(batch);
  }
  const double on_sqlite = sqlite.Print("SQLite");
  const double on_postgres = postgres.Print("PostgreSQL");
  std::printf("SQLite is %.1f times as fast\n", on_sqlite / on_postgres);
}

}  // namespace
}  // namespace tearsheet::testing

int main(int argc, char** argv) {
  absl::ParseCommandLine(argc, argv);
  tearsheet::testing::PostgresServer* const server = tearsheet::testing::PostgresServer::Shared();
  if (server == nullptr) {
    std::printf("%s\n", tearsheet::testing::PostgresServer::kMissing);
    return 1;
  }
  tearsheet::testing::Measure(*server);
  return 0;
}
