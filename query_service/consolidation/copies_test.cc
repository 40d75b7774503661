#include "query_service/consolidation/copies.h"

#include <cctype>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "gmock/gmock.h"
#include "query_service/consolidation/text_sketch.h"

namespace tearsheet {
namespace {

using state::v1::TextSketch;

constexpr char kOriginal[] =
    "Kestrel Foods has agreed to buy the frozen bakery arm of Orlando Mills for $640 million, the two "
    "companies said "
    "on Tuesday, in a deal that gives the Danish group eleven factories across the American south. The "
    "purchase will "
    "be paid in cash and is expected to close in the second quarter of next year, once regulators in "
    "Washington and "
    "Brussels have looked at it.\n"
    "Kestrel has been hunting for a way into the supermarket freezer for most of a decade. It lost a contest "
    "for a "
    "smaller rival in 2021 and walked away from talks with a private equity owner last spring, when the "
    "price went "
    "above what its board was ready to pay. The business that it is taking over employs about 4,200 people "
    "and had "
    "sales of $1.1 billion in the year to June, a tenth more than the year before.\n"
    "\"We have wanted these brands since the day I joined, and we will not change a single recipe,\" said "
    "Mette "
    "Holm, the chief executive of Kestrel. Orlando Mills will keep its flour and cereal lines and use the "
    "money to "
    "pay down loans that fall due in 2027. Shares of Kestrel slipped 2 percent in Copenhagen after the news, "
    "while "
    "those of Orlando Mills rose 7 percent in early trading. Two analysts called the price full but fair.\n"
    "Bankers at Halvorsen advised the buyer. The seller worked with a team from Pike and Marlow, which also "
    "drew up "
    "the plan to split the group three years ago.";

constexpr char kIndependent[] =
    "A long search has ended for Kestrel Foods. On Tuesday the Copenhagen company announced that it would "
    "acquire "
    "eleven bakeries, and the frozen pies and rolls that come out of them, from Orlando Mills of Atlanta. "
    "The cash "
    "price is $640 million.\n"
    "For Orlando Mills the sale is part of a slow retreat to what it started with a century ago, flour. "
    "Investors "
    "liked it: the stock gained 7 percent before lunch. Holders of Kestrel were less sure, and marked theirs "
    "down.\n"
    "\"We have wanted these brands since the day I joined, and we will not change a single recipe,\" chief "
    "executive "
    "Mette Holm told reporters. She put the savings at some $30 million by 2028, mostly from shared lorries "
    "and a "
    "single warehouse in Tennessee. The workforce of 4,200 moves over with the factories, and no site is to "
    "shut.\n"
    "Antitrust lawyers see few hurdles, since Kestrel sells almost nothing frozen in the United States "
    "today. "
    "Closing is planned for the spring.";

// A form that a publisher fills in for every company.
std::string Results(const std::string& company, const std::string& revenue, const std::string& profit,
                    const std::string& share, const std::string& forecast) {
  return absl::StrReplaceAll(
      "CO reported quarterly earnings on Thursday after the closing bell. Revenue for the period came in at "
      "$RE "
      "million, compared with the consensus estimate of analysts polled by this service. Net income was $PR "
      "million, "
      "or SH cents per share. For the current quarter CO expects revenue of about $FO million. The company "
      "will "
      "discuss the results on a conference call with analysts and investors later in the day. Shares of CO "
      "have "
      "moved in line with the broader market since the start of the year. This article was produced "
      "automatically "
      "from the filing of the company.",
      {{"CO", company}, {"RE", revenue}, {"PR", profit}, {"SH", share}, {"FO", forecast}});
}

TextSketch SketchOf(const std::string& text) { return SketchText(text, false, {}); }

bool IsWord(const std::string& token) {
  return !token.empty() && std::isalpha(static_cast<unsigned char>(token.front())) != 0 && token.size() > 2;
}

// Replaces every `nth` word outside quotations, beginning with word number `offset`, as a light rewrite does;
// names and numbers stay.
std::string Rewritten(const std::string& text, int nth, int offset) {
  std::vector<std::string> tokens = absl::StrSplit(text, ' ');
  int number = offset;
  bool quoted = false;
  for (std::string& token : tokens) {
    if (token.front() == '"') quoted = true;
    const bool stays =
        quoted || !IsWord(token) || std::isupper(static_cast<unsigned char>(token.front())) != 0;
    if (token.find("\"", 1) != std::string::npos) quoted = false;
    if (stays) continue;
    if (number++ % nth == 0) token = absl::StrCat("re", token);
  }
  return absl::StrJoin(tokens, " ");
}

std::string FirstBytes(const std::string& text, size_t thousandths) {
  return text.substr(0, text.rfind(' ', text.size() * thousandths / 1000));
}

TEST(CopiesTest, TellsCopiesFromReportsOfTheSameThing) {
  const std::string original = kOriginal;
  const std::string results = Results("Tamarack Steel", "812", "64", "41", "790");
  const struct {
    const char* what;
    std::string a;
    std::string b;
    v1::CopyKind kind;
  } kCases[] = {
      {"the same text", original, original, v1::COPY_KIND_SAME_TEXT},
      {"without its tail", original, FirstBytes(original, 600), v1::COPY_KIND_SAME_TEXT},
      {"only its beginning", original, FirstBytes(original, 300), v1::COPY_KIND_SAME_TEXT},
      {"with a line of its own before and after it", original,
       "Our partners report.\n" + original +
           "\nThis story came from a wire service and was not edited by our staff.",
       v1::COPY_KIND_SAME_TEXT},
      {"with typographic quotation marks", original,
       absl::StrReplaceAll(original, {{"\"We", "\xE2\x80\x9CWe"}, {"recipe,\"", "recipe,\xE2\x80\x9D"}}),
       v1::COPY_KIND_SAME_TEXT},
      {"every ninth word replaced", original, Rewritten(original, 9, 0), v1::COPY_KIND_REWRITE},
      {"every fifth word replaced", original, Rewritten(original, 5, 0), v1::COPY_KIND_REWRITE},
      {"every third word replaced", original, Rewritten(original, 3, 0), v1::COPY_KIND_UNDECIDED},
      {"every second word replaced: the facts retold", original, Rewritten(original, 2, 0),
       v1::COPY_KIND_UNSPECIFIED},
      {"an independent report with the same quotation", original, kIndependent, v1::COPY_KIND_UNSPECIFIED},
      {"a form filled in for another company", results, Results("Bluewater Rail", "95", "3.2", "7", "101"),
       v1::COPY_KIND_UNSPECIFIED},
      {"a form filled in for the same company a quarter later", results,
       Results("Tamarack Steel", "790", "59", "38", "805"), v1::COPY_KIND_UNSPECIFIED},
      {"a short note and the same with an ending", "Kestrel Foods is to buy the bakery arm of Orlando Mills.",
       "Kestrel Foods is to buy the bakery arm of Orlando Mills, people close to both said late on Monday.",
       v1::COPY_KIND_SAME_TEXT},
      {"two short notes with a phrase in common",
       "Kestrel Foods is to buy the bakery arm of its American rival.",
       "A Danish group is to buy the bakery arm of Orlando Mills.", v1::COPY_KIND_UNDECIDED},
      {"too little text for anything", "Kestrel buys Orlando.", "Kestrel buys Orlando.",
       v1::COPY_KIND_UNSPECIFIED},
  };
  for (const auto& test : kCases) {
    const TextSketch a = SketchOf(test.a);
    const TextSketch b = SketchOf(test.b);
    EXPECT_EQ(v1::CopyKind_Name(CompareTexts(a, b)), v1::CopyKind_Name(test.kind)) << test.what;
    EXPECT_EQ(CompareTexts(a, b), CompareTexts(b, a)) << test.what;
  }
}

TEST(CopiesTest, RewritesAreFoundAtEveryDensity) {
  // What the thresholds rest on: texts in which up to every fifth word was replaced are found, and none in
  // which every third one was is taken for a text of its own.
  for (const std::string text : {kOriginal, kIndependent}) {
    for (const int nth : {3, 4, 5, 6, 8, 10}) {
      for (int offset = 0; offset < nth; ++offset) {
        const v1::CopyKind kind = CompareTexts(SketchOf(text), SketchOf(Rewritten(text, nth, offset)));
        EXPECT_NE(kind, v1::COPY_KIND_UNSPECIFIED) << nth << " " << offset;
        EXPECT_FALSE(nth >= 5 && kind == v1::COPY_KIND_UNDECIDED) << nth << " " << offset;
      }
    }
  }
}

TEST(CopiesTest, HtmlAndPlainTextOfOneArticleAreOneText) {
  const std::string html =
      "<html><head><style>p { color: red }</style><script>track(\"view of the page\")</script>"
      "</head><body><p>" +
      absl::StrReplaceAll(kOriginal, {{"\n", "</p>\n<p class=\"text\">"}}) + "</p></body></html>";
  EXPECT_EQ(CompareTexts(SketchText(html, true, {}), SketchOf(kOriginal)), v1::COPY_KIND_SAME_TEXT);
}

TEST(CopiesTest, TheOriginalIsTheEarliestAndNeverACopy) {
  const TextSketch original = SketchOf(kOriginal);
  const TextSketch cut = SketchOf(FirstBytes(kOriginal, 700));
  const TextSketch rewrite = SketchOf(Rewritten(kOriginal, 6, 1));
  const TextSketch other = SketchOf(kIndependent);
  CopyFinder finder;
  EXPECT_FALSE(finder.Add(original));
  EXPECT_FALSE(finder.Add(other));
  EXPECT_EQ(finder.Add(cut).value().original, 0);
  EXPECT_EQ(finder.Add(rewrite).value().original, 0);
  EXPECT_EQ(finder.Add(other).value().original, 1);
}

TEST(CopiesTest, OfManyTextsThatShareAPhraseEachIsStillFound) {
  // More originals hold the common phrase than are looked up by it.
  CopyFinder finder;
  std::vector<TextSketch> sketches;
  for (int i = 0; i < 200; ++i) {
    std::string text = "According to a statement that was sent out by the ministry in the morning hours ";
    for (int word = 0; word < 60; ++word) absl::StrAppend(&text, "w", i * 1000 + word, "x ");
    sketches.push_back(SketchOf(absl::StrReplaceAll(text, {{"0", "a"},
                                                           {"1", "b"},
                                                           {"2", "c"},
                                                           {"3", "d"},
                                                           {"4", "e"},
                                                           {"5", "f"},
                                                           {"6", "g"},
                                                           {"7", "h"},
                                                           {"8", "i"},
                                                           {"9", "j"}})));
  }
  for (const TextSketch& sketch : sketches) finder.Add(sketch);
  for (int i = 0; i < 200; ++i) {
    const auto match = finder.Add(sketches[i]);
    ASSERT_TRUE(match);
    EXPECT_EQ(match->original, i);
    EXPECT_EQ(match->kind, v1::COPY_KIND_SAME_TEXT);
  }
}

}  // namespace
}  // namespace tearsheet
