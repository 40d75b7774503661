#include "query_service/watch/watch_index.h"

#include <map>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/worlds/truth.h"

namespace tearsheet::testing {
namespace {

using ::testing::IsEmpty;
using ::testing::Pair;
using ::testing::UnorderedElementsAre;

using First = absl::flat_hash_map<WatchIndex::Id, int64_t>;

ChangeSubject Contract(const std::string& company) {
  StoredDeal::Company party;
  party.entity_id = company;
  return {.type = "CONTRACT", .status = v1::RUMORED, .companies = {party}};
}

TEST(WatchIndexTest, OnlyTheFirstChangeThatConcernsAWatcherIsTold) {
  WatchIndex index;
  index.Add(1, {.entity_id = "a"});
  index.Add(2, {});
  First first;
  index.Match(Contract("b"), 10, first);
  index.Match(Contract("a"), 11, first);
  index.Match(Contract("a"), 12, first);
  EXPECT_THAT(first, UnorderedElementsAre(Pair(1, 11), Pair(2, 10)));
}

TEST(WatchIndexTest, WhoWasRemovedIsTakenForNobody) {
  WatchIndex index;
  index.Add(1, {.entity_id = "a", .types = {"CONTRACT"}});
  index.Add(2, {.types = {"CONTRACT", "STAKE"}});
  index.Add(3, {.statuses = {v1::RUMORED}});
  index.Add(4, {});
  for (WatchIndex::Id id = 1; id <= 5; ++id) index.Remove(id);
  First first;
  index.Match(Contract("a"), 1, first);
  EXPECT_THAT(first, IsEmpty());
  EXPECT_EQ(index.size(), 0u);
}

class Draw {
 public:
  explicit Draw(uint64_t seed) : random_(seed) {}

  WatchFilter Filter() {
    WatchFilter filter;
    if (random_.Percent(50)) filter.entity_id = Company();
    filter.include_units = random_.Percent(50);
    for (int i = random_.Below(3); i > 0; --i) filter.types.insert(Type());
    for (int i = random_.Below(3); i > 0; --i) filter.statuses.insert(Status());
    return filter;
  }

  ChangeSubject Change() {
    ChangeSubject change{.type = Type(), .status = Status(), .companies = {}};
    for (int i = random_.Below(4); i > 0; --i) {
      change.companies.emplace_back().entity_id = Company();
      change.companies.back().through_unit = random_.Percent(30);
    }
    return change;
  }

  Random& random() { return random_; }

 private:
  std::string Company() { return std::string(1, static_cast<char>('a' + random_.Below(6))); }
  std::string Type() { return std::string(1, static_cast<char>('T' + random_.Below(4))); }
  v1::Status Status() { return static_cast<v1::Status>(1 + random_.Below(4)); }

  Random random_;
};

TEST(WatchIndexTest, FindsForRandomFiltersWhatComparingEachOfThemFinds) {
  for (uint64_t seed = 1; seed <= 50; ++seed) {
    SCOPED_TRACE(seed);
    Draw draw(seed);
    WatchIndex index;
    std::map<WatchIndex::Id, WatchFilter> filters;
    for (int step = 0; step < 200; ++step) {
      // Watchers come, go, and come again with other filters.
      const WatchIndex::Id id = draw.random().Below(40);
      index.Remove(id);
      filters.erase(id);
      if (draw.random().Percent(70)) {
        filters[id] = draw.Filter();
        index.Add(id, filters[id]);
      }
      First found;
      First expected;
      for (int64_t number = 1; number <= 3; ++number) {
        const ChangeSubject change = draw.Change();
        index.Match(change, number, found);
        for (const auto& [watcher, filter] : filters) {
          if (filter.Matches(change)) expected.try_emplace(watcher, number);
        }
      }
      ASSERT_EQ(found, expected);
    }
  }
}

}  // namespace
}  // namespace tearsheet::testing
