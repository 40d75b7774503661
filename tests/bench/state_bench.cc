// state_bench ARTICLES: builds a state from a random world and prints how fast records are applied and deals
// are read.
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "tests/replay/state_fixture.h"
#include "tests/worlds/world.h"

namespace tearsheet::testing {
namespace {

double Seconds(std::chrono::steady_clock::time_point since) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - since).count();
}

void Run(int articles) {
  const auto records = Sequenced(
      MakeWorld({.seed = 1, .deals = articles / 4, .articles = articles, .companies = articles / 4}));
  TestState state;
  const auto start = std::chrono::steady_clock::now();
  state.Apply(records);
  const double applying = Seconds(start);
  const auto reader = state.store().Snapshot().value();
  const StateCounts counts = reader->Counts().value();
  std::printf("%zu records, %lld events, %lld deals applied in %.2f s: %.0f events/s\n", records.size(),
              static_cast<long long>(counts.events), static_cast<long long>(counts.deals), applying,
              static_cast<double>(counts.events) / applying);
  DealQuery query;
  query.limit = 1000;
  std::vector<std::string> names;
  const DealPage page = reader->ListDeals(query).value();
  for (const std::string& bytes : page.deals) {
    v1::Deal deal;
    if (deal.ParseFromString(bytes)) names.push_back(deal.name().substr(6));
  }
  const auto reading = std::chrono::steady_clock::now();
  constexpr int kReads = 200'000;
  size_t bytes = 0;
  for (int i = 0; i < kReads; ++i) {
    const auto snapshot = state.store().Snapshot().value();
    bytes += snapshot->Deal(names[i % names.size()], v1::DEAL_VIEW_FULL).value()->size();
  }
  std::printf("%.0f deals of %zu bytes read per second, each from a snapshot of its own\n",
              kReads / Seconds(reading), bytes / kReads);
}

}  // namespace
}  // namespace tearsheet::testing

int main(int argc, char** argv) {
  tearsheet::testing::Run(argc > 1 ? std::atoi(argv[1]) : 20'000);
  return 0;
}
