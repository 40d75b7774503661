// Names: the catalogue, names that it does not know, short forms, references.
#include <string>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "ingest_service/mentions/mention_test_util.h"
#include "ingest_service/mentions/provisional.h"

namespace tearsheet {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::Pair;

// (text, entity id) of every name; references have the id "".
using Names = std::vector<std::pair<std::string, std::string>>;

Names NamesIn(const std::string& title, const std::string& body, bool references = false) {
  const v1::Article article = MakeArticle(title, body);
  const Document document = FindMentions(article);
  Names names;
  for (const DocumentMention& mention : document.mentions) {
    if (mention.kind != v1::ENTITY && mention.kind != v1::SOURCE) continue;
    if (mention.reference != references) continue;
    names.emplace_back(TextOf(document, mention),
                       mention.entities.empty() ? "" : document.entities[mention.entities[0]].entity_id());
  }
  return names;
}

TEST(CatalogueTest, KnowsNamesParentsAndFamilies) {
  const Catalogue& catalogue = TestCatalogue();
  ASSERT_NE(catalogue.Find("org/amazon-web-services"), nullptr);
  EXPECT_EQ(catalogue.Find("org/amazon-web-services")->parent_id(), "org/amazon");
  EXPECT_EQ(catalogue.Find("product/trainium3")->family_id(), "product/trainium");
  EXPECT_EQ(catalogue.Find("product/trainium3")->vendor_id(), "org/amazon-web-services");
  EXPECT_EQ(catalogue.HomeCurrency("org/qantas"), "AUD");
  EXPECT_EQ(catalogue.HomeCurrency("org/amazon-web-services"), "USD");
  EXPECT_EQ(catalogue.HomeCurrency("org/nobody"), "");
  EXPECT_EQ(catalogue.Find("org/nobody"), nullptr);
}

TEST(CatalogueTest, BadLinesAreRefusedWithTheirPlace) {
  const struct {
    const char* text;
    const char* error;
  } kCases[] = {
      {"# fine\norg/a | A\nA | B", "my.txt:3: an id starts with"},
      {"org/A | A", "my.txt:1: an id has only"},
      {"org/a", "my.txt:1: expected"},
      {"org/a | ", "my.txt:1: no name"},
      {"org/a | A | | colour: red", "my.txt:1: unknown fact 'colour'"},
      {"org/a | A | | home: Norway", "my.txt:1: home is a country code"},
      {"org/a | A | | parent: ", "my.txt:1: no value for 'parent'"},
      {"org/a | A | B | | C", "my.txt:1: more than four columns"},
      {"org/b | B\norg/a | A | | parent: org/none", "my.txt:2: refers to org/none"},
      {"org/a | A | | parent: org/a", "my.txt:1: the parents of org/a have no end"},
      {"org/c | C | | parent: org/a\norg/a | A | | parent: org/b\norg/b | B | | parent: org/a",
       "my.txt:1: the parents of org/c have no end"},
  };
  for (const auto& test : kCases) {
    const absl::StatusOr<Catalogue> catalogue = Catalogue::FromText(test.text, "my.txt");
    ASSERT_FALSE(catalogue.ok()) << test.text;
    EXPECT_THAT(std::string(catalogue.status().message()), HasSubstr(test.error));
  }
  EXPECT_FALSE(Catalogue::Load({"no/such/file"}).ok());
}

TEST(CatalogueTest, LaterLinesReplaceEarlierOnes) {
  const absl::StatusOr<Catalogue> catalogue = Catalogue::FromText("org/a | A\norg/a | Ay", "my.txt");
  ASSERT_TRUE(catalogue.ok());
  EXPECT_EQ(catalogue->Find("org/a")->name(), "Ay");
}

TEST(CatalogueTest, VersionChangesWithEveryLine) {
  const std::string text = "org/a | Quellmark | Quellmark Robotics";
  const std::string version = Catalogue::FromText(text, "my.txt")->version();
  EXPECT_EQ(Catalogue::FromText(text, "other.txt")->version(), version);
  for (const char* changed : {"org/a | Quellmark | Quellmark Robots", "org/a | Quellmark",
                              "org/a | Quellmark | Quellmark Robotics | called: the arm maker"}) {
    EXPECT_NE(Catalogue::FromText(changed, "my.txt")->version(), version) << changed;
  }
}

TEST(NamesTest, KnownNamesInEveryForm) {
  EXPECT_THAT(NamesIn("", "Amazon.com, Inc. pays Amazon Web Services (AWS) and the ChatGPT maker."),
              ElementsAre(Pair("Amazon.com, Inc.", "org/amazon"),
                          Pair("Amazon Web Services", "org/amazon-web-services"),
                          Pair("AWS", "org/amazon-web-services"), Pair("the ChatGPT maker", "org/openai")));
  EXPECT_THAT(NamesIn("", "It runs on Amazon's Trainium3 chips, Bloomberg reported."),
              ElementsAre(Pair("Amazon", "org/amazon"), Pair("Trainium3", "product/trainium3"),
                          Pair("Bloomberg", "outlet/bloomberg")));
}

TEST(NamesTest, OrdinaryWordsAreNotCompanies) {
  EXPECT_THAT(
      NamesIn("", "Target prices rose. The apple fell, and the information was late. Visa rules changed."),
      IsEmpty());
  EXPECT_THAT(NamesIn("", "Analysts like Target and Apple."),
              ElementsAre(Pair("Target", "org/target"), Pair("Apple", "org/apple")));
  EXPECT_THAT(NamesIn("", "Target said sales rose."), ElementsAre(Pair("Target", "org/target")));
}

TEST(NamesTest, UnknownCompaniesGetTheSameIdEverywhere) {
  const Names names = NamesIn("Quellmark buys Tovaris",
                              "Quellmark Robotics Ltd, a maker of arms, agreed to buy Tovaris Inc. "
                              "Quellmark's shares rose. Tovaris declined to comment.");
  EXPECT_THAT(names,
              ElementsAre(Pair("Quellmark", "org/~quellmark-robotics"), Pair("Tovaris", "org/~tovaris"),
                          Pair("Quellmark Robotics Ltd", "org/~quellmark-robotics"),
                          Pair("Tovaris Inc.", "org/~tovaris"), Pair("Quellmark", "org/~quellmark-robotics"),
                          Pair("Tovaris", "org/~tovaris")));
}

TEST(NamesTest, AcronymsInBracketsAreShortForms) {
  EXPECT_THAT(NamesIn("", "The Varnholt Grid Trust (VGT) grew. VGT paid Kesterel Partners."),
              Contains(Pair("VGT", "org/~varnholt-grid-trust")));
}

TEST(NamesTest, PeopleAreToldFromCompanies) {
  EXPECT_THAT(
      NamesIn("", "Chief executive Wrenna Holt left Quellmark Robotics. Mr Vosk followed. Holt will rest."),
      ElementsAre(Pair("Wrenna Holt", "person/~wrenna-holt"),
                  Pair("Quellmark Robotics", "org/~quellmark-robotics"), Pair("Vosk", "person/~vosk"),
                  Pair("Holt", "person/~wrenna-holt")));
}

TEST(NamesTest, ProductsAreToldByTheirShape) {
  EXPECT_THAT(NamesIn("", "Tovaris sold the HV-90 and a drug called QX-113b."),
              ElementsAre(Pair("Tovaris", "org/~tovaris"), Pair("HV-90", "product/~hv-90"),
                          Pair("QX-113b", "product/~qx-113-b")));
}

TEST(NamesTest, WordsBesideNamesStayOutside) {
  EXPECT_THAT(NamesIn("", "On Monday Danish startup Tovaris met Quellmark CEO Wrenna Holt in March."),
              ElementsAre(Pair("Tovaris", "org/~tovaris"), Pair("Quellmark", "org/~quellmark"),
                          Pair("Wrenna Holt", "person/~wrenna-holt")));
}

TEST(NamesTest, HeadlinesInCapitalsUseWhatTheBodyKnows) {
  EXPECT_THAT(
      NamesIn("Rising Demand Brings Big Orders To Tovaris", "The fund bought a stake in Tovaris on Monday."),
      ElementsAre(Pair("Tovaris", "org/~tovaris"), Pair("Tovaris", "org/~tovaris")));
}

TEST(NamesTest, PossessivesAreMarked) {
  const v1::Article article = MakeArticle("", "Tovaris's price is Amazon's.");
  const Document document = FindMentions(article);
  ASSERT_EQ(document.mentions.size(), 2u);
  EXPECT_TRUE(document.mentions[0].possessive);
  EXPECT_TRUE(document.mentions[1].possessive);
}

TEST(ReferenceTest, PronounsAndDescriptionsAreMarked) {
  std::vector<std::string> texts;
  for (const auto& [text, id] :
       NamesIn("",
               "The startup said it sold its unit. Both companies agreed; the two declined. "
               "The San Francisco-based chipmaker and the rival offer met. The weather held.",
               /*references=*/true)) {
    texts.push_back(text);
    EXPECT_EQ(id, "");
  }
  EXPECT_THAT(texts, ElementsAre("The startup", "it", "its", "Both companies", "the two",
                                 "The San Francisco-based chipmaker"));
}

TEST(OffsetsTest, EveryTokenAndMentionLeadsToItsBytes) {
  v1::Article article = MakeArticle(
      "Tovaris’s “big” deal",
      "<p>Tovaris&rsquo;s <b>AT&amp;T</b> pays &#36;5<i>bn</i> in S&atilde;o Paulo…</p><li>ten percent");
  article.set_body_format(v1::BODY_FORMAT_HTML);
  const Document document = FindMentions(article);
  EXPECT_THAT(document.mentions, Not(IsEmpty()));
  for (const Sentence& sentence : document.sentences) {
    const std::string& source = sentence.part == v1::TEXT_PART_TITLE ? article.title() : article.body();
    int32_t last = 0;
    for (int32_t i = sentence.first_token; i < sentence.end_token; ++i) {
      const Token& token = document.tokens[i];
      EXPECT_LE(last, token.begin);
      EXPECT_LT(token.begin, token.end);
      ASSERT_LE(token.end, static_cast<int32_t>(source.size()));
      // Without markup inside, the bytes are the token.
      if (token.end - token.begin == static_cast<int32_t>(token.text.size())) {
        EXPECT_EQ(source.substr(token.begin, token.end - token.begin), token.text);
      }
      last = token.end;
    }
  }
}

}  // namespace
}  // namespace tearsheet
