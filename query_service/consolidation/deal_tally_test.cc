#include "query_service/consolidation/deal_tally.h"

#include <deque>
#include <random>

#include "gmock/gmock.h"
#include "query_service/consolidation/deal_builder.h"
#include "query_service/consolidation/testing.h"
#include "query_service/consolidation/text_sketch.h"

namespace tearsheet {
namespace {

using state::v1::EventFact;
using testing::Cite;
using testing::DefaultOntology;
using testing::Fact;
using testing::Usd;
using testing::With;

// An event of a deal that is told with other sums, stages, sources and texts.
EventFact Told(int article, std::mt19937& random) {
  const auto below = [&random](unsigned bound) { return static_cast<int>(random() % bound); };
  constexpr v1::Status kStatuses[] = {v1::TALKS,  v1::ANNOUNCED, v1::AGREED,
                                      v1::DENIED, v1::DELAYED,   v1::STATUS_UNSPECIFIED};
  EventFact fact = Fact("INVESTMENT", article, kStatuses[below(6)]);
  With(With(fact, "INVESTOR", absl::StrCat("org/a", below(3))), "INVESTEE", "org/b");
  fact.mutable_parties(0)->add_above("org/a");
  fact.set_publisher(absl::StrCat("Publisher ", below(5)));
  constexpr v1::LinkKind kKinds[] = {v1::OUTLET, v1::PARTY};
  if (below(2) == 0) Cite(fact, kKinds[below(2)], absl::StrCat("Source ", below(4)));
  if (below(3) > 0) Usd(fact, absl::StrCat(1 + below(4)), "4", below(5) == 0);
  if (below(2) == 0) fact.mutable_event()->set_round(below(2) == 0 ? "Series C" : "series c");
  if (below(4) == 0) fact.add_denied_by(absl::StrCat("Source ", below(4)));
  if (below(4) == 0) fact.add_confirmed_by(absl::StrCat("Source ", below(4)));
  std::string text;
  std::mt19937 words(below(6));
  for (int i = 0; i < 40; ++i) absl::StrAppend(&text, "w", words() % 5000, "x ");
  *fact.mutable_sketch() = SketchText(text, false, {});
  return fact;
}

TEST(DealTallyTest, WhatWasTakenOutLeavesNoTrace) {
  std::mt19937 random(1);
  std::deque<EventFact> facts;
  DealTally tally(DefaultOntology());
  std::vector<const EventFact*> told;
  for (int article = 1; article <= 200; ++article) {
    facts.push_back(Told(article, random));
    // Now and then the last ones are taken out for good.
    for (auto n = random() % 6 == 0 ? std::min<size_t>(told.size(), random() % 9) : 0; n > 0; --n) {
      tally.Pop();
      told.pop_back();
    }
    tally.Push(facts.back());
    told.push_back(&facts.back());
    EXPECT_EQ(tally.ToDeal().DebugString(), BuildDeal(DefaultOntology(), told).DebugString());
  }
}

TEST(DealTallyTest, ALargeDealListsTheBeginningAndCountsAll) {
  std::deque<EventFact> facts;
  DealTally tally(DefaultOntology());
  const auto tell = [&](int article) {
    EventFact& fact = facts.emplace_back(Fact("INVESTMENT", article, v1::TALKS));
    With(With(fact, "INVESTOR", "org/a"), "INVESTEE", "org/b");
    tally.Push(Cite(Usd(fact, "4", "4"), v1::OUTLET, absl::StrCat("Source ", article)));
  };
  for (int article = 1; article <= 300; ++article) tell(article);
  const v1::Deal small = tally.ToDeal();
  EXPECT_EQ(small.article_uris_size(), 300);
  EXPECT_EQ(small.origins_size(), 300);
  EXPECT_EQ(small.amount().claims(0).events_size(), 300);
  for (int article = 301; article <= 1000; ++article) tell(article);
  const v1::Deal large = tally.ToDeal();
  EXPECT_EQ(large.article_uris_size(), 25);
  EXPECT_EQ(large.article_uris(0), small.article_uris(0));
  EXPECT_EQ(large.amount().claims(0).events_size(), 25);
  EXPECT_EQ(large.origins_size(), 100);
  EXPECT_EQ(large.publishers_size(), 100);
  EXPECT_EQ(large.article_count(), 1000);
  EXPECT_EQ(large.publisher_count(), 1000);
  EXPECT_EQ(large.origin_count(), 1000);
  EXPECT_EQ(large.independent_origins(), 1000);
  EXPECT_EQ(large.amount().claims(0).article_count(), 1000);
  EXPECT_EQ(large.amount().claims(0).event_count(), 1000);
  EXPECT_EQ(large.amount().claim_count(), 1);
  EXPECT_LT(large.ByteSizeLong(), 20'000u);
}

}  // namespace
}  // namespace tearsheet
