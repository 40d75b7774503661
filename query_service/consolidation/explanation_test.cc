#include "query_service/consolidation/explanation.h"

#include <list>
#include <map>

#include "gmock/gmock.h"
#include "query_service/consolidation/testing.h"

namespace tearsheet {
namespace {

using state::v1::EventFact;
using testing::DefaultOntology;
using ::testing::ElementsAre;
using testing::Fact;
using testing::Usd;
using testing::With;

class ExplanationTest : public ::testing::Test {
 protected:
  EventFact& Investment(int article, v1::Status status, const char* amount) {
    EventFact& fact = facts_.emplace_back(Fact("INVESTMENT", article, status));
    With(fact, "INVESTOR", "org/pellworth");
    With(fact, "INVESTEE", "org/lumora");
    fact.set_bucket("INVESTMENT|INVESTEE=org/lumora");
    if (*amount != '\0') Usd(fact, amount, amount);
    return fact;
  }

  EventFact& Raise(int article, const char* amount) {
    EventFact& fact = Investment(article, v1::COMPLETED, amount);
    fact.mutable_parties()->DeleteSubrange(0, 1);
    return fact;
  }

  std::list<EventFact> facts_;
};

std::vector<v1::ComparisonKind> KindsOf(
    const google::protobuf::RepeatedPtrField<v1::Comparison>& comparisons) {
  std::vector<v1::ComparisonKind> kinds;
  for (const v1::Comparison& comparison : comparisons) kinds.push_back(comparison.kind());
  return kinds;
}

TEST_F(ExplanationTest, SaysWhatEachEventJoinedAndByWhichRule) {
  const EventFact& early = Investment(1, v1::TALKS, "2");
  const EventFact& signed_ = Investment(2, v1::AGREED, "2");
  const EventFact& vague = Raise(3, "2");
  const auto explanation = Explain(DefaultOntology(), {"deals/e1", {&vague, &signed_, &early}}, {});
  EXPECT_EQ(explanation.compared_by(), "INVESTMENT, INVESTEE org/lumora");
  ASSERT_EQ(explanation.events_size(), 3);
  EXPECT_EQ(explanation.events(0).rule(), v1::JOIN_RULE_FIRST);
  EXPECT_EQ(explanation.events(0).joined_event(), "");
  const auto& second = explanation.events(1);
  EXPECT_EQ(second.rule(), v1::JOIN_RULE_FITS_BEST);
  EXPECT_EQ(second.joined_event(), "events/e1");
  EXPECT_THAT(KindsOf(second.comparisons()),
              ElementsAre(v1::COMPARISON_KIND_SAME_PARTY, v1::COMPARISON_KIND_SAME_PARTY,
                          v1::COMPARISON_KIND_SAME_NUMBER, v1::COMPARISON_KIND_ONE_STORY,
                          v1::COMPARISON_KIND_OTHER_STAGE));
  EXPECT_EQ(second.comparisons(2).here(), "2 USD");
  const auto& third = explanation.events(2);
  EXPECT_EQ(third.rule(), v1::JOIN_RULE_ONLY_DEAL);
  EXPECT_THAT(third.missing_roles(), ElementsAre("INVESTOR"));
}

TEST_F(ExplanationTest, SaysWhatKeepsNearDealsApart) {
  EventFact& here = Investment(1, v1::COMPLETED, "2");
  here.mutable_event()->set_round("Series C");
  EventFact& other_round = Investment(2, v1::COMPLETED, "5");
  other_round.mutable_event()->set_round("Series D");
  EventFact& other_investor = Investment(3, v1::COMPLETED, "2");
  other_investor.mutable_parties(0)->set_entity_id("org/kestrel");
  other_investor.mutable_parties(0)->set_top_id("org/kestrel");
  EventFact& vague = Raise(4, "");
  const auto explanation =
      Explain(DefaultOntology(), {"deals/e1", {&here}},
              {{"deals/e2", {&other_round}}, {"deals/e3", {&other_investor}}, {"deals/e4", {&vague}}});
  std::map<std::string, v1::ComparisonKind> apart;
  for (const v1::NearDeal& near : explanation.near_deals()) apart[near.deal()] = near.comparisons(0).kind();
  EXPECT_EQ(apart["deals/e2"], v1::COMPARISON_KIND_OTHER_WORD);
  EXPECT_EQ(apart["deals/e3"], v1::COMPARISON_KIND_OTHER_PARTY);
  EXPECT_EQ(apart["deals/e4"], v1::COMPARISON_KIND_FITS_SEVERAL);
}

TEST_F(ExplanationTest, DoesNotDependOnTheOrderOfEvents) {
  const EventFact& a = Investment(1, v1::TALKS, "2");
  const EventFact& b = Investment(2, v1::TALKS, "2");
  const EventFact& c = Investment(9, v1::AGREED, "");
  EXPECT_EQ(Explain(DefaultOntology(), {"deals/e1", {&a, &b, &c}}, {}).ShortDebugString(),
            Explain(DefaultOntology(), {"deals/e1", {&c, &b, &a}}, {}).ShortDebugString());
  EXPECT_TRUE(Explain(DefaultOntology(), {"deals/e1", {&a}}, {}).near_deals().empty());
}

}  // namespace
}  // namespace tearsheet
