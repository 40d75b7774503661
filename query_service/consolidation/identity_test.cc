#include "query_service/consolidation/identity.h"

#include "gmock/gmock.h"
#include "query_service/consolidation/testing.h"

namespace tearsheet {
namespace {

using state::v1::EventFact;
using testing::DefaultOntology;
using testing::Fact;
using testing::Usd;
using testing::With;

EventFact Investment(int article, v1::Status status, const std::string& low = "",
                     const std::string& high = "") {
  EventFact fact = Fact("INVESTMENT", article, status);
  With(With(fact, "INVESTOR", "org/a"), "INVESTEE", "org/b");
  if (!low.empty() || !high.empty()) Usd(fact, low, high);
  return fact;
}

// Number of deals that the facts make.
size_t Deals(const std::vector<EventFact>& facts) {
  std::vector<Traits> traits;
  for (const EventFact& fact : facts) traits.push_back(MakeTraits(DefaultOntology(), fact));
  std::vector<const Traits*> events;
  for (const Traits& one : traits) events.push_back(&one);
  return GroupEvents(events).size();
}

void SetTime(EventFact& fact, const std::string& start, const std::string& end) {
  fact.mutable_event()->mutable_time()->set_start(start);
  fact.mutable_event()->mutable_time()->set_end(end);
}

TEST(IdentityTest, StagesRoundingsAndConflictsAreOneDeal) {
  EXPECT_EQ(Deals({Investment(1, v1::TALKS, "", "10"), Investment(2, v1::AGREED, "10", "10"),
                   Investment(3, v1::TALKS)}),
            1u);
  EXPECT_EQ(Deals({Investment(1, v1::COMPLETED, "4", "4"), Investment(2, v1::COMPLETED, "8", "8")}), 1u);
}

TEST(IdentityTest, OtherPartiesAreAnotherDeal) {
  EventFact other = Fact("INVESTMENT", 2, v1::TALKS);
  With(With(other, "INVESTOR", "org/c"), "INVESTEE", "org/b");
  EXPECT_EQ(Deals({Investment(1, v1::TALKS), other}), 2u);
}

TEST(IdentityTest, RoundsTellApartAndASpellingDoesNot) {
  EventFact c = Investment(1, v1::COMPLETED);
  c.mutable_event()->set_round("Series C");
  EventFact d = Investment(2, v1::COMPLETED);
  d.mutable_event()->set_round("Series D");
  EventFact again = Investment(3, v1::COMPLETED);
  again.mutable_event()->set_round("series C round");
  EXPECT_EQ(Deals({c, d, again}), 2u);
}

TEST(IdentityTest, SignedThingsAtClearlyDifferentTimesAreTwo) {
  EventFact first = Investment(1, v1::COMPLETED, "4", "4");
  SetTime(first, "2023-09-01", "2023-10-01");
  EventFact second = Investment(2, v1::COMPLETED, "4", "4");
  SetTime(second, "2024-11-01", "2024-12-01");
  EXPECT_EQ(Deals({first, second}), 2u);
}

TEST(IdentityTest, AnAgreementAndItsCompletionAreOne) {
  EventFact first = Investment(1, v1::AGREED, "4", "4");
  SetTime(first, "2023-09-01", "2023-10-01");
  EventFact second = Investment(2, v1::COMPLETED, "4", "4");
  SetTime(second, "2024-11-01", "2024-12-01");
  EXPECT_EQ(Deals({first, second}), 1u);
}

TEST(IdentityTest, WhatOneArticleTellsApartFromOneOriginIsTwo) {
  EventFact first = Investment(1, v1::AGREED, "38", "38");
  EventFact second = Investment(1, v1::TALKS, "10", "10");
  second.mutable_event()->set_event_id("e1b");
  EXPECT_EQ(Deals({first, second}), 2u);
}

TEST(IdentityTest, AnEventThatLacksAPartyJoinsTheOnlyDealThatAgrees) {
  EventFact loose = Fact("INVESTMENT", 3, v1::TALKS);
  Usd(With(loose, "INVESTEE", "org/b"), "10", "10");
  EXPECT_EQ(Deals({Investment(1, v1::TALKS, "10", "10"), loose}), 1u);
  EventFact other = Fact("INVESTMENT", 2, v1::TALKS);
  Usd(With(With(other, "INVESTOR", "org/c"), "INVESTEE", "org/b"), "10", "10");
  EXPECT_EQ(Deals({Investment(1, v1::TALKS, "10", "10"), other, loose}), 3u);
  EXPECT_EQ(Deals({Investment(1, v1::TALKS, "2", "2"), loose}), 2u);
}

}  // namespace
}  // namespace tearsheet
