// What holds for every text, sensible or not.
#include <gtest/gtest.h>

#include <random>
#include <set>
#include <string>
#include <vector>

#include "common/ontology.h"
#include "common/utf8.h"
#include "ingest_service/extractor.h"

namespace tearsheet {
namespace {

class PropertiesTest : public testing::Test {
 protected:
  static const Ontology& TheOntology() {
    static const Ontology* const ontology = new Ontology(Ontology::Default().value());
    return *ontology;
  }
  static const Extractor& TheExtractor() {
    static const Extractor* const extractor = Extractor::Create(TheOntology(), {}).value().release();
    return *extractor;
  }

  static v1::Article Article(const std::string& body) {
    v1::Article article;
    article.set_uri("https://properties.example/a");
    article.mutable_publish_time()->set_seconds(1763121600);
    article.set_title("Northgate Foods to buy Peel Technologies for $2 billion");
    article.set_body(body);
    return article;
  }

  // Sentences of a deal in random order, with random names and sums.
  static std::string Generate(std::mt19937& random) {
    static const std::vector<std::string> names = {
        "Northgate Foods", "Peel Technologies", "Calder Bank", "Amazon", "OpenAI", "it", "The company"};
    static const std::vector<std::string> sums = {"$2 billion", "€30 million", "about £4.5m",
                                                  "at least ¥900 billion", "12 percent"};
    static const std::vector<std::string> patterns = {
        "A agreed to buy B for N.",
        "A is in talks to invest N in B, Reuters reported.",
        "A and B will merge — the “largest” tie-up yet.",
        "A holds a 12 percent stake in B and declined to comment.",
        "A’s purchase of B, worth N, was called off (again).",
        "A raised N from B at a valuation of N.",
        "• A sued B for N",
    };
    auto pick = [&](const std::vector<std::string>& from) { return from[random() % from.size()]; };
    std::string text;
    for (int i = 0; i < 6; ++i) {
      for (const char c : pick(patterns)) {
        if (c == 'A' || c == 'B')
          text += pick(names);
        else if (c == 'N')
          text += pick(sums);
        else
          text += c;
      }
      text += random() % 3 == 0 ? "\n\n" : " ";
    }
    return text;
  }

  // Deletes, doubles and swaps pieces; the result may be no UTF-8.
  static std::string Mutate(std::string text, std::mt19937& random) {
    for (int i = 0; i < 5 && !text.empty(); ++i) {
      const size_t at = random() % text.size();
      const size_t length = std::min<size_t>(1 + random() % 9, text.size() - at);
      const std::string piece = text.substr(at, length);
      if (random() % 2 == 0)
        text.erase(at, length);
      else
        text.insert(random() % text.size(), piece);
    }
    return text;
  }

  static void Check(const v1::Article& article) {
    const v1::Extraction extraction = TheExtractor().Extract(article, true);
    EXPECT_EQ(extraction.SerializeAsString(), TheExtractor().Extract(article, true).SerializeAsString());
    std::set<std::string> ids;
    std::set<std::string> entities;
    for (const v1::Entity& entity : extraction.entities()) entities.insert(entity.entity_id());
    for (const v1::Event& event : extraction.events()) {
      EXPECT_GE(event.event_id().size(), 16U);
      EXPECT_TRUE(ids.insert(event.event_id()).second) << "an id twice";
      EXPECT_TRUE(TheOntology().HasRequiredRoles(event)) << event.ShortDebugString();
      EXPECT_NE(event.status(), v1::STATUS_UNSPECIFIED);
      EXPECT_NE(event.certainty(), v1::CERTAINTY_UNSPECIFIED);
      ASSERT_GT(event.attribution_size(), 0);
      EXPECT_EQ(event.attribution(0).kind(), v1::PUBLISHER);
      EXPECT_GT(event.confidence(), 0);
      EXPECT_LE(event.confidence(), 1);
      ASSERT_GT(event.evidence_size(), 0);
      for (const v1::Evidence& evidence : event.evidence()) {
        const std::string& text = evidence.part() == v1::TEXT_PART_TITLE ? article.title() : article.body();
        ASSERT_LE(evidence.end(), static_cast<int>(text.size()));
        ASSERT_LT(evidence.start(), evidence.end());
        EXPECT_EQ(evidence.quote(), text.substr(evidence.start(), evidence.end() - evidence.start()));
      }
      for (const v1::Participant& participant : event.participants())
        EXPECT_TRUE(entities.count(participant.entity_id()) > 0);
    }
  }
};

TEST_F(PropertiesTest, EvidenceIsTheBytesAtItsOffsetsAndTheSameTextGivesTheSameBytes) {
  std::mt19937 random(7);
  for (int i = 0; i < 300; ++i) Check(Article(Generate(random)));
}

TEST_F(PropertiesTest, HoldsForMutatedText) {
  std::mt19937 random(11);
  for (int i = 0; i < 600; ++i) {
    const std::string text = Mutate(Generate(random), random);
    if (text.empty() || FirstInvalidUtf8(text).has_value()) continue;
    Check(Article(text));
  }
}

TEST_F(PropertiesTest, ASentenceOfAMegabyteIsReadInPieces) {
  std::string body;
  while (body.size() < 1000000) body += "Northgate Foods agreed to buy Peel Technologies and ";
  const v1::Extraction extraction = TheExtractor().Extract(Article(body), false);
  EXPECT_FALSE(extraction.events().empty());
}

TEST_F(PropertiesTest, AnotherLanguageHasAWarningAndNoEvents) {
  v1::Article article = Article("Northgate Foods kauft Peel Technologies.");
  article.set_language("de");
  const v1::Extraction extraction = TheExtractor().Extract(article, false);
  EXPECT_TRUE(extraction.events().empty());
  ASSERT_EQ(extraction.warnings_size(), 1);
  EXPECT_EQ(extraction.warnings(0).code(), "UNSUPPORTED_LANGUAGE");
}

TEST_F(PropertiesTest, MoreEventsThanAllowedAreDroppedWithAWarning) {
  ExtractorOptions options;
  options.max_events = 1;
  const auto extractor = Extractor::Create(TheOntology(), options).value();
  const v1::Extraction extraction = extractor->Extract(
      Article("Northgate Foods bought Peel Technologies. Northgate Foods sued Calder Bank."), false);
  EXPECT_EQ(extraction.events_size(), 1);
  ASSERT_EQ(extraction.warnings_size(), 1);
  EXPECT_EQ(extraction.warnings(0).code(), "TOO_MANY_EVENTS");
}

}  // namespace
}  // namespace tearsheet
