// Properties of the state, over random worlds.
#include <map>
#include <set>

#include "common/proto_time.h"
#include "gmock/gmock.h"
#include "google/protobuf/util/message_differencer.h"
#include "query_service/consolidation/values.h"
#include "query_service/state/deal_update.h"
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
  std::vector<LogRecord> World() { return MakeWorld({.seed = static_cast<uint64_t>(GetParam())}); }
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

TEST_P(ReplayTest, NamesLeadOnAfterMergesAndCorrections) {
  const auto records = Sequenced(World());
  TestState state;
  std::set<std::string> names;
  for (const SequencedRecord& record : records) {
    state.Apply({record});
    for (const auto& [name, text] : PresentDeals(state)) names.insert(name);
  }
  const auto reader = state.store().Snapshot().value();
  for (const std::string& name : names) {
    SCOPED_TRACE(name);
    const std::string event_id = name.substr(6);
    const auto founding = reader->Event(event_id).value();
    ASSERT_TRUE(founding.has_value());
    const std::string now = ResolveDealId(*reader, event_id).value();
    EXPECT_EQ(now.empty() || reader->Deal(now, v1::DEAL_VIEW_FULL).value().has_value(), true);
    if (founding->current) {
      EXPECT_EQ(now, founding->deal_id);
      continue;
    }
    // The founding event was replaced or withdrawn. What its article tells of the same kind now is what it
    // may lead to, and nothing else.
    std::set<std::string> told;
    const std::vector<StoredEvent> events = reader->UriEvents(founding->fact.uri()).value();
    for (const StoredEvent& event : events) {
      if (event.current && event.fact.event().type() == founding->fact.event().type())
        told.insert(event.deal_id);
    }
    EXPECT_EQ(now.empty(), told.empty());
    EXPECT_TRUE(now.empty() || told.contains(now)) << now;
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
