// Articles per second that one thread extracts: news texts of about 4 kB with events in some of their
// sentences.
#include <benchmark/benchmark.h>

#include <string>
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

void ExtractNews(benchmark::State& state) {
  const Ontology ontology = Ontology::Default().value();
  const auto extractor = Extractor::Create(ontology, {}).value();
  std::vector<v1::Article> articles;
  for (int i = 0; i < 16; ++i) articles.push_back(NewsArticle(i));
  size_t next = 0;
  for (auto _ : state)
    benchmark::DoNotOptimize(extractor->Extract(articles[next++ % articles.size()], false));
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(ExtractNews);

}  // namespace
}  // namespace tearsheet

BENCHMARK_MAIN();
