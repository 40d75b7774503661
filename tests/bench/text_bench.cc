// How fast the lexical part of the extraction is: reading text, finding mentions, loading catalogue and
// lexicons. Bytes per second of one core; an article is about 4 kB.
#include <string>

#include "benchmark/benchmark.h"
#include "ingest_service/mentions/mention_finder.h"
#include "ingest_service/text/read_text.h"

namespace tearsheet {
namespace {

constexpr size_t kArticleBytes = 4000;

const v1::Article& SampleArticle() {
  static const v1::Article& sample = *[] {
    auto* article = new v1::Article;
    article->set_title("Tovaris nears $3.5 billion sale to Quellmark Robotics");
    article->mutable_publish_time()->set_seconds(1765972800);
    int paragraph = 0;
    while (article->body().size() < kArticleBytes) {
      *article->mutable_body() +=
          "Quellmark Robotics is in advanced talks to buy rival Tovaris for about $3.5 billion, according to "
          "people "
          "familiar with the matter, who asked not to be named because the discussions are private. The "
          "company, which "
          "makes arms for warehouses, would pay in cash and take on debt of as much as €400 million.\nNvidia "
          "and Amazon "
          "Web Services use Tovaris's chips in 1" +
          std::to_string(paragraph++) +
          " data centres. “We never comment on rumours,” chief executive Wrenna Holt said on Tuesday. Shares "
          "rose 4.2 "
          "percent in Oslo, and have more than doubled since March 2024.\n";
    }
    return article;
  }();
  return sample;
}

const Catalogue& BuiltIn() {
  static const Catalogue& catalogue = *new Catalogue(*Catalogue::Load({}));
  return catalogue;
}

void BM_ReadText(benchmark::State& state) {
  for (auto _ : state) benchmark::DoNotOptimize(ReadText(SampleArticle()));
  state.SetBytesProcessed(static_cast<int64_t>(state.iterations() * SampleArticle().body().size()));
  state.SetItemsProcessed(static_cast<int64_t>(state.iterations()));
}
BENCHMARK(BM_ReadText);

void BM_FindMentions(benchmark::State& state) {
  const std::unique_ptr<MentionFinder> finder = *MentionFinder::Create(BuiltIn());
  for (auto _ : state) {
    Document document = ReadText(SampleArticle());
    finder->Find(document);
    benchmark::DoNotOptimize(document);
  }
  state.SetBytesProcessed(static_cast<int64_t>(state.iterations() * SampleArticle().body().size()));
  state.SetItemsProcessed(static_cast<int64_t>(state.iterations()));
}
BENCHMARK(BM_FindMentions);

void BM_Load(benchmark::State& state) {
  for (auto _ : state) {
    const absl::StatusOr<Catalogue> catalogue = Catalogue::Load({});
    benchmark::DoNotOptimize(MentionFinder::Create(*catalogue));
  }
}
BENCHMARK(BM_Load)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace tearsheet

BENCHMARK_MAIN();
