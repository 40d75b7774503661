#include "common/security/caller_limits.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/error.h"
#include "gtest/gtest.h"

namespace tearsheet {
namespace {

const absl::Time kStart = absl::FromUnixSeconds(1'760'000'000);

TEST(CallerLimitsTest, ABucketRefillsWithTime) {
  CallerLimits limits({.calls_per_second = 2, .burst = 3});
  for (int i = 0; i < 3; ++i) EXPECT_TRUE(limits.Begin("a", kStart).ok());
  const absl::Status refusal = limits.Begin("a", kStart).status();
  EXPECT_EQ(ErrorReason(refusal), "CALLER_RATE_LIMIT");
  EXPECT_EQ(RetryDelay(refusal), absl::Milliseconds(500));
  EXPECT_FALSE(limits.Begin("a", kStart + absl::Milliseconds(499)).ok());
  EXPECT_TRUE(limits.Begin("a", kStart + absl::Milliseconds(500)).ok());
  EXPECT_FALSE(limits.Begin("a", kStart + absl::Milliseconds(500)).ok());
}

TEST(CallerLimitsTest, ABucketHoldsNoMoreThanTheBurst) {
  CallerLimits limits({.calls_per_second = 1000, .burst = 2});
  const absl::Time later = kStart + absl::Hours(1);
  EXPECT_TRUE(limits.Begin("a", kStart).ok());
  EXPECT_TRUE(limits.Begin("a", later).ok());
  EXPECT_TRUE(limits.Begin("a", later).ok());
  EXPECT_FALSE(limits.Begin("a", later).ok());
}

TEST(CallerLimitsTest, CallersDoNotShareTheirAllowance) {
  CallerLimits limits({.calls_per_second = 1, .burst = 1});
  EXPECT_TRUE(limits.Begin("a", kStart).ok());
  EXPECT_TRUE(limits.Begin("b", kStart).ok());
  EXPECT_FALSE(limits.Begin("a", kStart).ok());
}

TEST(CallerLimitsTest, APlaceIsFreeWhenItsCallEnds) {
  CallerLimits limits({.concurrent_calls = 2});
  auto first = limits.Begin("a", kStart);
  auto second = limits.Begin("a", kStart);
  ASSERT_TRUE(first.ok() && second.ok());
  EXPECT_EQ(ErrorReason(limits.Begin("a", kStart).status()), "CALLER_CONCURRENCY_LIMIT");
  EXPECT_TRUE(limits.Begin("b", kStart).ok());
  { const CallerLimits::Place ended = *std::move(first); }
  EXPECT_TRUE(limits.Begin("a", kStart).ok());
}

TEST(CallerLimitsTest, AClockThatIsSetBackRefillsNothing) {
  CallerLimits limits({.calls_per_second = 1, .burst = 1});
  EXPECT_TRUE(limits.Begin("a", kStart).ok());
  EXPECT_FALSE(limits.Begin("a", kStart - absl::Hours(1)).ok());
}

TEST(CallerLimitsTest, ThoseOneTooManyShareOneAllowance) {
  CallerLimits limits({.concurrent_calls = 1, .max_callers = 20});
  std::vector<CallerLimits::Place> running;
  for (int i = 0; i < 20; ++i) running.push_back(*limits.Begin(absl::StrCat("caller", i), kStart));
  running.push_back(*limits.Begin("one more", kStart));
  EXPECT_FALSE(limits.Begin("another", kStart).ok());
  // A caller that runs nothing is forgotten in favour of a new one.
  running[0] = CallerLimits::Place();
  EXPECT_TRUE(limits.Begin("another", kStart).ok());
}

TEST(CallerLimitsTest, WithoutLimitsEverythingMayBegin) {
  CallerLimits limits(CallerLimitOptions{});
  EXPECT_FALSE(limits.Active());
  for (int i = 0; i < 1000; ++i) EXPECT_TRUE(limits.Begin("a", kStart).ok());
}

}  // namespace
}  // namespace tearsheet
