#include "tests/conformance/state_store_suite.h"

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "tests/support/status_matchers.h"

namespace tearsheet::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;

constexpr int64_t kManyChanges = 1000;

StoredDeal Deal(const std::string& id, int64_t last, const std::string& company) {
  StoredDeal deal;
  deal.deal_id = id;
  deal.bucket = absl::StrCat("bucket of ", company);
  deal.type = "STAKE";
  deal.status = v1::AGREED;
  deal.first_nanos = last - 1;
  deal.last_nanos = last;
  deal.article_count = 1;
  deal.companies = {{company, false}, {absl::StrCat(company, "/parent"), true}};
  deal.full = absl::StrCat("full ", id);
  deal.basic = absl::StrCat("basic ", id);
  return deal;
}

StoredChange Change(int64_t sequence) {
  StoredChange change;
  change.sequence = sequence;
  change.ingest_nanos = sequence;
  change.new_deal = absl::StrCat("deal of ", sequence);
  return change;
}

std::vector<std::string> Walk(StateReader& reader, DealQuery query) {
  std::vector<std::string> deals;
  while (true) {
    const DealPage page = reader.ListDeals(query).value();
    deals.insert(deals.end(), page.deals.begin(), page.deals.end());
    if (!page.next) return deals;
    query.after = page.next;
  }
}

}  // namespace

TEST_P(StateStoreSuite, ACommitShowsEffectsAndPositionTogether) {
  const auto store = fixture_->Open("1", kManyChanges);
  const auto before = store->Snapshot().value();
  {
    const auto transaction = store->Begin().value();
    ASSERT_OK(transaction->PutDeal(Deal("d1", 10, "org/a")));
    EXPECT_THAT(transaction->reader().Deal("d1", v1::DEAL_VIEW_FULL).value(), "full d1");
    ASSERT_OK(transaction->Commit(7));
  }
  EXPECT_EQ(before->Sequence().value(), 0);
  EXPECT_FALSE(before->Deal("d1", v1::DEAL_VIEW_FULL).value().has_value());
  const auto after = store->Snapshot().value();
  EXPECT_EQ(after->Sequence().value(), 7);
  EXPECT_EQ(after->Deal("d1", v1::DEAL_VIEW_BASIC).value(), "basic d1");
  EXPECT_EQ(after->Counts().value().deals, 1);
}

TEST_P(StateStoreSuite, ADroppedTransactionLeavesNoTrace) {
  const auto store = fixture_->Open("1", kManyChanges);
  {
    const auto transaction = store->Begin().value();
    ASSERT_OK(transaction->PutDeal(Deal("d1", 10, "org/a")));
    ASSERT_OK(transaction->AddChange(Change(1)));
    ASSERT_OK(transaction->AddSetAside(1, "why"));
  }
  const auto reader = store->Snapshot().value();
  EXPECT_EQ(reader->Sequence().value(), 0);
  EXPECT_EQ(reader->Counts().value().deals, 0);
  EXPECT_THAT(reader->SetAside(10).value(), IsEmpty());
  EXPECT_THAT(reader->ChangeRange().value(), Pair(0, 1));
}

TEST_P(StateStoreSuite, WhatWasCommittedIsThereAfterAReopen) {
  {
    const auto store = fixture_->Open("1", kManyChanges);
    const auto transaction = store->Begin().value();
    ASSERT_OK(transaction->AddSetAside(3, "why"));
    ASSERT_OK(transaction->Commit(3));
  }
  const auto store = fixture_->Open("1", kManyChanges);
  const auto reader = store->Snapshot().value();
  EXPECT_EQ(reader->Sequence().value(), 3);
  EXPECT_THAT(reader->SetAside(10).value(), ElementsAre(Pair(3, "why")));
}

TEST_P(StateStoreSuite, OtherVersionsEmptyTheStateAndBeginAnotherEpoch) {
  std::string epoch;
  {
    const auto store = fixture_->Open("1", kManyChanges);
    epoch = store->Epoch();
    const auto transaction = store->Begin().value();
    ASSERT_OK(transaction->PutDeal(Deal("d1", 10, "org/a")));
    ASSERT_OK(transaction->Commit(3));
  }
  EXPECT_EQ(fixture_->Open("1", kManyChanges)->Epoch(), epoch);
  const auto store = fixture_->Open("2", kManyChanges);
  EXPECT_NE(store->Epoch(), epoch);
  EXPECT_EQ(store->Snapshot().value()->Sequence().value(), 0);
  EXPECT_EQ(store->Snapshot().value()->Counts().value().deals, 0);
}

