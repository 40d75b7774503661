#include "ingest_service/events/folding.h"

#include <gtest/gtest.h>

#include <string>

namespace tearsheet {
namespace {

class FoldingTest : public testing::Test {
 protected:
  FoldingTest() { frame_.type = ontology_.FindType("ACQUISITION"); }

  Assertion Purchase(const std::string& buyer, const std::string& target, const std::string& amount,
                     v1::Status status, int place) {
    Assertion assertion;
    assertion.frame = &frame_;
    assertion.sentence = place;
    v1::Event& event = assertion.event;
    event.set_type("ACQUISITION");
    event.set_status(status);
    event.set_certainty(v1::ASSERTED);
    for (const auto& [role, name] : {std::pair{"ACQUIRER", buyer}, std::pair{"TARGET", target}}) {
      if (name.empty()) continue;
      v1::Participant& p = *event.add_participants();
      p.set_role(role);
      p.set_entity_id("org/" + name);
      p.set_name(name);
    }
    if (!amount.empty()) {
      event.mutable_amount()->set_currency("USD");
      event.mutable_amount()->set_low(amount);
      event.mutable_amount()->set_high(amount);
    }
    v1::Evidence& evidence = *event.add_evidence();
    evidence.set_start(place * 100);
    evidence.set_end(place * 100 + 50);
    return assertion;
  }

  const Ontology ontology_ = Ontology::Default().value();
  Frame frame_;
};

TEST_F(FoldingTest, TheSameTwiceIsOneEventWithBothSentencesAndTheLaterStage) {
  const auto folded = FoldAssertions(
      {Purchase("A", "B", "5", v1::AGREED, 0), Purchase("A", "B", "", v1::COMPLETED, 3)}, ontology_);
  ASSERT_EQ(folded.size(), 1U);
  EXPECT_EQ(folded[0].event.evidence_size(), 2);
  EXPECT_EQ(folded[0].event.status(), v1::COMPLETED);
  EXPECT_EQ(folded[0].event.amount().low(), "5");
}

TEST_F(FoldingTest, AmountsWithoutCommonValueTellApart) {
  EXPECT_EQ(FoldAssertions({Purchase("A", "B", "5", v1::AGREED, 0), Purchase("A", "B", "9", v1::AGREED, 1)},
                           ontology_)
                .size(),
            2U);
}

TEST_F(FoldingTest, ARangeAndAValueInItAreOne) {
  Assertion range = Purchase("A", "B", "5", v1::AGREED, 0);
  range.event.mutable_amount()->clear_high();
  EXPECT_EQ(FoldAssertions({range, Purchase("A", "B", "9", v1::AGREED, 1)}, ontology_).size(), 1U);
}

TEST_F(FoldingTest, AnotherTargetIsAnotherEvent) {
  EXPECT_EQ(FoldAssertions({Purchase("A", "B", "", v1::AGREED, 0), Purchase("A", "C", "", v1::AGREED, 1)},
                           ontology_)
                .size(),
            2U);
}

TEST_F(FoldingTest, AnAssertionWithoutBuyerJoinsTheOneThatNamesIt) {
  const auto folded = FoldAssertions(
      {Purchase("A", "B", "", v1::AGREED, 0), Purchase("", "B", "7", v1::AGREED, 1)}, ontology_);
  ASSERT_EQ(folded.size(), 1U);
  EXPECT_EQ(folded[0].event.participants_size(), 2);
  EXPECT_EQ(folded[0].event.amount().low(), "7");
}

TEST_F(FoldingTest, TheTitleYieldsToTheBody) {
  Assertion title = Purchase("A", "B", "5", v1::AGREED, 0);
  title.title = true;
  title.event.mutable_amount()->clear_low();
  title.event.mutable_evidence(0)->set_part(v1::TEXT_PART_TITLE);
  const auto folded = FoldAssertions({title, Purchase("A", "B", "4", v1::AGREED, 1)}, ontology_);
  ASSERT_EQ(folded.size(), 1U);
  EXPECT_EQ(folded[0].event.amount().low(), "4");
  EXPECT_EQ(folded[0].event.evidence(0).part(), v1::TEXT_PART_TITLE);
}

}  // namespace
}  // namespace tearsheet
