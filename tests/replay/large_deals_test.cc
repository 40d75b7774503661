// Deals of so many articles that what they add up to is kept between batches, in random worlds.
#include "gmock/gmock.h"
#include "query_service/state/past.h"
#include "tests/replay/state_fixture.h"
#include "tests/worlds/world.h"

namespace tearsheet::testing {
namespace {

using log::v1::LogRecord;

class LargeDealsTest : public ::testing::TestWithParam<int> {
 protected:
  LargeDealsTest()
      : records_(MakeWorld({.seed = static_cast<uint64_t>(GetParam()),
                            .deals = 4,
                            .articles = 500,
                            .companies = 3,
                            .words = 30,
                            .errors = 40})) {}

  // The state after the records, applied with a cache of so many bytes.
  static std::string ExportOf(const std::vector<LogRecord>& records, size_t batch, int64_t cached_bytes) {
    TestState state;
    Applier applier(TestOntology(), state.store(), cached_bytes);
    const auto sequenced = Sequenced(records);
    for (size_t at = 0; at < sequenced.size(); at += batch) {
      const size_t end = std::min(sequenced.size(), at + batch);
      const auto applied = applier.Apply({sequenced.begin() + at, sequenced.begin() + end});
      EXPECT_TRUE(applied.ok()) << applied.status();
    }
    return state.Export();
  }

  const std::vector<LogRecord> records_;
};

INSTANTIATE_TEST_SUITE_P(Worlds, LargeDealsTest, ::testing::Range(1, 3));

TEST_P(LargeDealsTest, AnyOrderBatchSizeAndCacheGiveTheSameState) {
  constexpr int64_t kAll = Applier::kCachedBytes;
  const std::string expected = ExportOf(records_, 10'000, kAll);
  EXPECT_EQ(ExportOf(records_, 7, kAll), expected);
  EXPECT_EQ(ExportOf(Shuffled(records_, 1), 31, kAll), expected);
  // Buckets come and go.
  EXPECT_EQ(ExportOf(Shuffled(records_, 2), 40, 400'000), expected);
}

TEST_P(LargeDealsTest, AsOfNowIsThePresent) {
  TestState state;
  state.Apply(Sequenced(records_), 50);
  const auto reader = state.store().Snapshot().value();
  PastState past(TestOntology(), *reader, AsOf{});
  DealQuery query;
  query.view = v1::DEAL_VIEW_FULL;
  query.limit = 1000;
  EXPECT_EQ(past.ListDeals(query)->deals, reader->ListDeals(query)->deals);
}

}  // namespace
}  // namespace tearsheet::testing
