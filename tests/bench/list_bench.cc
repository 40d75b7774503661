// list_bench --state=PATH: lists of 50 deals by company and type, and searches, asked of a query service with
// a large state by --callers at a time; what make_world has written, see query_bench. The callers are in the
// process too, and the figures are what they see.
#include <algorithm>
#include <atomic>
#include <cstdio>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/flags/flag.h"
#include "absl/flags/parse.h"
#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "common/clock.h"
#include "common/sqlite.h"
#include "event_log/memory_event_log.h"
#include "grpcpp/create_channel.h"
#include "query_service/query_server.h"
#include "query_service/state/sqlite_state_store.h"
#include "tearsheet/v1/query_service.grpc.pb.h"
#include "tests/bench/stopwatch.h"
#include "tests/worlds/truth.h"

ABSL_FLAG(std::string, state, "", "path of the state");
ABSL_FLAG(int32_t, calls, 4000, "calls of each kind");
ABSL_FLAG(int32_t, callers, 8, "calls at a time");
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

using Stub = v1::QueryService::Stub;
// Asks once; false when the call fails.
using Call = std::function<bool(Stub&, Random&)>;

void Measure(const char* what, int port, const Call& call) {
  std::vector<std::vector<double>> durations(static_cast<size_t>(absl::GetFlag(FLAGS_callers)));
  const int calls = absl::GetFlag(FLAGS_calls) / absl::GetFlag(FLAGS_callers);
  std::atomic<int> failed = 0;
  Stopwatch all_calls;
  all_calls.Start();
  std::vector<std::thread> callers;
  for (size_t i = 0; i < durations.size(); ++i) {
    callers.emplace_back([&, i] {
      const auto stub = v1::QueryService::NewStub(
          grpc::CreateChannel(absl::StrCat("127.0.0.1:", port), grpc::InsecureChannelCredentials()));
      Random random(i + 1);
      for (int n = 0; n < calls; ++n) {
        const absl::Time begin = Clock::Real().TimeNow();
        if (!call(*stub, random)) ++failed;
        durations[i].push_back(absl::ToDoubleMilliseconds(Clock::Real().TimeNow() - begin));
      }
    });
  }
  for (std::thread& caller : callers) caller.join();
  all_calls.Stop();
  std::vector<double> all;
  for (const auto& of_one : durations) all.insert(all.end(), of_one.begin(), of_one.end());
  std::sort(all.begin(), all.end());
  const auto at = [&](double share) {
    return all[static_cast<size_t>(share * static_cast<double>(all.size() - 1))];
  };
  const auto count = static_cast<double>(all.size());
  std::printf("%-36s %7.0f calls/s, p50 %.2f ms, p99 %.2f ms, %.0f us of run time with the callers'", what,
              count / all_calls.total().wall_seconds, at(0.5), at(0.99),
              all_calls.total().cpu_seconds / count * 1e6);
  if (failed > 0) std::printf("; %d FAILED", failed.load());
  std::printf("\n");
}

void Run() {
  static const auto& ontology = *new Ontology(Ontology::Default().value());
  const std::string path = absl::GetFlag(FLAGS_state);
  const auto store = SqliteStateStore::Open(path, OptionsOf(path)).value();
  // An empty log is not the one that the state was made from, so it is left as it is.
  MemoryEventLog log;
  const auto server = QueryServer::Start({}, *store, log, ontology, Clock::Real()).value();
  std::printf("%lld deals\n", static_cast<long long>(store->Snapshot().value()->Counts().value().deals));
  const char* types[] = {"INVESTMENT", "ACQUISITION",      "CONTRACT", "PARTNERSHIP",
                         "ADOPTION",   "FINANCIAL_RESULT", "STAKE"};
  const auto company = [](Random& random) {
    return absl::StrCat("org/c", random.Below(absl::GetFlag(FLAGS_companies)));
  };
  const auto ask = [](Stub& stub, auto method, const auto& request, auto response) {
    grpc::ClientContext context;
    return (stub.*method)(&context, request, &response).ok();
  };
  Measure("50 deals of a company and type", server->port(), [&](Stub& stub, Random& random) {
    v1::ListDealsRequest request;
    request.set_company(company(random));
    request.set_include_units(true);
    request.add_types(types[random.Below(std::size(types))]);
    return ask(stub, &Stub::ListDeals, request, v1::ListDealsResponse());
  });
  Measure("50 articles of a company", server->port(), [&](Stub& stub, Random& random) {
    v1::ListArticlesRequest request;
    request.set_company(company(random));
    return ask(stub, &Stub::ListArticles, request, v1::ListArticlesResponse());
  });
  Measure("50 conflicts of a company", server->port(), [&](Stub& stub, Random& random) {
    v1::ListConflictsRequest request;
    request.set_company(company(random));
    return ask(stub, &Stub::ListConflicts, request, v1::ListConflictsResponse());
  });
  Measure("search, one rare word", server->port(), [&](Stub& stub, Random& random) {
    v1::SearchRequest request;
    request.set_query(absl::StrCat("word", 2000 + random.Below(18'000)));
    return ask(stub, &Stub::Search, request, v1::SearchResponse());
  });
  Measure("search, two common words", server->port(), [&](Stub& stub, Random& random) {
    v1::SearchRequest request;
    request.set_query(absl::StrCat("word", random.Below(2000), " told"));
    return ask(stub, &Stub::Search, request, v1::SearchResponse());
  });
  server->Shutdown(absl::Seconds(5));
}

}  // namespace
}  // namespace tearsheet::testing

int main(int argc, char** argv) {
  // As the services do.
  absl::SetMutexDeadlockDetectionMode(absl::OnDeadlockCycle::kIgnore);
  absl::ParseCommandLine(argc, argv);
  tearsheet::testing::Run();
  return 0;
}
