// The time of the hardest texts: a quarter of a megabyte and a megabyte of each. Four times the length should
// take four times as long, and no megabyte a second.
#include <benchmark/benchmark.h>

#include <memory>
#include <string>
#include <string_view>

#include "common/ontology.h"
#include "ingest_service/extractor.h"

namespace tearsheet {
namespace {

// `start` and then `unit` until `size` bytes are full.
std::string Repeat(std::string_view unit, size_t size, std::string_view start = "") {
  std::string text(start);
  text.reserve(size + unit.size());
  while (text.size() < size) text += unit;
  text.resize(size);
  return text;
}

// Names that are all different: "Abac Abad Abae".
std::string Names(size_t size, std::string_view separator) {
  std::string text;
  for (int i = 0; text.size() < size; ++i) {
    std::string name(1, static_cast<char>('A' + i % 26));
    for (int n = i; n > 0; n /= 20) name += "bcdfgaeioulmnrstvwyz"[n % 20];
    text += name + " Corp";
    text += separator;
  }
  text.resize(size);
  return text;
}

const Extractor& SharedExtractor() {
  static const Ontology* const ontology = new Ontology(Ontology::Default().value());
  static const Extractor* const extractor = Extractor::Create(*ontology, {}).value().release();
  return *extractor;
}

void Measure(benchmark::State& state, const std::string& body) {
  v1::Article article;
  article.set_uri("https://bench.example/worst");
  article.mutable_publish_time()->set_seconds(1763121600);
  article.mutable_publisher()->set_name("Bench Post");
  article.set_body(body);
  SharedExtractor();
  for (auto _ : state) benchmark::DoNotOptimize(SharedExtractor().Extract(article, true));
  state.SetBytesProcessed(static_cast<int64_t>(body.size()));
}

void Register(const char* name, std::string (*make)(size_t)) {
  benchmark::RegisterBenchmark(
      name, [make](benchmark::State& state) { Measure(state, make(static_cast<size_t>(state.range(0)))); })
      ->Arg(1 << 18)
      ->Arg(1 << 20)
      ->Iterations(1)
      ->Unit(benchmark::kMillisecond);
}

void RegisterAll() {
  Register("OneWord", [](size_t n) { return Repeat("buy ", n); });
  Register("OneLetter", [](size_t n) { return Repeat("a", n); });
  Register("OneName", [](size_t n) { return Repeat("Amazon ", n); });
  Register("Digits", [](size_t n) { return Repeat("1234567890", n); });
  Register("GroupedDigits", [](size_t n) { return Repeat("1,234,", n); });
  Register("Amounts", [](size_t n) { return Repeat("$5 billion ", n); });
  Register("Capitals", [](size_t n) { return Repeat("NORTHGATE BUYS PEEL ", n); });
  Register("CapitalisedWords", [](size_t n) { return Names(n, " "); });
  Register("NamesAndCommas", [](size_t n) { return Names(n, ", "); });
  Register("NamesAndSentences", [](size_t n) { return Names(n, " buys it. "); });
  Register("NestedQuotes", [](size_t n) { return Repeat("\"'\xE2\x80\x9C", n - n % 3); });
  Register("NoFullStop", [](size_t n) {
    return Repeat("Northgate agreed to buy Peel and Peel which said that it would ", n);
  });
  Register("Pronouns", [](size_t n) { return Repeat("It bought it. They said it would sell them. ", n); });
  Register("Deals",
           [](size_t n) { return Repeat("Northgate Foods bought Peel Technologies for $3 billion. ", n); });
  Register("Reports", [](size_t n) { return Repeat("Reuters reported, citing people familiar, ", n); });
  Register("FullStops", [](size_t n) { return Repeat(".", n); });
  Register("Lines", [](size_t n) { return Repeat("\n", n); });
  Register("Hyphens", [](size_t n) { return Repeat("a-", n); });
  Register("Months", [](size_t n) { return Repeat("March 3 to April ", n); });
  Register("Percents", [](size_t n) { return Repeat("5% to ", n); });
  Register("HtmlNesting", [](size_t n) { return Repeat("<div>", n / 2) + Repeat("</div>", n - n / 2); });
  Register("HtmlOpenTags", [](size_t n) { return Repeat("<", n, "<p>"); });
  Register("HtmlEntities", [](size_t n) { return Repeat("&amp;", n, "<p>"); });
  Register("HtmlComments", [](size_t n) { return Repeat("<!--", n, "<p>"); });
  Register("HtmlScripts", [](size_t n) { return Repeat("<script>", n, "<p>"); });
  Register("CombiningMarks", [](size_t n) { return Repeat("\xCC\x81", n + 1 - n % 2, "e"); });
}

}  // namespace
}  // namespace tearsheet

int main(int argc, char** argv) {
  tearsheet::RegisterAll();
  benchmark::Initialize(&argc, argv);
  benchmark::RunSpecifiedBenchmarks();
  return 0;
}
