// access_bench FOLDER [ROUNDS]: what mTLS, policy and limits cost. The same state is served twice, in
// plaintext to everybody and over mTLS with a policy, and asked for deals in turns; the ratio of the two
// rates is printed. FOLDER holds what the commands of docs/security.md make: ca.pem, query.pem, query.key,
// desk.pem, desk.key.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "event_log/memory_event_log.h"
#include "grpcpp/completion_queue.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/generic/generic_stub.h"
#include "query_service/query_server.h"
#include "tearsheet/v1/query_service.pb.h"
#include "tests/replay/state_fixture.h"
#include "tests/support/temp_folder.h"
#include "tests/worlds/world.h"

namespace tearsheet::testing {
namespace {

using SteadyClock = std::chrono::steady_clock;

constexpr int kChannels = 4;
constexpr int kInFlight = 64;
constexpr std::chrono::milliseconds kRound(1500);

grpc::ByteBuffer ToBuffer(const google::protobuf::Message& message) {
  const grpc::Slice slice(message.SerializeAsString());
  return grpc::ByteBuffer(&slice, 1);
}

// Keeps kInFlight calls of GetDeal under way and counts those that ended.
class Load {
 public:
  Load(int port, const std::shared_ptr<grpc::ChannelCredentials>& credentials,
       const std::vector<std::string>& deals)
      : deals_(deals) {
    for (int i = 0; i < kChannels; ++i) {
      grpc::ChannelArguments arguments;
      arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
      stubs_.push_back(std::make_unique<grpc::GenericStub>(
          grpc::CreateCustomChannel(absl::StrCat("localhost:", port), credentials, arguments)));
    }
  }

  double Rate() {
    const auto start = SteadyClock::now();
    for (int i = 0; i < kInFlight; ++i) Begin();
    int64_t done = 0;
    int running = kInFlight;
    void* tag = nullptr;
    bool ok = false;
    while (running > 0 && queue_.Next(&tag, &ok)) {
      const std::unique_ptr<Call> call(static_cast<Call*>(tag));
      if (!call->status.ok()) {
        std::fprintf(stderr, "a call failed: %s\n", call->status.error_message().c_str());
        std::exit(1);
      }
      ++done;
      if (SteadyClock::now() - start < kRound) {
        Begin();
      } else {
        --running;
      }
    }
    return static_cast<double>(done) / std::chrono::duration<double>(SteadyClock::now() - start).count();
  }

 private:
  struct Call {
    grpc::ClientContext context;
    grpc::ByteBuffer response;
    grpc::Status status;
    std::unique_ptr<grpc::GenericClientAsyncResponseReader> reader;
  };

  void Begin() {
    auto* call = new Call;  // deleted as it leaves the queue
    v1::GetDealRequest request;
    request.set_name(deals_[next_ % deals_.size()]);
    call->reader = stubs_[next_++ % kChannels]->PrepareUnaryCall(
        &call->context, "/tearsheet.v1.QueryService/GetDeal", ToBuffer(request), &queue_);
    call->reader->StartCall();
    call->reader->Finish(&call->response, &call->status, call);
  }

  const std::vector<std::string>& deals_;
  std::vector<std::unique_ptr<grpc::GenericStub>> stubs_;
  grpc::CompletionQueue queue_;
  size_t next_ = 0;
};

double Median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

void Run(const std::string& folder, int rounds) {
  const auto records = Sequenced(MakeWorld({.seed = 1, .deals = 500, .articles = 2000, .companies = 500}));
  TestState state;
  state.Apply(records);
  std::vector<std::string> deals;
  {
    const auto reader = state.store().Snapshot().value();
    DealQuery query;
    query.limit = 500;
    const DealPage page = reader->ListDeals(query).value();
    for (const std::string& bytes : page.deals) {
      v1::Deal deal;
      if (deal.ParseFromString(bytes)) deals.push_back(deal.name());
    }
  }
  const TempFolder scratch;
  std::ofstream(scratch.File("policy")) << R"(
      rules { callers: "spiffe://tearsheet.example/desk" methods: "tearsheet.v1.QueryService/*" }
      rules { callers: "spiffe://tearsheet.example/query" methods: "tearsheet.log.v1.EventLogService/ReadRecords" })";
  QueryServerOptions open;
  QueryServerOptions guarded;
  guarded.server.security.tls = {folder + "/query.pem", folder + "/query.key", folder + "/ca.pem"};
  guarded.server.security.policy_file = scratch.File("policy");
  guarded.server.security.gate.limits = {
      .calls_per_second = 1e9, .burst = 1 << 30, .concurrent_calls = 1 << 20};
  MemoryEventLog log;
  const auto plain_server =
      QueryServer::Start(open, state.store(), log, TestOntology(), Clock::Real()).value();
  const auto tls_server =
      QueryServer::Start(guarded, state.store(), log, TestOntology(), Clock::Real()).value();
  const ChannelSecurity desk = {.tls = {folder + "/desk.pem", folder + "/desk.key", folder + "/ca.pem"}};
  Load plain(plain_server->port(), grpc::InsecureChannelCredentials(), deals);
  Load tls(tls_server->port(),
           MakeChannelCredentials({"localhost", true}, desk, Clock::Real().TimeNow()).value(), deals);
  plain.Rate();
  tls.Rate();
  std::vector<double> plain_rates;
  std::vector<double> tls_rates;
  std::vector<double> ratios;
  for (int i = 0; i < rounds; ++i) {
    plain_rates.push_back(plain.Rate());
    tls_rates.push_back(tls.Rate());
    ratios.push_back(tls_rates.back() / plain_rates.back());
  }
  std::printf(
      "GetDeal, %d calls in flight: plaintext %.0f/s, mTLS with policy and limits %.0f/s, ratio %.3f "
      "[%.3f-%.3f]\n",
      kInFlight, Median(plain_rates), Median(tls_rates), Median(ratios),
      *std::min_element(ratios.begin(), ratios.end()), *std::max_element(ratios.begin(), ratios.end()));
  plain_server->Shutdown(absl::ZeroDuration());
  tls_server->Shutdown(absl::ZeroDuration());
}

}  // namespace
}  // namespace tearsheet::testing

int main(int argc, char** argv) {
  if (argc < 2) {
    std::fprintf(stderr, "usage: access_bench FOLDER [ROUNDS]\n");
    return 2;
  }
  tearsheet::testing::Run(argv[1], argc > 2 ? std::atoi(argv[2]) : 10);
  return 0;
}
