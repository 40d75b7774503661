// Articles per second that one thread and two extract, beside a copy of their bytes: news texts of about 4 kB
// with events in some of their sentences. How long the start takes, and what memory a worker needs.
#include <benchmark/benchmark.h>

#include <cstring>
#include <fstream>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "common/ontology.h"
#include "ingest_service/extractor.h"

namespace tearsheet {
namespace {

v1::Article NewsArticle(int number) {
  static const std::vector<std::string> paragraphs = {
      "Northgate Foods is in early talks to buy Peel Technologies for about $2 billion, Reuters reported on "
      "Tuesday, citing "
      "people familiar with the matter. The deal would value Peel Technologies at more than $2.5 billion, "
      "and could be announced "
      "before the end of the month. Both companies declined to comment.\n\n",
      "The baker has run mills in the valley since 1962 and employs some 4,000 people there. Its owners had "
      "looked for a partner "
      "for most of the year, and the board met twice before it chose one. Neither side would say how many of "
      "the sites stay open, "
      "or what will become of the brand that generations of shoppers have known.\n\n",
      "Last month Peel Technologies raised $60 million in a Series C round led by Calder Bank. Northgate "
      "Foods reported revenue of "
      "$3.1 billion in the third quarter, up 12 percent, and said it would cut 1,200 jobs.\n\n",
      "Analysts were of two minds. Some see a market in which size decides, and in which those who wait pay "
      "more for less; others "
      "point to a long list of mergers that looked good on paper and were undone within five years. Wheat "
      "prices have little to do "
      "with it, they say, and neither have ovens.\n\n",
  };
  v1::Article article;
  article.set_uri("https://bench.example/" + std::to_string(number));
  article.mutable_publish_time()->set_seconds(1763121600);
  article.mutable_publisher()->set_name("Bench Post");
  article.set_title("Northgate Foods in talks to buy Peel Technologies");
  while (article.body().size() < 4096)
    article.mutable_body()->append(paragraphs[(number++) % paragraphs.size()]);
  return article;
}

const std::vector<v1::Article>& Articles() {
  static const auto* articles = [] {
    auto* made = new std::vector<v1::Article>();
    for (int i = 0; i < 16; ++i) made->push_back(NewsArticle(i));
    return made;
  }();
  return *articles;
}

std::unique_ptr<Extractor> NewExtractor() {
  static const Ontology* const ontology = new Ontology(Ontology::Default().value());
  return Extractor::Create(*ontology, {}).value();
}

const Extractor& SharedExtractor() {
  static const Extractor* const extractor = NewExtractor().release();
  return *extractor;
}

void ExtractNews(benchmark::State& state) {
  size_t next = static_cast<size_t>(state.thread_index()) * 7;
  for (auto _ : state)
    benchmark::DoNotOptimize(SharedExtractor().Extract(Articles()[next++ % Articles().size()], false));
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(ExtractNews)->UseRealTime()->Threads(1)->Threads(2);

void CopyNews(benchmark::State& state) {
  std::string copy(8192, '\0');
  size_t next = 0;
  for (auto _ : state) {
    const std::string& body = Articles()[next++ % Articles().size()].body();
    benchmark::DoNotOptimize(std::memcpy(copy.data(), body.data(), body.size()));
    benchmark::ClobberMemory();
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(CopyNews);

void Start(benchmark::State& state) {
  for (auto _ : state) benchmark::DoNotOptimize(NewExtractor());
}
BENCHMARK(Start);

// A line of /proc/self/status, in bytes.
double StatusBytes(const std::string& name) {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);) {
    if (line.rfind(name + ":", 0) == 0) return std::stod(line.substr(name.size() + 1)) * 1024;
  }
  return 0;
}

// The highest that the memory rises above what is loaded while one thread reads a thousand articles and one
// of a megabyte.
void WorkerMemory(benchmark::State& state) {
  v1::Article long_article = NewsArticle(0);
  while (long_article.body().size() < 1 << 20) long_article.mutable_body()->append(NewsArticle(1).body());
  SharedExtractor();
  Articles();
  for (auto _ : state) {
    std::ofstream("/proc/self/clear_refs") << "5";  // The highest so far is counted from here.
    const double shared = StatusBytes("VmRSS");
    std::thread([&] {
      for (int i = 0; i < 1000; ++i)
        benchmark::DoNotOptimize(SharedExtractor().Extract(Articles()[i % Articles().size()], false));
      benchmark::DoNotOptimize(SharedExtractor().Extract(long_article, false));
    }).join();
    state.counters["shared_bytes"] = shared;
    state.counters["worker_bytes"] = StatusBytes("VmHWM") - shared;
  }
}
BENCHMARK(WorkerMemory)->Iterations(1);

}  // namespace
}  // namespace tearsheet

BENCHMARK_MAIN();
