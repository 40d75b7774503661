// watch_bench: what watchers cost those who apply. Two query services apply the same records in turns, a
// thousand at a time, one with and one without --watchers. The callers are a process of their own, so that
// time and memory are the service's. Each watches one company, half of them one type only.
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <cstdio>
#include <fstream>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/flags/flag.h"
#include "absl/flags/parse.h"
#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/clock.h"
#include "event_log/memory_event_log.h"
#include "grpcpp/create_channel.h"
#include "query_service/consolidation/consolidation.h"
#include "query_service/query_server.h"
#include "query_service/state/sqlite_state_store.h"
#include "tearsheet/v1/query_service.grpc.pb.h"
#include "tests/bench/stopwatch.h"
#include "tests/support/temp_folder.h"
#include "tests/worlds/world.h"

ABSL_FLAG(int32_t, watchers, 10'000, "watchers of the second service");
ABSL_FLAG(int32_t, articles, 20'000, "articles of the world");
ABSL_FLAG(int32_t, companies, 5'000, "companies of the world; each watcher names one");

namespace tearsheet::testing {
namespace {

constexpr int kStreamsPerConnection = 500;
constexpr int kChunk = 1000;

// One watch, read as fast as it comes; ends with the process.
class Caller : public grpc::ClientReadReactor<v1::WatchDealsResponse> {
 public:
  Caller(v1::QueryService::Stub& stub, const std::string& company, bool one_type, std::atomic<int>& open)
      : open_(open) {
    request_.set_company(company);
    if (one_type) request_.add_types("CONTRACT");
    stub.async()->WatchDeals(&context_, &request_, this);
    StartRead(&response_);
    StartCall();
  }
  void OnReadDone(bool ok) override {
    if (!ok) return;
    if (!opened_) open_.fetch_add(1);
    opened_ = true;
    StartRead(&response_);
  }
  void OnDone(const grpc::Status& status) override {
    std::fprintf(stderr, "a watch ended: %s\n", status.error_message().c_str());
    _exit(1);
  }

 private:
  std::atomic<int>& open_;
  bool opened_ = false;
  grpc::ClientContext context_;
  v1::WatchDealsRequest request_;
  v1::WatchDealsResponse response_;
};

std::vector<std::string> Companies(v1::QueryService::Stub& stub) {
  std::vector<std::string> ids;
  v1::ListCompaniesRequest request;
  request.set_page_size(1000);
  do {
    grpc::ClientContext context;
    v1::ListCompaniesResponse page;
    if (!stub.ListCompanies(&context, request, &page).ok()) _exit(1);
    for (const v1::Entity& company : page.companies()) ids.push_back(company.entity_id());
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  return ids;
}

// The process of the callers: reads the port from `in`, and writes a byte to `out` when all watch.
[[noreturn]] void RunCallers(int in, int out) {
  int port = 0;
  if (read(in, &port, sizeof port) != sizeof port) _exit(0);
  const int count = absl::GetFlag(FLAGS_watchers);
  std::atomic<int> open = 0;
  std::vector<std::unique_ptr<v1::QueryService::Stub>> stubs;
  std::vector<std::unique_ptr<Caller>> callers;
  std::vector<std::string> companies;
  for (int i = 0; i < count; ++i) {
    if (i % kStreamsPerConnection == 0) {
      grpc::ChannelArguments own_connection;
      own_connection.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
      stubs.push_back(v1::QueryService::NewStub(grpc::CreateCustomChannel(
          absl::StrCat("127.0.0.1:", port), grpc::InsecureChannelCredentials(), own_connection)));
    }
    if (companies.empty()) companies = Companies(*stubs.back());
    const auto turn = static_cast<size_t>(i) / companies.size();
    callers.push_back(std::make_unique<Caller>(
        *stubs.back(), companies[static_cast<size_t>(i) % companies.size()], turn % 2 == 1, open));
  }
  while (open.load() < count) absl::SleepFor(absl::Milliseconds(10));
  const char ready = 1;
  if (write(out, &ready, 1) != 1) _exit(1);
  char end = 0;
  [[maybe_unused]] const ssize_t got = read(in, &end, 1);
  _exit(0);
}

struct Callers {
  int in[2];
  int out[2];
  pid_t process;

  Callers() {
    if (pipe(in) != 0 || pipe(out) != 0) std::abort();
    process = fork();
    if (process == 0) {
      close(in[1]);
      RunCallers(in[0], out[1]);
    }
    close(in[0]);
    close(out[1]);
  }
  void Watch(int port) const {
    char ready = 0;
    if (write(in[1], &port, sizeof port) != sizeof port || read(out[0], &ready, 1) != 1) std::abort();
  }
  void End() const {
    close(in[1]);
    waitpid(process, nullptr, 0);
  }
};

const Ontology& BenchOntology() {
  static const auto& ontology = *new Ontology(Ontology::Default().value());
  return ontology;
}

struct Service {
  explicit Service(const std::string& path) {
    StateStoreOptions options;
    options.ontology_version = BenchOntology().version();
    options.consolidation_version = std::string(kConsolidationVersion);
    store = SqliteStateStore::Open(path, options).value();
    server = QueryServer::Start({}, *store, log, BenchOntology(), Clock::Real()).value();
  }

  // Until the records are applied, and what they changed is announced.
  void Apply(const std::vector<log::v1::LogRecord>& records) {
    applying.Start();
    const int64_t last = log.Append(records).value().back().sequence;
    while (server->follow_state().applied < last) absl::SleepFor(absl::Microseconds(200));
    applying.Stop();
    while (server->watch_figures().announced < last) absl::SleepFor(absl::Microseconds(200));
  }

  MemoryEventLog log;
  std::unique_ptr<StateStore> store;
  std::unique_ptr<QueryServer> server;
  Stopwatch applying;
};

double ResidentMegabytes() {
  std::ifstream file("/proc/self/statm");
  double pages = 0;
  file >> pages >> pages;
  return pages * static_cast<double>(sysconf(_SC_PAGESIZE)) / (1 << 20);
}

void Run(const Callers& callers) {
  const int articles = absl::GetFlag(FLAGS_articles);
  const auto records = MakeWorld({.seed = 1,
                                  .deals = articles / 4,
                                  .articles = articles,
                                  .companies = absl::GetFlag(FLAGS_companies),
                                  .words = 50,
                                  .between = absl::Minutes(5)});
  TempFolder folder;
  Service alone(folder.File("alone.db"));
  Service watched(folder.File("watched.db"));
  // Companies can be watched once they are known.
  const auto chunk = [&](size_t at) {
    return std::vector<log::v1::LogRecord>(
        records.begin() + static_cast<int64_t>(at),
        records.begin() + static_cast<int64_t>(std::min(records.size(), at + kChunk)));
  };
  const size_t half = records.size() / 2 / kChunk * kChunk;
  for (size_t at = 0; at < half; at += kChunk) {
    alone.Apply(chunk(at));
    watched.Apply(chunk(at));
  }
  alone.applying = watched.applying = {};
  const double before = ResidentMegabytes();
  callers.Watch(watched.server->port());
  const double opened = ResidentMegabytes();
  const int64_t changes = watched.store->Snapshot().value()->ChangeRange().value().first;
  Stopwatch all;
  double announced = 0;
  for (size_t at = half; at < records.size(); at += kChunk) {
    alone.Apply(chunk(at));
    all.Start();
    watched.Apply(chunk(at));
    all.Stop();
  }
  announced = static_cast<double>(watched.store->Snapshot().value()->ChangeRange().value().first - changes);
  const double count = static_cast<double>(records.size() - half);
  const auto rate = [&](const Stopwatch& watch) { return count / watch.total().wall_seconds; };
  std::printf("applied without watchers          %9.0f records/s by the wall\n", rate(alone.applying));
  std::printf("applied with %6d watchers       %9.0f records/s by the wall\n", absl::GetFlag(FLAGS_watchers),
              rate(watched.applying));
  std::printf("share of the rate without         %9.2f (target 0.8)\n",
              rate(watched.applying) / rate(alone.applying));
  std::printf("changes announced                 %9.0f/s (target 1000)\n",
              announced / all.total().wall_seconds);
  std::printf("memory of a watcher               %9.1f kB when opened, %.1f kB at the end; %d cut off\n",
              (opened - before) * 1024 / absl::GetFlag(FLAGS_watchers),
              (ResidentMegabytes() - before) * 1024 / absl::GetFlag(FLAGS_watchers),
              static_cast<int>(watched.server->watch_figures().too_slow));
  callers.End();
  alone.server->Shutdown(absl::Seconds(5));
  watched.server->Shutdown(absl::Seconds(5));
}

}  // namespace
}  // namespace tearsheet::testing

int main(int argc, char** argv) {
  // As the services do.
  absl::SetMutexDeadlockDetectionMode(absl::OnDeadlockCycle::kIgnore);
  absl::ParseCommandLine(argc, argv);
  // Before gRPC has threads.
  const tearsheet::testing::Callers callers;
  tearsheet::testing::Run(callers);
  return 0;
}
