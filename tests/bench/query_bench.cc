// query_bench --store=PATH: what lists and searches cost in a large state, one that make_world has written:
//   make_world --deals=1000000 --articles=650000 --events=4 --changes=2 --companies=200000 --words=30
//     --store=sqlite:PATH
// Each read takes a snapshot of its own, as a call does; the edge (gRPC) is not in the figures. Companies,
// types and words are drawn by seed; companies that are in many deals are drawn as often as others.
#include <algorithm>
#include <cstdio>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/flags/flag.h"
#include "absl/flags/parse.h"
#include "absl/strings/str_cat.h"
#include "common/sqlite.h"
#include "query_service/state/sqlite_state_store.h"
#include "tests/bench/stopwatch.h"
#include "tests/worlds/truth.h"

ABSL_FLAG(std::string, store, "", "path of the state");
ABSL_FLAG(int32_t, reads, 2000, "reads of each kind");
ABSL_FLAG(int32_t, companies, 100, "companies c0 to cN-1 are asked for: the first ones are in many deals");

namespace tearsheet::testing {
namespace {

// A state belongs to the versions that made it; with others it would be emptied.
StateStoreOptions OptionsOf(const std::string& path) {
  auto file = SqliteConnection::Open(path, SqliteConnection::Mode::kReadOnly).value();
  const auto meta = [&](const char* key) {
    auto statement = file.Prepare("SELECT value FROM meta WHERE key=?").value();
    statement.BindText(1, key);
    return statement.Step().value() ? std::string(statement.Bytes(0)) : std::string();
  };
  StateStoreOptions options;
  options.ontology_version = meta("ontology_version");
  options.consolidation_version = meta("consolidation_version");
  return options;
}

// `read` gives the number of entries found.
void Measure(const char* what, StateStore& store, const std::function<size_t(StateReader&)>& read) {
  std::vector<double> wall;
  Stopwatch all;
  size_t found = 0;
  const int reads = absl::GetFlag(FLAGS_reads);
  for (int i = -reads / 10; i < reads; ++i) {
    Stopwatch one;
    one.Start();
    const size_t entries = read(*store.Snapshot().value());
    one.Stop();
    if (i < 0) continue;  // warming up
    found += entries;
    wall.push_back(one.total().wall_seconds * 1000);
    all.Add(one.total());
  }
  std::sort(wall.begin(), wall.end());
  const auto at = [&](double share) {
    return wall[static_cast<size_t>(share * static_cast<double>(wall.size() - 1))];
  };
  std::printf("%-36s %7.0f us of run time, p50 %.2f ms, p99 %.2f ms, %zu entries each\n", what,
              all.total().cpu_seconds / reads * 1e6, at(0.5), at(0.99), found / static_cast<size_t>(reads));
}

void Run() {
  const std::string path = absl::GetFlag(FLAGS_store);
  const auto store = SqliteStateStore::Open(path, OptionsOf(path)).value();
  const StateCounts counts = store->Snapshot().value()->Counts().value();
  std::printf("%lld articles, %lld events, %lld deals\n", static_cast<long long>(counts.articles),
              static_cast<long long>(counts.events), static_cast<long long>(counts.deals));
  Random random(1);
  const char* types[] = {"INVESTMENT", "ACQUISITION",      "CONTRACT", "PARTNERSHIP",
                         "ADOPTION",   "FINANCIAL_RESULT", "STAKE"};
  const auto by_company = [&] {
    DealQuery query;
    query.entity_id = absl::StrCat("org/c", random.Below(absl::GetFlag(FLAGS_companies)));
    query.include_units = true;
    return query;
  };
  Measure("50 deals of a company and type", *store, [&](StateReader& reader) {
    DealQuery query = by_company();
    query.types = {types[random.Below(std::size(types))]};
    return reader.ListDeals(query).value().deals.size();
  });
  Measure("50 deals of a company", *store,
          [&](StateReader& reader) { return reader.ListDeals(by_company()).value().deals.size(); });
  Measure("50 deals of a type", *store, [&](StateReader& reader) {
    DealQuery query;
    query.types = {types[random.Below(std::size(types))]};
    return reader.ListDeals(query).value().deals.size();
  });
  const auto search = [&](StateReader& reader, const std::string& question) {
    TextQuery query;
    query.terms = reader.ReadTerms(question).value();
    return reader.SearchArticles(query).value().size();
  };
  Measure("search, one rare word", *store, [&](StateReader& reader) {
    return search(reader, absl::StrCat("word", 2000 + random.Below(18'000)));
  });
  Measure("search, two common words", *store, [&](StateReader& reader) {
    return search(reader, absl::StrCat("word", random.Below(2000), " told"));
  });
}

}  // namespace
}  // namespace tearsheet::testing

int main(int argc, char** argv) {
  absl::ParseCommandLine(argc, argv);
  tearsheet::testing::Run();
  return 0;
}
