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
  const auto full = reader.FullDeals({"d1", "d2", "d3"}).value();
  EXPECT_EQ(full.size(), 2u);
  EXPECT_EQ(full.at("d1").bytes, "full d1");
  EXPECT_EQ(full.at("d1").companies.size(), 2u);
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

std::vector<std::string> Uris(const std::vector<TextHit>& hits) {
  std::vector<std::string> uris;
  for (const TextHit& hit : hits) uris.push_back(hit.article.uri);
  return uris;
}

// Three articles: "1" and "2" of publisher A, "3" of publisher B, published in that order.
void PutThreeArticles(StateTransaction& transaction) {
  const auto put = [&](const std::string& id, int64_t publish, const std::string& publisher,
                       const std::string& title, const std::string& body) {
    v1::Article article;
    article.set_title(title);
    article.set_body(body);
    return transaction.PutArticle(
        {id, id, publish, publish, publish, publisher, title, article.SerializeAsString()}, body);
  };
  ASSERT_OK(put("1", 10, "A", "Chips for Oslo", "The Société Générale lends money."));
  ASSERT_OK(put("2", 20, "A", "Ships for Oslo", "Money lends the chipmaker wings; a chip, two chips."));
  ASSERT_OK(put("3", 30, "B", "", "Nothing of the kind."));
}

TEST_P(StateStoreSuite, ASearchFindsWordsPhrasesAndBeginningsInAnyForm) {
  const auto store = fixture_->Open("1", kManyChanges);
  const auto transaction = store->Begin().value();
  PutThreeArticles(*transaction);
  StateReader& reader = transaction->reader();
  const auto search = [&](const std::string& question) {
    TextQuery query;
    query.terms = reader.ReadTerms(question).value();
    return reader.SearchArticles(query).value();
  };
  EXPECT_THAT(Uris(search("oslo")), ElementsAre("2", "1")) << "what was taken in last comes first";
  EXPECT_THAT(Uris(search("SOCIETE generale")), ElementsAre("1"));
  EXPECT_THAT(Uris(search("lends money")), ElementsAre("2", "1"));
  EXPECT_THAT(Uris(search("\"lends money\"")), ElementsAre("1"));
  EXPECT_THAT(Uris(search("chip*")), ElementsAre("2", "1"));
  EXPECT_THAT(Uris(search("chip")), ElementsAre("2"));
  EXPECT_THAT(Uris(search("oslo nothing")), IsEmpty()) << "every word is needed";
  EXPECT_THAT(reader.ReadTerms(" \"\" !").value(), IsEmpty());
  EXPECT_THAT(Uris(search("\"unfinished lends")), IsEmpty());
  for (const char* odd : {"AND", "NEAR(a b)", "title:oslo", "\"", "a\"b", "*", "^x", "\xff"}) search(odd);
}

TEST_P(StateStoreSuite, AMatchSaysWhereTheWordsStand) {
  const auto store = fixture_->Open("1", kManyChanges);
  const auto transaction = store->Begin().value();
  PutThreeArticles(*transaction);
  TextQuery query;
  query.terms = transaction->reader().ReadTerms("societe oslo").value();
  const auto hits = transaction->reader().SearchArticles(query).value();
  ASSERT_EQ(hits.size(), 1u);
  ASSERT_EQ(hits[0].matches.size(), 2u);
  const TextMatch& in_title = hits[0].matches[0];
  EXPECT_TRUE(in_title.in_title);
  EXPECT_EQ(hits[0].article.title.substr(in_title.begin, in_title.end - in_title.begin), "Oslo");
  const TextMatch& in_body = hits[0].matches[1];
  EXPECT_EQ(hits[0].body.substr(in_body.begin, in_body.end - in_body.begin), "Société");
}

TEST_P(StateStoreSuite, ASearchKeepsToItsTimeAndLimit) {
  const auto store = fixture_->Open("1", kManyChanges);
  const auto transaction = store->Begin().value();
  PutThreeArticles(*transaction);
  TextQuery query;
  query.terms = transaction->reader().ReadTerms("oslo").value();
  query.limit = 1;
  EXPECT_THAT(Uris(transaction->reader().SearchArticles(query).value()), ElementsAre("2"));
  query.end_nanos = 20;
  EXPECT_THAT(Uris(transaction->reader().SearchArticles(query).value()), ElementsAre("1"));
  query.start_nanos = 11;
  EXPECT_THAT(Uris(transaction->reader().SearchArticles(query).value()), IsEmpty());
}

TEST_P(StateStoreSuite, ArticlesAreListedLatestFirstInPages) {
  const auto store = fixture_->Open("1", kManyChanges);
  const auto transaction = store->Begin().value();
  PutThreeArticles(*transaction);
  ArticleQuery query;
  query.limit = 2;
  const ArticlePage first = transaction->reader().ListArticles(query).value();
  ASSERT_EQ(first.articles.size(), 2u);
  EXPECT_EQ(first.articles[0].uri, "3");
  EXPECT_EQ(first.articles[1].title, "Ships for Oslo");
  query.after = first.next;
  const ArticlePage second = transaction->reader().ListArticles(query).value();
  ASSERT_EQ(second.articles.size(), 1u);
  EXPECT_EQ(second.articles[0].uri, "1");
  EXPECT_FALSE(second.next);
  query = ArticleQuery();
  query.publisher = "A";
  query.end_nanos = 20;
  EXPECT_EQ(transaction->reader().ListArticles(query).value().articles.size(), 1u);
  query = ArticleQuery();
  query.entity_id = "org/nobody";
  EXPECT_TRUE(transaction->reader().ListArticles(query).value().articles.empty());
}

}  // namespace tearsheet::testing
