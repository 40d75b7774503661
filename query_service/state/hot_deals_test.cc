#include "query_service/state/hot_deals.h"

#include <thread>

#include "gtest/gtest.h"

namespace tearsheet::testing {
namespace {

constexpr v1::DealView kFull = v1::DEAL_VIEW_FULL;

TEST(HotDealsTest, ADealIsFoundUntilACommitChangesIt) {
  HotDeals deals(1 << 20);
  deals.EndCommit(7, {});
  deals.Put("a", kFull, "a at 7", 7);
  deals.Put("b", kFull, "b at 7", 7);
  deals.BeginCommit();
  EXPECT_FALSE(deals.Find("b", kFull)) << "the commit may be seen by others already";
  deals.EndCommit(8, {"a"});
  EXPECT_FALSE(deals.Find("a", kFull));
  EXPECT_FALSE(deals.Find("b", v1::DEAL_VIEW_BASIC));
  ASSERT_TRUE(deals.Find("b", kFull));
  EXPECT_EQ(*deals.Find("b", kFull)->bytes, "b at 7");
  EXPECT_EQ(deals.Find("b", kFull)->sequence, 8) << "it did not change";
}

TEST(HotDealsTest, WhatAnOlderSnapshotShowedIsNotKept) {
  HotDeals deals(1 << 20);
  deals.Put("a", kFull, "before anything is known", 0);
  deals.EndCommit(7, {});
  deals.Put("a", kFull, "a at 6", 6);
  EXPECT_FALSE(deals.Find("a", kFull));
}

TEST(HotDealsTest, MemoryIsBounded) {
  HotDeals deals(16 * 1000);
  deals.EndCommit(1, {});
  int found = 0;
  for (int i = 0; i < 1000; ++i) deals.Put(std::to_string(i), kFull, std::string(100, 'x'), 1);
  for (int i = 0; i < 1000; ++i) found += deals.Find(std::to_string(i), kFull) ? 1 : 0;
  EXPECT_LE(found, 160);
  EXPECT_GT(found, 0);
  deals.Put("large", kFull, std::string(5000, 'x'), 1);
  EXPECT_FALSE(deals.Find("large", kFull));
}

// Each commit changes the deal to its own sequence; a reader puts what it read before.
TEST(HotDealsTest, AReaderNeverFindsADealOfAnotherSequenceThanThatOfItsLastChange) {
  HotDeals deals(1 << 20);
  deals.EndCommit(0, {});
  std::atomic<int64_t> visible = 0;
  std::thread commits([&] {
    for (int64_t sequence = 1; sequence <= 20'000; ++sequence) {
      deals.BeginCommit();
      visible.store(sequence);
      deals.EndCommit(sequence, {"a"});
    }
  });
  while (visible.load() < 20'000) {
    const int64_t read = visible.load();
    deals.Put("a", kFull, std::to_string(read), read);
    const int64_t before = visible.load();
    if (const auto found = deals.Find("a", kFull)) {
      ASSERT_EQ(*found->bytes, std::to_string(found->sequence));
      ASSERT_GE(found->sequence, before);
    }
  }
  commits.join();
}

}  // namespace
}  // namespace tearsheet::testing
