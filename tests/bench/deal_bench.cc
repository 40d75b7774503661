// deal_bench: GetDeal of a deal of about two kilobytes with 64 callers, beside a bare callback server that
// answers the same bytes without doing anything, in turns.
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>
#include <vector>

#include "absl/flags/flag.h"
#include "absl/flags/parse.h"
#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/clock.h"
#include "event_log/memory_event_log.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/server_builder.h"
#include "query_service/consolidation/consolidation.h"
#include "query_service/query_server.h"
#include "query_service/state/sqlite_state_store.h"
#include "tearsheet/v1/query_service.grpc.pb.h"
#include "tests/bench/h2_load.h"
#include "tests/bench/stopwatch.h"
#include "tests/support/temp_folder.h"
#include "tests/worlds/world.h"

ABSL_FLAG(int32_t, calls, 40'000, "calls of one round");
ABSL_FLAG(int32_t, rounds, 5, "rounds of each server");
ABSL_FLAG(int32_t, articles, 4000, "articles of the world");
ABSL_FLAG(std::string, only, "", "'echo' or 'service': the other is left out, for a profiler");

namespace tearsheet::testing {
namespace {

constexpr int kWantedBytes = 2000;

// Answers any GetDeal with the same bytes.
class Echo : public v1::QueryService::WithRawCallbackMethod_GetDeal<v1::QueryService::Service> {
 public:
  explicit Echo(const std::string& bytes) : slice_(bytes), answer_(&slice_, 1) {}

  grpc::ServerUnaryReactor* GetDeal(grpc::CallbackServerContext* call, const grpc::ByteBuffer* request,
                                    grpc::ByteBuffer* response) override {
    *response = answer_;
    grpc::ServerUnaryReactor* reactor = call->DefaultReactor();
    reactor->Finish(grpc::Status::OK);
    return reactor;
  }

 private:
  const grpc::Slice slice_;
  const grpc::ByteBuffer answer_;
};

// The request of the deal whose answer is closest to the wanted size, and that answer.
std::pair<v1::GetDealRequest, v1::GetDealResponse> FindDeal(v1::QueryService::Stub& stub) {
  v1::ListDealsRequest list;
  list.set_page_size(1000);
  list.set_view(v1::DEAL_VIEW_FULL);
  v1::ListDealsResponse deals;
  grpc::ClientContext listing;
  if (!stub.ListDeals(&listing, list, &deals).ok()) std::abort();
  const auto miss = [](const v1::Deal& deal) {
    return std::abs(static_cast<int>(deal.ByteSizeLong()) - kWantedBytes);
  };
  const auto best =
      std::min_element(deals.deals().begin(), deals.deals().end(),
                       [&](const v1::Deal& one, const v1::Deal& other) { return miss(one) < miss(other); });
  v1::GetDealRequest request;
  request.set_name(best->name());
  v1::GetDealResponse response;
  grpc::ClientContext getting;
  if (!stub.GetDeal(&getting, request, &response).ok()) std::abort();
  return {request, response};
}

struct Figures {
  std::vector<double> rate;
  std::vector<double> p50;
  std::vector<double> p99;
  Stopwatch watch;

  void Measure(int port, const H2Load& load) {
    watch.Start();
    const H2Result result = RunH2Load(port, load);
    watch.Stop();
    rate.push_back(result.calls_per_second);
    p50.push_back(result.p50);
    p99.push_back(result.p99);
  }
};

double Median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

void Print(const char* what, const Figures& figures) {
  const double calls = static_cast<double>(absl::GetFlag(FLAGS_calls)) * absl::GetFlag(FLAGS_rounds);
  std::printf("%-10s %8.0f calls/s  p50 %.2f ms  p99 %.2f ms  %.1f us of run time per call\n", what,
              Median(figures.rate), Median(figures.p50), Median(figures.p99),
              figures.watch.total().cpu_seconds / calls * 1e6);
}

void Run() {
  static const auto& ontology = *new Ontology(Ontology::Default().value());
  TempFolder folder;
  StateStoreOptions options;
  options.ontology_version = ontology.version();
  options.consolidation_version = std::string(kConsolidationVersion);
  const auto store = SqliteStateStore::Open(folder.File("state.db"), options).value();
  MemoryEventLog log;
  const int articles = absl::GetFlag(FLAGS_articles);
  const int64_t last =
      log.Append(
             MakeWorld({.seed = 1, .deals = articles / 4, .articles = articles, .companies = articles / 4}))
          .value()
          .back()
          .sequence;
  const auto server = QueryServer::Start({}, *store, log, ontology, Clock::Real()).value();
  while (server->follow_state().applied < last) absl::SleepFor(absl::Milliseconds(10));
  const auto stub = v1::QueryService::NewStub(
      grpc::CreateChannel(absl::StrCat("127.0.0.1:", server->port()), grpc::InsecureChannelCredentials()));
  const auto [request, response] = FindDeal(*stub);

  Echo echo(response.SerializeAsString());
  int echo_port = 0;
  grpc::ServerBuilder builder;
  builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &echo_port);
  builder.RegisterService(&echo);
  const auto echo_server = builder.BuildAndStart();

  H2Load load;
  load.method = "tearsheet.v1.QueryService/GetDeal";
  load.request = request.SerializeAsString();
  load.calls = absl::GetFlag(FLAGS_calls);
  Figures floor;
  Figures service;
  const std::string only = absl::GetFlag(FLAGS_only);
  // The first round warms up.
  for (int round = 0; round <= absl::GetFlag(FLAGS_rounds); ++round) {
    if (only != "service") floor.Measure(echo_port, load);
    if (only != "echo") service.Measure(server->port(), load);
    if (round == 0) floor = service = {};
  }
  std::printf("answers of %zu bytes, %d callers\n", response.ByteSizeLong(), load.connections * load.streams);
  if (only != "service") Print("echo", floor);
  if (only != "echo") Print("GetDeal", service);
  if (only.empty()) {
    std::printf("share of the echo's rate %.2f (target 0.8), p99 %.2f times its p99 (target 2)\n",
                Median(service.rate) / Median(floor.rate), Median(service.p99) / Median(floor.p99));
  }
  echo_server->Shutdown();
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
