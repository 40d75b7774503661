#include <string>

#include "cli/testing/fake_query_service.h"
#include "cli/text/display_width.h"
#include "cli/views/change_view.h"
#include "cli/views/company_view.h"
#include "cli/views/deal_parts.h"
#include "cli/views/deal_sheet.h"
#include "cli/views/deal_table.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace tearsheet {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

TEST(PartiesTextTest, GroupsByRole) {
  v1::Deal deal = testing::MakeDeal("deals/d1");
  auto& second = *deal.mutable_participants()->Add();
  second.set_role("INVESTEE");
  second.set_entity_id("org/~x");
  EXPECT_EQ(PartiesText(deal.participants()), "Amazon – Lumora AI, org/~x");
}

TEST(MainValueTest, PrefersTheAmountAndFallsBackToWords) {
  v1::Deal deal = testing::MakeDeal("deals/d1");
  EXPECT_EQ(MainValue(deal), "$3bn / $3.2bn") << "superseded claims are left out";
  EXPECT_TRUE(MainValueConflicts(deal));
  deal.clear_amount();
  deal.set_change("APPOINTED");
  deal.set_position("chief executive");
  EXPECT_EQ(MainValue(deal), "APPOINTED, chief executive");
  EXPECT_FALSE(MainValueConflicts(deal));
}

TEST(MainValueTest, TellsEveryFigureAndWhatItMeasures) {
  v1::Event event;
  event.mutable_amount()->set_currency("GBP");
  event.mutable_amount()->set_low("18000000");
  event.mutable_amount()->set_high("18000000");
  EXPECT_EQ(MainValue(event), "£18m");
  event.mutable_percent()->set_low("12");
  event.mutable_percent()->set_high("12");
  EXPECT_EQ(MainValue(event), "£18m, 12%");
  event.set_metric("REVENUE");
  EXPECT_EQ(MainValue(event), "£18m, 12% REVENUE");
}

TEST(MainValueTest, TheBasicViewOfADealHasNoClaims) {
  v1::Deal deal = testing::MakeDeal("deals/d1");
  deal.mutable_amount()->clear_claims();
  EXPECT_EQ(MainValue(deal), "") << "nothing is known of a conflict without its claims";
  deal.mutable_amount()->mutable_consensus()->set_low("5");
  EXPECT_EQ(MainValue(deal), "at least 5");
}

TEST(RenderDealSheetTest, FitsTheTerminal) {
  for (int width = 60; width <= 140; width += 10) {
    std::string rest =
        RenderDealSheet(testing::MakeDeal("deals/d1"), {testing::MakeEvent()}, false, width, false);
    while (!rest.empty()) {
      const size_t end = rest.find('\n');
      EXPECT_LE(DisplayWidth(rest.substr(0, end)), width) << rest.substr(0, end);
      rest.erase(0, end + 1);
    }
  }
}

TEST(RenderDealSheetTest, TellsWhatTheListsOfALargeDealLeaveOut) {
  v1::Deal deal = testing::MakeDeal("deals/d1");
  deal.set_publisher_count(deal.publishers_size() + 4000);
  deal.mutable_amount()->set_claim_count(deal.amount().claims_size() + 70);
  deal.mutable_amount()->mutable_claims(0)->set_article_count(98765);
  const std::string sheet = RenderDealSheet(deal, {testing::MakeEvent()}, /*more_events=*/true, 100, false);
  EXPECT_THAT(sheet, HasSubstr("and 4000 more;"));
  EXPECT_THAT(sheet, HasSubstr("and 70 more\n"));
  EXPECT_THAT(sheet, HasSubstr(" 98765 "));
  EXPECT_THAT(sheet, HasSubstr("tearsheet events --deal=deals/d1"));
}

TEST(RenderDealSheetTest, TextOfArticlesCannotDriveTheTerminal) {
  v1::EventRecord event = testing::MakeEvent();
  event.mutable_event()->mutable_evidence(0)->set_quote("\x1B]0;owned\x07");
  event.set_article_uri("https://a.example/\x1B[2J");
  v1::Deal deal = testing::MakeDeal("deals/\x1B[2J");
  deal.mutable_participants(0)->set_name("\x1B[2J");
  EXPECT_THAT(RenderDealSheet(deal, {event}, false, 100, false), Not(HasSubstr("\x1B")));
}

TEST(FieldValueTextTest, SpeaksLikeTheSheet) {
  EXPECT_EQ(FieldValueText("status", "\"TALKS\""), "TALKS");
  EXPECT_EQ(
      FieldValueText(
          "amount",
          R"({"state":"CORROBORATED","consensus":{"currency":"USD","low":"10000000000","high":"10000000000"}})"),
      "$10bn");
  EXPECT_EQ(FieldValueText("article_uris", R"(["a","b"])"), "2 entries");
  EXPECT_EQ(FieldValueText("article_count", "5"), "5");
  EXPECT_EQ(FieldValueText("disputed", "true"), "yes");
  EXPECT_EQ(FieldValueText("amount", ""), "–");
  EXPECT_EQ(FieldValueText("no_such_field", "{broken"), "{broken");
}

TEST(RenderChangeTest, TellsKindDealAndFields) {
  v1::DealChange change;
  change.set_kind(v1::DEAL_CHANGE_KIND_REMOVED);
  *change.mutable_deal() = testing::MakeDeal("deals/d1");
  change.set_merged_into("deals/d2");
  EXPECT_EQ(RenderChange(change, 80, false), "removed deals/d1 INVESTMENT: Amazon – Lumora AI → deals/d2\n");
}

}  // namespace
}  // namespace tearsheet
