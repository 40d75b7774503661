#include "query_service/answers/company_totals.h"

#include <map>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/proto_time.h"
#include "gmock/gmock.h"
#include "query_service/consolidation/testing.h"

namespace tearsheet {
namespace {

using testing::DefaultOntology;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

// A deal told on a day: each party is "ROLE id".
v1::Deal MakeDeal(const std::string& id, const std::string& type, v1::Status status, int day,
                  const std::vector<std::pair<std::string, std::string>>& parties, const std::string& low,
                  const std::string& high) {
  v1::Deal deal;
  deal.set_name(absl::StrCat("deals/", id));
  deal.set_type(type);
  deal.set_status(status);
  for (const auto& [role, entity] : parties) {
    auto& participant = *deal.add_participants();
    participant.set_role(role);
    participant.set_entity_id(entity);
    participant.set_name(entity);
  }
  if (!low.empty() || !high.empty()) {
    deal.mutable_amount()->mutable_consensus()->set_currency("USD");
    deal.mutable_amount()->mutable_consensus()->set_low(low);
    deal.mutable_amount()->mutable_consensus()->set_high(high);
  }
  *deal.mutable_first_publish_time() = TimeToProto(absl::UnixEpoch() + absl::Hours(24 * day));
  *deal.mutable_last_publish_time() = deal.first_publish_time();
  deal.add_article_uris(absl::StrCat("https://t.example/", id));
  return deal;
}

// "TYPE CLASS low-high: counted; left out" of each total of org/own.
std::vector<std::string> TotalsOf(const std::vector<v1::Deal>& deals) {
  CompanyTotals totals(DefaultOntology(), {"org/own"},
                       [](const std::string& id) -> absl::StatusOr<v1::Entity> {
                         v1::Entity owner;
                         owner.set_entity_id(id == "org/unit" ? "org/other" : id);
                         return owner;
                       });
  for (const v1::Deal& deal : deals) EXPECT_TRUE(totals.Add(deal).ok());
  std::vector<std::string> lines;
  for (const v1::CounterpartyTotal& total : totals.Take()) {
    std::string line = absl::StrCat(total.type(), " ", total.counterparty().entity_id(), " ",
                                    v1::StatusClass_Name(total.status_class()).substr(13), " ",
                                    total.total().low(), "-", total.total().high(), ":");
    for (const std::string& deal : total.deals()) absl::StrAppend(&line, " ", deal.substr(6));
    for (const v1::LeftOutDeal& left : total.left_out()) {
      absl::StrAppend(&line, "; ", left.deal().substr(6), " ",
                      v1::LeftOutReason_Name(left.reason()).substr(16));
      if (!left.instead().empty()) absl::StrAppend(&line, " ", left.instead().substr(6));
    }
    lines.push_back(std::move(line));
  }
  return lines;
}

const std::vector<std::pair<std::string, std::string>> kInvestment = {{"INVESTOR", "org/own"},
                                                                      {"INVESTEE", "org/other"}};

TEST(CompanyTotalsTest, SumsIntervalsByCounterpartyAndClass) {
  EXPECT_THAT(TotalsOf({MakeDeal("a", "INVESTMENT", v1::COMPLETED, 1, kInvestment, "4", "4"),
                        MakeDeal("b", "INVESTMENT", v1::COMPLETED, 2, kInvestment, "", "6"),
                        MakeDeal("c", "INVESTMENT", v1::TALKS, 3, kInvestment, "10", "12"),
                        MakeDeal("d", "INVESTMENT", v1::COMPLETED, 4, kInvestment, "", "")}),
              ElementsAre("INVESTMENT org/other TALKED_OF 10-12: c",
                          "INVESTMENT org/other COMPLETED -10: a b; d NO_SUM"));
}

TEST(CompanyTotalsTest, UnitsOfACounterpartyCountAsTheirOwner) {
  EXPECT_THAT(TotalsOf({MakeDeal("a", "CONTRACT", v1::AGREED, 1,
                                 {{"SUPPLIER", "org/own"}, {"CUSTOMER", "org/unit"}}, "4", "4"),
                        MakeDeal("b", "CONTRACT", v1::AGREED, 1,
                                 {{"SUPPLIER", "org/own"}, {"CUSTOMER", "org/other"}}, "5", "5")}),
              ElementsAre("CONTRACT org/other AGREED 9-9: a b"));
}

TEST(CompanyTotalsTest, WhatSeveralGiveTogetherIsAnIntervalFromNothing) {
  EXPECT_THAT(TotalsOf({MakeDeal("a", "INVESTMENT", v1::COMPLETED, 1,
                                 {{"INVESTOR", "org/own"}, {"INVESTOR", "org/x"}, {"INVESTEE", "org/other"}},
                                 "40", "40")}),
              ElementsAre("INVESTMENT org/other COMPLETED 0-40: a"));
}

TEST(CompanyTotalsTest, NothingCountsTwice) {
  v1::Deal joint =
      MakeDeal("joint", "INVESTMENT", v1::COMPLETED, 1,
               {{"INVESTOR", "org/own"}, {"INVESTOR", "org/x"}, {"INVESTEE", "org/other"}}, "40", "40");
  v1::Deal tranche = MakeDeal("tranche", "INVESTMENT", v1::COMPLETED, 5, kInvestment, "10", "10");
  EXPECT_THAT(TotalsOf({joint, tranche}),
              ElementsAre("INVESTMENT org/other COMPLETED 10-10: tranche; joint WHOLE_OF tranche"));

  v1::Deal round = MakeDeal("round", "INVESTMENT", v1::AGREED, 1, kInvestment, "40", "40");
  round.set_round("Series F");
  tranche.set_round("Series F");
  EXPECT_THAT(TotalsOf({round, tranche}),
              ElementsAre("INVESTMENT org/other AGREED 40-40: round",
                          "INVESTMENT org/other COMPLETED -:; tranche PART_OF round"));

  v1::Deal stake = MakeDeal("stake", "STAKE", v1::COMPLETED, 1,
                            {{"HOLDER", "org/own"}, {"COMPANY", "org/other"}}, "10", "10");
  tranche.clear_round();
  auto& link = *tranche.add_links();
  link.set_relation("TOLD_AS");
  link.set_deal(stake.name());
  EXPECT_THAT(TotalsOf({stake, tranche}), ElementsAre("INVESTMENT org/other COMPLETED 10-10: tranche",
                                                      "STAKE org/other COMPLETED -:; stake TOLD_AS tranche"));
}

TEST(CompanyTotalsTest, WhatIsAnnouncedAgainCountsOnceAtItsLaterStage) {
  const v1::Deal talks = MakeDeal("talks", "INVESTMENT", v1::TALKS, 1, kInvestment, "10", "10");
  const v1::Deal done = MakeDeal("done", "INVESTMENT", v1::COMPLETED, 200, kInvestment, "10", "10");
  EXPECT_THAT(TotalsOf({talks, done}), ElementsAre("INVESTMENT org/other TALKED_OF -:; talks REPEATED done",
                                                   "INVESTMENT org/other COMPLETED 10-10: done"));
  // More than a year apart, of another round, or told by one article, they are two.
  const v1::Deal later = MakeDeal("later", "INVESTMENT", v1::COMPLETED, 900, kInvestment, "10", "10");
  EXPECT_THAT(TotalsOf({done, later}), ElementsAre("INVESTMENT org/other COMPLETED 20-20: done later"));
  v1::Deal beside = done;
  beside.set_name("deals/beside");
  EXPECT_THAT(TotalsOf({done, beside}), ElementsAre("INVESTMENT org/other COMPLETED 20-20: beside done"));
}

TEST(CompanyTotalsTest, NoMoneyGoesBetweenThePartiesOfATypeWithoutAFlow) {
  EXPECT_THAT(TotalsOf({MakeDeal("a", "VALUATION", v1::COMPLETED, 1,
                                 {{"COMPANY", "org/own"}, {"BY", "org/other"}}, "40", "40")}),
              IsEmpty());
}

}  // namespace
}  // namespace tearsheet