TEST_P(StateStoreSuite, ListsAreWalkedByPlaceAndFiltered) {
  const auto store = fixture_->Open("1", kManyChanges);
  const auto transaction = store->Begin().value();
  for (const auto& [id, last] :
       std::vector<std::pair<std::string, int64_t>>{{"d1", 10}, {"d2", 20}, {"d3", 20}, {"d4", 5}})
    ASSERT_OK(transaction->PutDeal(Deal(id, last, id == "d4" ? "org/b" : "org/a")));
  ASSERT_OK(transaction->PutDeal(Deal("d1", 30, "org/a")));
  ASSERT_OK(transaction->RemoveDeal("d2"));
  StateReader& reader = transaction->reader();
  EXPECT_EQ(reader.CompaniesOfDeal("d1").value().size(), 2u);
  EXPECT_EQ(reader.CompaniesOfDeal("d2").value().size(), 0u);
  DealQuery query;
  query.limit = 1;
  EXPECT_THAT(Walk(reader, query), ElementsAre("basic d1", "basic d3", "basic d4"));
  query.entity_id = "org/a";
  EXPECT_THAT(Walk(reader, query), ElementsAre("basic d1", "basic d3"));
  query.entity_id = "org/a/parent";
  EXPECT_THAT(Walk(reader, query), IsEmpty());
  query.include_units = true;
  EXPECT_THAT(Walk(reader, query), ElementsAre("basic d1", "basic d3"));
  query.statuses = {v1::TALKS};
  EXPECT_THAT(Walk(reader, query), IsEmpty());
  query.statuses = {v1::AGREED, v1::TALKS};
  query.end_nanos = 25;
  EXPECT_THAT(Walk(reader, query), ElementsAre("basic d3"));
}

TEST_P(StateStoreSuite, ChangesAreNumberedWithoutGapsAndKeptWithinTheirBound) {
  const auto store = fixture_->Open("1", 5);
  for (int64_t sequence = 1; sequence <= 9; ++sequence) {
    const auto transaction = store->Begin().value();
    StoredChange change = Change(sequence);
    change.companies = {{"org/a", false}, {"org/b", true}};
    ASSERT_OK(transaction->AddChange(change));
    ASSERT_OK(transaction->Commit(sequence));
  }
  const auto reader = store->Snapshot().value();
  EXPECT_THAT(reader->ChangeRange().value(), Pair(9, 5));
  const auto changes = reader->ChangesAfter(6, 2).value();
  ASSERT_EQ(changes.size(), 2u);
  EXPECT_EQ(changes[0].number, 7);
  EXPECT_EQ(changes[1].new_deal, "deal of 8");
  ASSERT_EQ(changes[1].companies.size(), 2u);
  EXPECT_EQ(changes[1].companies[1].entity_id, "org/b");
  EXPECT_FALSE(changes[1].companies[0].through_unit);
  EXPECT_TRUE(changes[1].companies[1].through_unit);
}

TEST_P(StateStoreSuite, TheFactsOfTheGreatestExtractorStayWhateverTheOrder) {
  const auto store = fixture_->Open("1", kManyChanges);
  const auto transaction = store->Begin().value();
  v1::Entity older;
  older.set_entity_id("org/a");
  older.set_name("Old Name");
  v1::Entity newer = older;
  newer.set_name("New Name");
  newer.add_tickers("NEW");
  ASSERT_OK(transaction->PutEntity(newer, "x/2"));
  ASSERT_OK(transaction->PutEntity(older, "x/1"));
  StateReader& reader = transaction->reader();
  EXPECT_EQ(reader.EntityById("org/a").value()->name(), "New Name");
  EXPECT_EQ(reader.FindEntities("new").value().size(), 1u);
  EXPECT_EQ(reader.FindEntities("old name").value().size(), 0u);
}

}  // namespace tearsheet::testing
