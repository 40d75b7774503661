// Properties of the state, over random worlds.
#include <algorithm>
#include <map>
#include <set>

#include "absl/strings/match.h"
#include "common/proto_time.h"
#include "gmock/gmock.h"
#include "google/protobuf/util/message_differencer.h"
#include "query_service/consolidation/values.h"
#include "query_service/state/former_names.h"
#include "query_service/state/past.h"
#include "tests/replay/state_fixture.h"
#include "tests/worlds/world.h"

namespace tearsheet::testing {
namespace {

using log::v1::LogRecord;

std::string ExportOf(const std::vector<LogRecord>& records, size_t batch = 1000) {
  TestState state;
  state.Apply(Sequenced(records), batch);
  return state.Export();
}

class ReplayTest : public ::testing::TestWithParam<int> {
 protected:
  std::vector<LogRecord> World() {
    return MakeWorld({.seed = static_cast<uint64_t>(GetParam()), .words = 40});
  }
};

INSTANTIATE_TEST_SUITE_P(Worlds, ReplayTest, ::testing::Range(1, 13));

TEST_P(ReplayTest, AnyOrderAndBatchSizeGiveTheSameState) {
  const auto records = World();
  const std::string expected = ExportOf(records);
  EXPECT_FALSE(expected.empty());
  EXPECT_EQ(ExportOf(records, 1), expected);
  for (const size_t batch : {3, 17}) EXPECT_EQ(ExportOf(Shuffled(records, batch), batch), expected);
}

TEST_P(ReplayTest, RestartsAndRepeatedRecordsChangeNothing) {
  const auto records = Sequenced(World());
  TestState state;
  for (size_t at = 0; at < records.size(); at += 5) {
    const size_t from = at < 4 ? 0 : at - 4;
    state.Apply({records.begin() + from, records.begin() + std::min(records.size(), at + 5)});
    state.Reopen();
  }
  TestState whole;
  whole.Apply(records);
  EXPECT_EQ(state.Export(), whole.Export());
}

// Every deal that `past` holds, by name, as text.
std::map<std::string, std::string> DealsOf(PastState& past) {
  std::map<std::string, std::string> deals;
  DealQuery query;
  query.view = v1::DEAL_VIEW_FULL;
  query.limit = 3;
  while (true) {
    const auto page = past.ListDeals(query);
    EXPECT_TRUE(page.ok()) << page.status();
    for (const std::string& bytes : page->deals) {
      v1::Deal deal;
      EXPECT_TRUE(deal.ParseFromString(bytes));
      EXPECT_TRUE(deals.emplace(deal.name(), deal.ShortDebugString()).second)
          << deal.name() << " is listed twice";
    }
    if (!page->next) return deals;
    query.after = page->next;
  }
}

std::map<std::string, std::string> PresentDeals(TestState& state) {
  std::map<std::string, std::string> deals;
  const auto reader = state.store().Snapshot().value();
  DealQuery query;
  query.view = v1::DEAL_VIEW_FULL;
  query.limit = 3;
  while (true) {
    const auto page = reader->ListDeals(query).value();
    for (const std::string& bytes : page.deals) {
      v1::Deal deal;
      EXPECT_TRUE(deal.ParseFromString(bytes));
      EXPECT_TRUE(deals.emplace(deal.name(), deal.ShortDebugString()).second)
          << deal.name() << " is listed twice";
    }
    if (!page.next) return deals;
    query.after = page.next;
  }
}

TEST_P(ReplayTest, AsOfNowIsThePresent) {
  TestState state;
  state.Apply(Sequenced(World()));
  const auto reader = state.store().Snapshot().value();
  PastState past(TestOntology(), *reader, AsOf{});
  EXPECT_EQ(DealsOf(past), PresentDeals(state));
}

TEST_P(ReplayTest, AsOfAnIngestTimeIsTheStateBuiltFromWhatWasIngestedUntilThen) {
  const auto records = World();
  TestState state;
  state.Apply(Sequenced(records));
  for (const size_t known : {records.size() / 4, records.size() / 2, records.size() - 2}) {
    TestState then;
    then.Apply(Sequenced({records.begin(), records.begin() + known}));
    const auto reader = state.store().Snapshot().value();
    AsOf as_of;
    as_of.ingest_nanos = absl::ToUnixNanos(TimeFromProto(records[known - 1].ingest_time()).value());
    PastState past(TestOntology(), *reader, as_of);
    EXPECT_EQ(DealsOf(past), PresentDeals(then));
  }
}

TEST_P(ReplayTest, AsOfAPublicationTimeIsTheStateBuiltFromWhatWasPublishedUntilThen) {
  const auto records = World();
  TestState state;
  state.Apply(Sequenced(records));
  const absl::Time first = TimeFromProto(records.front().article().article().publish_time()).value();
  for (const int hours : {20, 100, 200}) {
    const absl::Time time = first + absl::Hours(hours);
    const auto published = [&](const LogRecord& record) {
      if (record.has_retraction()) return TimeFromProto(record.retraction().retract_time()).value() <= time;
      if (record.has_article())
        return TimeFromProto(record.article().article().publish_time()).value() <= time;
      return true;
    };
    std::set<std::string> articles;
    std::vector<LogRecord> known;
    for (const LogRecord& record : records) {
      if (!published(record)) continue;
      if (record.has_article()) articles.insert(record.article().article().name());
      if (record.has_reextraction() && !articles.contains(record.reextraction().article())) continue;
      known.push_back(record);
    }
    TestState then;
    then.Apply(Sequenced(known));
    const auto reader = state.store().Snapshot().value();
    AsOf as_of;
    as_of.publish_nanos = absl::ToUnixNanos(time);
    PastState past(TestOntology(), *reader, as_of);
    std::map<std::string, std::string> expected = PresentDeals(then);
    EXPECT_EQ(DealsOf(past), expected);
  }
}

TEST_P(ReplayTest, ARetractionIsAsIfTheArticleHadNeverBeen) {
  auto records = MakeWorld({.seed = static_cast<uint64_t>(GetParam()), .retractions = 0});
  const std::string uri = records[records.size() / 2].has_article()
                              ? records[records.size() / 2].article().article().uri()
                              : records.front().article().article().uri();
  std::vector<LogRecord> without;
  std::set<std::string> gone;
  for (const LogRecord& record : records) {
    if (record.has_article() && record.article().article().uri() == uri) {
      gone.insert(record.article().article().name());
      continue;
    }
    if (record.has_reextraction() && gone.contains(record.reextraction().article())) continue;
    without.push_back(record);
  }
  LogRecord retraction;
  retraction.mutable_retraction()->set_uri(uri);
  *retraction.mutable_retraction()->mutable_retract_time() =
      TimeToProto(absl::FromUnixSeconds(1'900'000'000));
  *retraction.mutable_ingest_time() = retraction.retraction().retract_time();
  records.push_back(retraction);
  EXPECT_EQ(ExportOf(records), ExportOf(without));
}

TEST_P(ReplayTest, ChangesAfterAnyTokenMakeTheSnapshotBeforeItTheStateNow) {
  const auto records = Sequenced(World());
  TestState state;
  std::vector<std::pair<int64_t, std::map<std::string, std::string>>> snapshots;
  for (size_t at = 0; at < records.size(); at += 7) {
    state.Apply({records.begin() + at, records.begin() + std::min(records.size(), at + 7)});
    snapshots.emplace_back(state.store().Snapshot().value()->ChangeRange().value().first,
                           PresentDeals(state));
  }
  const auto reader = state.store().Snapshot().value();
  for (auto& [number, deals] : snapshots) {
    int64_t last = number;
    const auto changes = reader->ChangesAfter(number, 1'000'000).value();
    for (const StoredChange& change : changes) {
      EXPECT_EQ(change.number, ++last);
      v1::Deal old_deal;
      v1::Deal new_deal;
      ASSERT_TRUE(old_deal.ParseFromString(change.old_deal) && new_deal.ParseFromString(change.new_deal));
      if (!change.old_deal.empty()) {
        EXPECT_EQ(deals[old_deal.name()], old_deal.ShortDebugString());
        deals.erase(old_deal.name());
      }
      if (!change.new_deal.empty()) deals[new_deal.name()] = new_deal.ShortDebugString();
    }
    EXPECT_EQ(deals, PresentDeals(state));
  }
}

// Ids of the events that count, by the deal that they are part of.
std::map<std::string, std::set<std::string>> EventsByDeal(StateReader& reader) {
  std::map<std::string, std::set<std::string>> deals;
  EventQuery query;
  query.limit = 1'000'000;
  const EventPage page = reader.ListEvents(query).value();
  for (const StoredEvent& event : page.events) {
    if (!event.deal_id.empty()) deals[event.deal_id].insert(event.fact.event().event_id());
  }
  return deals;
}

TEST_P(ReplayTest, NamesLeadOnAfterMergesAndCorrections) {
  const auto records = Sequenced(World());
  TestState state;
  std::map<std::string, std::set<std::string>> before;
  std::set<std::string> ids;
  int renamed = 0;
  int followed = 0;
  for (const SequencedRecord& record : records) {
    state.Apply({record});
    const auto reader = state.store().Snapshot().value();
    const auto now = EventsByDeal(*reader);
    for (const auto& [id, events] : before) {
      if (now.contains(id)) continue;
      // Merged, or its founding article is gone. Where what is left of it is still one deal and only that,
      // the name leads there.
      std::set<std::string> left;
      for (const std::string& event_id : events) {
        const std::string deal = reader->DealOfEvent(event_id).value();
        if (!deal.empty()) left.insert(deal);
      }
      if (left.size() != 1) continue;
      const auto& goes_on = now.at(*left.begin());
      if (!std::includes(events.begin(), events.end(), goes_on.begin(), goes_on.end())) continue;
      ++renamed;
      followed += ResolveDealId(TestOntology(), *reader, id).value() == *left.begin();
    }
    for (const auto& [id, events] : now) ids.insert(id);
    before = now;
  }
  // An event that fits several deals can go to another one once its article's other events are gone.
  EXPECT_LE(renamed - followed, 1) << "of " << renamed;
  const auto reader = state.store().Snapshot().value();
  PastState past(TestOntology(), *reader, AsOf{});
  for (const std::string& id : ids) {
    const auto founding = reader->Event(id).value();
    ASSERT_TRUE(founding.has_value());
    const std::string now = ResolveDealId(TestOntology(), *reader, id).value();
    EXPECT_EQ(now.empty() || reader->Deal(now, v1::DEAL_VIEW_FULL).value().has_value(), true);
    EXPECT_TRUE(!founding->current || now == founding->deal_id);
    // A read of the past leads to the same deal.
    const auto deal = past.Deal(id).value();
    EXPECT_EQ(deal.has_value() ? deal->name() : "deals/", "deals/" + now);
  }
}

TEST_P(ReplayTest, EveryEventOfADealIsExplainedAndEveryNearDealIsAnother) {
  TestState state;
  state.Apply(Sequenced(World()));
  const auto reader = state.store().Snapshot().value();
  PastState past(TestOntology(), *reader, AsOf{});
  const auto deals = EventsByDeal(*reader);
  for (const auto& [id, events] : deals) {
    SCOPED_TRACE(id);
    const v1::DealExplanation explanation = past.Explain(id).value().value();
    EXPECT_EQ(explanation.deal(), "deals/" + id);
    std::set<std::string> explained;
    for (const v1::EventExplanation& event : explanation.events()) {
      explained.insert(event.event().substr(7));
      EXPECT_NE(event.rule(), v1::JOIN_RULE_UNSPECIFIED);
      EXPECT_EQ(event.rule() == v1::JOIN_RULE_FIRST, event.joined_event().empty());
      for (const v1::Comparison& comparison : event.comparisons())
        EXPECT_LT(comparison.kind(), v1::COMPARISON_KIND_OTHER_PARTY) << comparison.ShortDebugString();
    }
    EXPECT_EQ(explained, events);
    for (const v1::NearDeal& near : explanation.near_deals()) {
      EXPECT_NE(near.deal(), explanation.deal());
      EXPECT_TRUE(deals.at(near.deal().substr(6)).contains(near.other_event().substr(7)));
      ASSERT_FALSE(near.comparisons().empty());
      EXPECT_GE(near.comparisons(0).kind(), v1::COMPARISON_KIND_OTHER_PARTY);
    }
  }
}

TEST_P(ReplayTest, CopiesAddNoOriginAndChangeNothingThatIsSaid) {
  const auto records = MakeWorld({.seed = static_cast<uint64_t>(GetParam()),
                                  .revisions = 0,
                                  .retractions = 0,
                                  .reextractions = 0,
                                  .copies = 40,
                                  .words = 120});
  std::vector<LogRecord> originals;
  for (const LogRecord& record : records) {
    if (!absl::EndsWith(record.article().article().uri(), "/copy")) originals.push_back(record);
  }
  ASSERT_LT(originals.size(), records.size());
  TestState with;
  with.Apply(Sequenced(records));
  TestState without;
  without.Apply(Sequenced(originals));
  const auto reader = with.store().Snapshot().value();
  for (const auto& [name, text] : PresentDeals(without)) {
    SCOPED_TRACE(text);
    v1::Deal deal;
    v1::Deal copied;
    ASSERT_TRUE(deal.ParseFromString(
        *without.store().Snapshot().value()->Deal(name.substr(6), v1::DEAL_VIEW_FULL).value()));
    const std::string id = reader->DealOfEvent(name.substr(6)).value();
    ASSERT_TRUE(copied.ParseFromString(*reader->Deal(id, v1::DEAL_VIEW_FULL).value()));
    EXPECT_EQ(copied.article_group_count(), deal.article_count());
    EXPECT_EQ(copied.independent_origins(), deal.independent_origins());
    EXPECT_EQ(copied.least_independent_origins(), deal.least_independent_origins());
    EXPECT_EQ(copied.status(), deal.status());
    EXPECT_EQ(copied.disputed(), deal.disputed());
    EXPECT_EQ(copied.amount().state(), deal.amount().state());
    EXPECT_EQ(copied.amount().consensus().ShortDebugString(), deal.amount().consensus().ShortDebugString());
  }
}

// Checks one slot of a deal: `value_of` gives the value of a claim.
template <typename SlotMessage, typename ValueOf>
void CheckSlot(const SlotMessage& slot, ValueOf value_of) {
  SCOPED_TRACE(slot.ShortDebugString());
  EXPECT_EQ(slot.state() == v1::UNREPORTED, slot.claims().empty());
  EXPECT_EQ(slot.has_consensus(), slot.state() == v1::SINGLE_ORIGIN || slot.state() == v1::CORROBORATED);
  if (slot.claims().empty()) return;
  // Where a party speaks, its claims decide. Units that do not compare are beside the slot.
  const std::string unit = value_of(slot.claims(0)).unit;
  std::vector<Value> live;
  bool party = false;
  for (const v1::Claim& claim : slot.claims()) {
    if (claim.superseded() || claim.differing() || value_of(claim).unit != unit) continue;
    if (claim.party_statement() && !party) live.clear();
    party = party || claim.party_statement();
    if (claim.party_statement() == party) live.push_back(value_of(claim));
  }
  ASSERT_FALSE(live.empty());
  Interval common;
  for (const Value& value : live) common = Intersect(common, value.compared());
  if (slot.state() == v1::CONFLICTING) {
    EXPECT_GE(live.size(), 2u);
    EXPECT_TRUE(common.empty());
    return;
  }
  ASSERT_FALSE(common.empty());
  const Value agreed = value_of(slot);
  EXPECT_EQ(agreed.unit, unit);
  EXPECT_EQ(Intersect(agreed.interval, common), agreed.interval);
  std::set<std::string> origins;
  for (const v1::Claim& claim : slot.claims()) origins.insert(claim.origins().begin(), claim.origins().end());
  if (slot.state() == v1::CORROBORATED) {
    EXPECT_GE(origins.size(), 2u);
  }
}

TEST_P(ReplayTest, AConsensusLiesInEveryLiveClaimAndAConflictHasTwo) {
  TestState state;
  state.Apply(Sequenced(World()));
  const auto reader = state.store().Snapshot().value();
  DealQuery query;
  query.view = v1::DEAL_VIEW_FULL;
  query.limit = 1000;
  const DealPage page = reader->ListDeals(query).value();
  for (const std::string& bytes : page.deals) {
    v1::Deal deal;
    ASSERT_TRUE(deal.ParseFromString(bytes));
    const auto value_of = [](const auto& get) {
      return [get](const auto& holder) { return ToValue(get(holder)).value_or(Value()); };
    };
    struct Amount {
      const v1::Amount& operator()(const v1::Claim& c) const { return c.amount(); }
      const v1::Amount& operator()(const v1::AmountSlot& s) const { return s.consensus(); }
    };
    struct Time {
      const v1::TimeSpan& operator()(const v1::Claim& c) const { return c.time(); }
      const v1::TimeSpan& operator()(const v1::TimeSlot& s) const { return s.consensus(); }
    };
    CheckSlot(deal.amount(), value_of(Amount()));
    CheckSlot(deal.time(), value_of(Time()));
    for (const v1::Claim& claim : deal.amount().claims()) {
      for (const std::string& event : claim.events()) {
        const auto stored = reader->Event(event.substr(7)).value();
        ASSERT_TRUE(stored.has_value()) << event;
        EXPECT_TRUE(stored->current) << event;
      }
    }
  }
}

}  // namespace
}  // namespace tearsheet::testing
