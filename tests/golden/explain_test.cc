// What an explanation tells of each event.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "common/ontology.h"
#include "ingest_service/extractor.h"

namespace tearsheet {
namespace {

class ExplainTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    ontology_ = new Ontology(Ontology::Default().value());
    extractor_ = Extractor::Create(*ontology_, {}).value().release();
  }

  void Read(const std::string& body) {
    v1::Article article;
    article.set_uri("https://post.example/1");
    article.mutable_publisher()->set_name("Golden Post");
    article.mutable_publish_time()->set_seconds(1763121600);
    article.set_body(body);
    extraction_ = extractor_->Extract(article, false, &explanations_);
    plain_ = extractor_->Extract(article, false);
  }

  // The reasons of the first event that are about `about`, one line each.
  std::string Why(const std::string& about) const {
    std::string lines;
    for (const Reason& reason : explanations_.at(0).reasons) {
      if (reason.about == about) lines += reason.text + "\n";
    }
    return lines;
  }

  static const Ontology* ontology_;
  static const Extractor* extractor_;
  v1::Extraction extraction_;
  v1::Extraction plain_;
  std::vector<EventExplanation> explanations_;
};

const Ontology* ExplainTest::ontology_ = nullptr;
const Extractor* ExplainTest::extractor_ = nullptr;

MATCHER_P(Tells, words, "") { return arg.find(words) != std::string::npos; }

TEST_F(ExplainTest, NamesRuleTriggerPlacesBoundsCuesAndSource) {
  Read(
      "Northgate Foods is in early talks to buy Peel Technologies for more than $2.5 billion, Reuters "
      "reported.");
  ASSERT_EQ(explanations_.size(), 1u);
  EXPECT_THAT(Why("rule"), ::testing::ContainsRegex("^frame [a-z-]+, frames_deals.txt:[0-9]+\n$"));
  EXPECT_THAT(Why("trigger"), Tells("“buy”"));
  EXPECT_THAT(Why("ACQUIRER"), Tells("“Northgate Foods” as subject is Northgate Foods"));
  EXPECT_THAT(Why("TARGET"), Tells("“Peel Technologies” as "));
  EXPECT_EQ(Why("amount"), "“more than $2.5 billion”: from 2500000000, no upper bound USD\n");
  EXPECT_THAT(Why("status"), Tells("EARLY_TALKS, ASSERTED: “early talks”"));
  EXPECT_THAT(Why("source"), Tells("OUTLET Reuters"));
}

TEST_F(ExplainTest, TellsWhomAReferenceStandsFor) {
  Read("Northgate Foods opened its books on Monday. It agreed to buy Peel Technologies.");
  ASSERT_EQ(explanations_.size(), 1u);
  EXPECT_THAT(Why("ACQUIRER"), Tells("“It” as subject stands for Northgate Foods"));
}

TEST_F(ExplainTest, TellsWhichSentencesWereFolded) {
  Read("Northgate Foods agreed to buy Peel Technologies. Northgate Foods will buy Peel Technologies in May.");
  ASSERT_EQ(explanations_.size(), 1u);
  EXPECT_THAT(Why("told again"), Tells("“Northgate Foods will buy Peel Technologies in May.”"));
}

TEST_F(ExplainTest, HasTheBiasAndThePartsOfTheConfidence) {
  Read("Northgate Foods agreed to buy Peel Technologies.");
  ASSERT_EQ(explanations_.size(), 1u);
  ASSERT_FALSE(explanations_[0].confidence.empty());
  EXPECT_EQ(explanations_[0].confidence[0].first, "bias");
}

TEST_F(ExplainTest, ChangesNothing) {
  Read(
      "Northgate Foods is in talks to buy Peel Technologies for $2 billion, Reuters reported. The deal would "
      "value "
      "Peel Technologies at more than $2.5 billion. Northgate Foods declined to comment.");
  EXPECT_EQ(extraction_.SerializeAsString(), plain_.SerializeAsString());
  EXPECT_EQ(explanations_.size(), static_cast<size_t>(extraction_.events_size()));
}

}  // namespace
}  // namespace tearsheet
