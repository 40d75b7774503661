#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"
#include "query_service/graph/money_graph.h"
#include "query_service/graph/paths.h"

namespace tearsheet {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

const Ontology& TheOntology() {
  static const auto& ontology = *new Ontology(Ontology::Default().value());
  return ontology;
}

// "INVESTMENT INVESTOR=a INVESTEE=b 5": a deal of 5 dollars; without a number none is told.
v1::Deal MakeDeal(const std::string& type, const std::vector<std::pair<std::string, std::string>>& parties,
                  const std::string& dollars = "", v1::Status status = v1::AGREED) {
  static int count = 0;
  v1::Deal deal;
  deal.set_name("deals/" + std::to_string(++count));
  deal.set_type(type);
  deal.set_status(status);
  deal.set_independent_origins(count);
  for (const auto& [role, id] : parties) {
    auto& participant = *deal.add_participants();
    participant.set_role(role);
    participant.set_entity_id(id);
    participant.set_name("Name of " + id);
  }
  if (!dollars.empty()) {
    deal.mutable_amount()->set_state(v1::SINGLE_ORIGIN);
    auto& amount = *deal.mutable_amount()->mutable_consensus();
    amount.set_currency("USD");
    amount.set_low(dollars);
    amount.set_high(dollars);
  }
  return deal;
}

class MoneyGraphTest : public ::testing::Test {
 protected:
  void Add(const v1::Deal& deal) {
    graph_.Add(deal, *TheOntology().FindType(deal.type()),
               [](const std::string& id) { return id == "unit" ? "a" : id; });
  }
  void Invest(const std::string& from, const std::string& to, const std::string& dollars = "") {
    Add(MakeDeal("INVESTMENT", {{"INVESTOR", from}, {"INVESTEE", to}}, dollars));
  }
  void Supply(const std::string& customer, const std::string& supplier) {
    Add(MakeDeal("CONTRACT", {{"CUSTOMER", customer}, {"SUPPLIER", supplier}}));
  }

  MoneyGraph graph_;
};

TEST_F(MoneyGraphTest, MoneyFlowsFromInvestorAndCustomer) {
  Invest("a", "b", "5");
  Supply("b", "a");
  EXPECT_THAT(graph_.Targets("a"), ElementsAre("b"));
  EXPECT_THAT(graph_.Targets("b"), ElementsAre("a"));
  const auto edges = graph_.Between("a", "b", /*flows_only=*/true, /*either=*/false);
  ASSERT_EQ(edges.size(), 1u);
  EXPECT_EQ(edges[0].type(), "INVESTMENT");
  EXPECT_EQ(edges[0].totals(0).low(), "5");
}

TEST_F(MoneyGraphTest, AnEdgeSumsItsDealsAndKnowsTheLeastAdvanced) {
  Add(MakeDeal("INVESTMENT", {{"INVESTOR", "a"}, {"INVESTEE", "b"}}, "5", v1::COMPLETED));
  Add(MakeDeal("INVESTMENT", {{"INVESTOR", "unit"}, {"INVESTEE", "b"}}, "7", v1::TALKS));
  const auto edges = graph_.Between("a", "b", true, false);
  ASSERT_EQ(edges.size(), 1u);
  EXPECT_EQ(edges[0].totals(0).low(), "12");
  EXPECT_EQ(edges[0].deal_count(), 2);
  EXPECT_EQ(edges[0].least_status(), v1::TALKS);
  EXPECT_EQ(edges[0].most_status(), v1::COMPLETED);
}

TEST_F(MoneyGraphTest, ADealCountsOnceHoweverOftenItIsAdded) {
  const v1::Deal deal =
      MakeDeal("INVESTMENT", {{"INVESTOR", "a"}, {"INVESTOR", "unit"}, {"INVESTEE", "b"}}, "5");
  Add(deal);
  Add(deal);
  const auto edges = graph_.Between("a", "b", true, false);
  ASSERT_EQ(edges.size(), 1u);
  EXPECT_EQ(edges[0].deal_count(), 1);
  EXPECT_EQ(edges[0].totals(0).low(), "5");
}

TEST_F(MoneyGraphTest, ABuyerPaysTheSellerWhereOneIsNamed) {
  Add(MakeDeal("ACQUISITION", {{"ACQUIRER", "a"}, {"TARGET", "b"}, {"SELLER", "c"}}));
  Add(MakeDeal("ACQUISITION", {{"ACQUIRER", "a"}, {"TARGET", "d"}}));
  EXPECT_THAT(graph_.Targets("a"), ElementsAre("c", "d"));
}

TEST_F(MoneyGraphTest, PartnersAreTiedToEachOtherAndTiesAreNoFlows) {
  Add(MakeDeal("PARTNERSHIP", {{"PARTNER", "c"}, {"PARTNER", "a"}, {"PARTNER", "b"}}));
  EXPECT_THAT(graph_.Targets("a"), IsEmpty());
  EXPECT_THAT(graph_.Neighbours("a", /*directed=*/true), ElementsAre("b", "c"));
  EXPECT_EQ(graph_.Within({"a", "b", "c"}).size(), 3u);
}

TEST_F(MoneyGraphTest, AnEdgeWithinOneNodeIsNone) {
  Invest("a", "unit");
  EXPECT_THAT(graph_.Targets("a"), IsEmpty());
}

TEST_F(MoneyGraphTest, CyclesAreFoundOnceFromTheirSmallestNode) {
  Invest("b", "a");
  Supply("a", "c");
  Invest("c", "b");
  Invest("a", "b");
  const PathSearch found = FindCycles(graph_, "", 3, 10);
  EXPECT_THAT(found.paths, ElementsAre(NodePath{"a", "b"}, NodePath{"a", "c", "b"}));
  EXPECT_FALSE(found.truncated);
  EXPECT_THAT(FindCycles(graph_, "c", 3, 10).paths, ElementsAre(NodePath{"c", "b", "a"}));
  EXPECT_THAT(FindCycles(graph_, "", 2, 10).paths, ElementsAre(NodePath{"a", "b"}));
  EXPECT_TRUE(FindCycles(graph_, "", 3, 1).truncated);
}

TEST_F(MoneyGraphTest, PathsAreSimpleAndTheShortestComesFirst) {
  Invest("a", "b");
  Invest("b", "c");
  Invest("a", "c");
  Invest("d", "c");
  EXPECT_THAT(FindSimplePaths(graph_, "a", "c", 3, false, 10).paths,
              ElementsAre(NodePath{"a", "c"}, NodePath{"a", "b", "c"}));
  EXPECT_THAT(FindSimplePaths(graph_, "a", "d", 3, /*directed=*/true, 10).paths, IsEmpty());
  EXPECT_THAT(FindSimplePaths(graph_, "a", "d", 2, /*directed=*/false, 10).paths,
              ElementsAre(NodePath{"a", "c", "d"}));
}

TEST_F(MoneyGraphTest, ADenseGraphEndsAtTheBound) {
  for (int i = 0; i < 150; ++i) {
    for (int j = 0; j < 150; ++j) {
      if (i != j) Invest(std::to_string(i), std::to_string(j));
    }
  }
  EXPECT_TRUE(FindSimplePaths(graph_, "0", "nobody", 4, false, 10).truncated);
}

}  // namespace
}  // namespace tearsheet
