#include "query_service/consolidation/origin.h"

#include <list>

#include "gmock/gmock.h"
#include "query_service/consolidation/deal_builder.h"
#include "query_service/consolidation/testing.h"
#include "query_service/consolidation/text_sketch.h"

namespace tearsheet {
namespace {

using state::v1::EventFact;
using testing::Cite;
using testing::DefaultOntology;
using ::testing::ElementsAre;
using testing::Fact;
using testing::Usd;
using testing::With;

constexpr char kText[] =
    "Pellworth is close to putting two billion dollars into the chip designer Lumora, according to people "
    "who have "
    "seen the papers, and the board is expected to vote on the plan before the end of the month, unless a "
    "rival "
    "appears with a better one.";
constexpr char kOtherText[] =
    "A vote is near at Lumora: its directors will decide within weeks whether to let Pellworth in. Nobody "
    "else has "
    "come forward so far, and the sum under discussion has not moved since spring.";
// Half of the first text and half new.
constexpr char kMixedText[] =
    "Pellworth is close to putting two billion dollars into the chip designer Lumora, according to people "
    "who have "
    "seen it all. Our own sources add that lawyers for both were booked through Friday and that nobody in "
    "the "
    "building wanted to talk, which is quite unlike them.";

class OriginsTest : public ::testing::Test {
 protected:
  EventFact& Tell(int article, const char* text, const char* amount = "2") {
    EventFact& fact = facts_.emplace_back(Fact("INVESTMENT", article, v1::TALKS));
    With(fact, "INVESTOR", "org/pellworth");
    With(fact, "INVESTEE", "org/lumora");
    Usd(fact, amount, amount);
    *fact.mutable_sketch() = SketchText(text, false, {});
    return fact;
  }

  v1::Deal Deal() {
    std::vector<const EventFact*> events;
    for (const EventFact& fact : facts_) events.push_back(&fact);
    return BuildDeal(DefaultOntology(), events);
  }

  std::list<EventFact> facts_;
};

TEST_F(OriginsTest, ACopyHasTheOriginOfTheEarliestArticle) {
  Tell(1, kText);
  Tell(2, kText);
  Tell(3, kText);
  v1::Deal deal = Deal();
  EXPECT_EQ(deal.article_count(), 3);
  EXPECT_EQ(deal.article_group_count(), 1);
  EXPECT_EQ(deal.independent_origins(), 1);
  EXPECT_EQ(deal.amount().state(), v1::SINGLE_ORIGIN);
  EXPECT_THAT(deal.amount().claims(0).origins(), ElementsAre("Publisher 1"));
  ASSERT_EQ(deal.copies_size(), 2);
  EXPECT_EQ(deal.copies(1).original_uri(), "https://t.example/1");
  EXPECT_EQ(deal.copies(1).kind(), v1::COPY_KIND_SAME_TEXT);
  // Without the earliest one the next is the original.
  facts_.pop_front();
  deal = Deal();
  EXPECT_EQ(deal.independent_origins(), 1);
  EXPECT_THAT(deal.amount().claims(0).origins(), ElementsAre("Publisher 2"));
  EXPECT_EQ(deal.copies_size(), 1);
}

TEST_F(OriginsTest, AnotherTextIsAnotherOrigin) {
  Tell(1, kText);
  Tell(2, kOtherText);
  EXPECT_EQ(Deal().independent_origins(), 2);
  EXPECT_EQ(Deal().least_independent_origins(), 2);
  EXPECT_EQ(Deal().amount().state(), v1::CORROBORATED);
}

TEST_F(OriginsTest, ACopyThatNamesTheOriginalIsTheSameOrigin) {
  Tell(1, kText);
  Cite(Tell(2, kText), v1::OUTLET, "The Publisher 1");
  EXPECT_EQ(Deal().independent_origins(), 1);
  EXPECT_THAT(Deal().origins(), ElementsAre("The Publisher 1"));
}

TEST_F(OriginsTest, WhatCannotBeToldCountsInBothWays) {
  Tell(1, kText);
  Tell(2, kMixedText);
  const v1::Deal deal = Deal();
  ASSERT_EQ(deal.copies_size(), 1);
  EXPECT_EQ(deal.copies(0).kind(), v1::COPY_KIND_UNDECIDED);
  EXPECT_EQ(deal.article_group_count(), 2);
  EXPECT_EQ(deal.independent_origins(), 2);
  EXPECT_EQ(deal.least_independent_origins(), 1);
  EXPECT_EQ(deal.amount().state(), v1::SINGLE_ORIGIN) << "it corroborates nothing";
  EXPECT_EQ(deal.amount().claims(0).independent_origins(), 2);
  EXPECT_EQ(deal.amount().claims(0).least_independent_origins(), 1);
}

TEST_F(OriginsTest, ACopyDoesNotBringBackWhatAPartyHasReplaced) {
  Cite(Tell(1, kText, "2"), v1::PARTY, "Lumora");
  Cite(Tell(2, kOtherText, "3"), v1::PARTY, "Lumora");
  Cite(Tell(3, kText, "2"), v1::PARTY, "Lumora");
  const v1::Deal deal = Deal();
  EXPECT_EQ(deal.amount().consensus().low(), "3");
}

}  // namespace
}  // namespace tearsheet
