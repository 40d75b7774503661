// Runs the fuzz targets over seeds, mutations of them and worst cases, the same ones every time.
#include <algorithm>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "gtest/gtest.h"
#include "tests/fuzz/fuzz_targets.h"

namespace tearsheet::fuzz {
namespace {

constexpr size_t kHardBytes = 1 << 18;
constexpr int kMutations = 2000;

using Target = void (*)(std::string_view);
constexpr Target kTargets[] = {Text,         Html,          Numbers,   Times,       Extraction,  Record,
                               OntologyFile, CatalogueFile, RuleFiles, AccessFiles, BearerToken,
#ifdef TEARSHEET_FUZZ_SERVICES
                               Input,        PageToken
#endif
};

const std::vector<std::string>& Seeds() {
  static const auto& seeds = *new std::vector<std::string>{
      "Tovaris Inc. said on Monday it would pay between $8 and $10 billion, up 27% from the June quarter.",
      "<p>Quellmark&rsquo;s <b>AT&amp;T</b><!-- x --> pays "
      "&#36;5<i>bn</i></p><li>ten<br>percent<script>if(a<b)</script>",
      "On 5 Nov. 2025, 2025-06-15, 31.10.1974, Q3 2026, FY26, from May to Oct 2020, in two weeks, by the end "
      "of next year",
      "half a billion dollars, two and a half million, 1,78,59,776 rupees, 2.5 lakh crore, US$1.1bn, -5%, a "
      "third of it",
      "Mr. J. R. Holt's “big” U.S. deal… No. 5! AT&T, O'Reilly, don't, https://a.example/b?c=1.",
      "org/tovaris | Tovaris | Tovaris Inc.; TVR | parent: org/quellmark; ticker: TVR\norg/quellmark | "
      "Quellmark",
      "saying: ~| could\nframe own: IPO\n  verb: - | float\n",
      "frame own: ACQUISITION\n  verb: gobble up => status=AGREED\n  ACQUIRER: subject, by\n  TARGET: "
      "object\n",
      "rules { callers: \"token:a\" methods: \"*\" }",
      "desk plain:0123456789abcdef\n",
      "{\"keys\":[{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"AA\",\"y\":\"AA\",\"kid\":\"a\"}]}",
      "{\"iss\":\"https://issuer.example\",\"aud\":\"tearsheet\",\"sub\":\"a\",\"exp\":1760000300}",
      "eyJhbGciOiJFUzI1NiJ9.e30.AAAA",
      "Société Générale – Ørsted ½ \u200b\u00ad\ufeff 日本語 \U0001F600 e\u0301",
  };
  return seeds;
}

// Replaces, repeats, drops or splices a stretch of `text`.
std::string Mutate(std::string text, std::mt19937& random) {
  for (int changes = 1 + static_cast<int>(random() % 4); changes > 0; --changes) {
    const size_t at = text.empty() ? 0 : random() % text.size();
    const size_t size = std::min<size_t>(text.size() - at, random() % 12);
    switch (random() % 4) {
      case 0:
        text.replace(at, size, 1, static_cast<char>(random() % 128));
        break;
      case 1:
        text.insert(at, text.substr(at, size));
        break;
      case 2:
        text.erase(at, size);
        break;
      default: {
        const std::string& other = Seeds()[random() % Seeds().size()];
        text.insert(at, other.substr(random() % other.size(), random() % 20));
      }
    }
  }
  return text;
}

TEST(FuzzTest, PromisesHoldForSeedsAndMutations) {
  std::mt19937 random(20251217);
  for (const std::string& seed : Seeds()) {
    for (const Target target : kTargets) target(seed);
    for (int i = 0; i < kMutations; ++i) {
      const std::string text = Mutate(seed, random);
      kTargets[i % std::size(kTargets)](text);
    }
  }
}

// Input of the greatest size that the service takes, made to be hard. A quadratic step would run for hours
// here.
TEST(FuzzTest, WorstCasesAreRead) {
  const std::string kUnits[] = {
      "a",     "1",     "\"",      ".",      "-",      "'",     "A",       "<a ",  "<!--", "&amp;",
      "<div>", "A ",    "$1 ",     "a-",     "1,",     "1.",    "Monday ", "the ", "Co. ", "Tovaris & ",
      "$",     "5 to ", "one ",    "last ",  "(",      "é",     "\u00ad",  "in ",  "May ", "Bank of ",
      "x.",    "n't",   "<script", "1 000 ", "about ", "both ", "&",       "\n",   "- "};
  for (const std::string& unit : kUnits) {
    std::string body;
    while (body.size() < kHardBytes) body += unit;
    for (const Target target : kTargets) target(body);
  }
}

}  // namespace
}  // namespace tearsheet::fuzz
