#include "query_service/consolidation/slot.h"

#include <list>

#include "gmock/gmock.h"
#include "query_service/consolidation/stage.h"
#include "query_service/consolidation/testing.h"
#include "query_service/consolidation/values.h"

namespace tearsheet {
namespace {

using state::v1::EventFact;
using testing::Cite;
using testing::Fact;
using testing::Usd;

// Builds the amount slot of the facts.
Slot SlotOf(const std::list<EventFact>& facts) {
  std::vector<const EventFact*> events;
  for (const EventFact& fact : facts) events.push_back(&fact);
  const Origins origins(events);
  std::vector<Assertion> assertions;
  for (const EventFact& fact : facts) {
    assertions.push_back(
        {&fact, &origins.Of(fact), *ToValue(fact.event().amount()), ClaimRank(fact.event().status())});
  }
  return BuildSlot(assertions, Units::kNotCompared);
}

struct Said {
  const char* low;
  const char* high;
  bool approximate = false;
};

std::string ConsensusOf(const std::vector<Said>& said) {
  std::list<EventFact> facts;
  for (const Said& s : said) {
    facts.push_back(Fact("INVESTMENT", static_cast<int>(facts.size()) + 1, v1::TALKS));
    Usd(facts.back(), s.low, s.high, s.approximate);
  }
  const Slot slot = SlotOf(facts);
  return slot.consensus ? slot.consensus->Key() : "conflict";
}

TEST(SlotTest, TheConsensusIsTheIntersection) {
  const struct {
    std::vector<Said> said;
    const char* consensus;
  } kCases[] = {
      {{{"10", ""}, {"", "10"}, {"10", "10", true}, {"10", "10"}}, "USD|10|10"},
      {{{"10", ""}, {"", "10"}}, "USD|10|10"},
      {{{"10", "10", true}}, "USD|10|10|~"},
      {{{"10", "10", true}, {"10", "10"}}, "USD|10|10"},
      {{{"10", "10", true}, {"10.4", "10.4"}}, "USD|10.4|10.4"},
      {{{"10", "10", true}, {"10.6", "10.6"}}, "conflict"},
      {{{"8", "12"}, {"10", "20"}}, "USD|10|12"},
      {{{"8", ""}, {"10", ""}}, "USD|10|"},
      {{{"4", "4"}, {"8", "8"}}, "conflict"},
      {{{"", "9"}, {"10", ""}}, "conflict"},
  };
  for (const auto& test : kCases) EXPECT_EQ(ConsensusOf(test.said), test.consensus);
}

TEST(SlotTest, StatesFollowTheOriginsNotTheArticles) {
  std::list<EventFact> facts;
  for (int i = 1; i <= 3; ++i)
    Cite(Usd(facts.emplace_back(Fact("INVESTMENT", i, v1::TALKS)), "10", "10"), v1::OUTLET, "Wire");
  EXPECT_EQ(SlotOf(facts).state, v1::SINGLE_ORIGIN);
  Usd(facts.emplace_back(Fact("INVESTMENT", 4, v1::TALKS)), "10", "");
  EXPECT_EQ(SlotOf(facts).state, v1::CORROBORATED);
  EXPECT_EQ(BuildSlot({}, Units::kNotCompared).state, v1::UNREPORTED);
}

TEST(SlotTest, ALaterStageSupersedesAnEarlierOneWithoutConflict) {
  std::list<EventFact> facts;
  Usd(facts.emplace_back(Fact("INVESTMENT", 1, v1::TALKS)), "10", "10");
  Usd(facts.emplace_back(Fact("INVESTMENT", 2, v1::AGREED)), "8", "8");
  const Slot slot = SlotOf(facts);
  EXPECT_EQ(slot.consensus->Key(), "USD|8|8");
  ASSERT_EQ(slot.claims.size(), 2u);
  EXPECT_FALSE(slot.claims[0].claim.superseded());
  EXPECT_TRUE(slot.claims[1].claim.superseded());
}

TEST(SlotTest, APartyReplacesItsOwnEarlierWord) {
  std::list<EventFact> facts;
  Cite(Usd(facts.emplace_back(Fact("FINANCIAL_RESULT", 1, v1::PLANNED)), "70", "72"), v1::PARTY, "Acme");
  Cite(Usd(facts.emplace_back(Fact("FINANCIAL_RESULT", 2, v1::PLANNED)), "75", "80"), v1::PARTY, "Acme");
  const Slot slot = SlotOf(facts);
  EXPECT_EQ(slot.consensus->Key(), "USD|75|80");
  EXPECT_TRUE(slot.claims.back().claim.superseded());
}

TEST(SlotTest, APartyOutweighsReportsOfTheSameStage) {
  std::list<EventFact> facts;
  Usd(facts.emplace_back(Fact("CONTRACT", 1, v1::AGREED)), "5", "5");
  Usd(facts.emplace_back(Fact("CONTRACT", 2, v1::AGREED)), "5", "5");
  Cite(Usd(facts.emplace_back(Fact("CONTRACT", 3, v1::AGREED)), "4", "4"), v1::PARTY, "Acme");
  const Slot slot = SlotOf(facts);
  EXPECT_EQ(slot.consensus->Key(), "USD|4|4");
  EXPECT_EQ(slot.state, v1::SINGLE_ORIGIN);
  EXPECT_TRUE(slot.claims[1].claim.differing());
}

TEST(SlotTest, OtherCurrenciesNeitherSupportNorContradict) {
  std::list<EventFact> facts;
  Usd(facts.emplace_back(Fact("CONTRACT", 1, v1::AGREED)), "5", "5");
  Usd(facts.emplace_back(Fact("CONTRACT", 2, v1::AGREED)), "5", "5");
  Usd(facts.emplace_back(Fact("CONTRACT", 3, v1::AGREED)), "4", "4");
  facts.back().mutable_event()->mutable_amount()->set_currency("EUR");
  EXPECT_EQ(SlotOf(facts).consensus->Key(), "USD|5|5");
}

}  // namespace
}  // namespace tearsheet
