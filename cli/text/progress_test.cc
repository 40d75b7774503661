#include "cli/text/progress.h"

#include "cli/text/display_width.h"
#include "gtest/gtest.h"

namespace tearsheet {
namespace {

const absl::Time kStart = absl::FromUnixSeconds(1'765'000'000);

TEST(RateMeterTest, KnowsTheRateAfterTheFirstSecond) {
  RateMeter meter(kStart);
  meter.Update(kStart + absl::Milliseconds(500), 1000);
  EXPECT_EQ(meter.per_second(), 0);
  meter.Update(kStart + absl::Seconds(2), 1000);
  EXPECT_DOUBLE_EQ(meter.per_second(), 500);
}

TEST(RateMeterTest, FollowsAChangeOfRateWithinSeconds) {
  RateMeter meter(kStart);
  int64_t done = 0;
  for (int second = 1; second <= 20; ++second) meter.Update(kStart + absl::Seconds(second), done += 1000);
  EXPECT_NEAR(meter.per_second(), 1000, 1);
  for (int second = 21; second <= 50; ++second) meter.Update(kStart + absl::Seconds(second), done += 100);
  EXPECT_NEAR(meter.per_second(), 100, 5);
}

TEST(RateMeterTest, IgnoresAClockThatStepsBack) {
  RateMeter meter(kStart);
  meter.Update(kStart + absl::Seconds(2), 100);
  meter.Update(kStart - absl::Hours(1), 200);
  EXPECT_DOUBLE_EQ(meter.per_second(), 50);
}

TEST(TimeLeftTest, NeedsATotalAndARate) {
  EXPECT_EQ(TimeLeft({.done_bytes = 50, .total_bytes = 100}, 10), absl::Seconds(5));
  EXPECT_EQ(TimeLeft({.done_bytes = 150, .total_bytes = 100}, 10), absl::ZeroDuration())
      << "a file grew meanwhile";
  EXPECT_FALSE(TimeLeft({.done_bytes = 50}, 10).has_value());
  EXPECT_FALSE(TimeLeft({.done_bytes = 50, .total_bytes = 100}, 0).has_value());
}

TEST(ProgressBarTest, ShowsShareCountRateAndTimeLeft) {
  EXPECT_EQ(ProgressBar({.done = 1234, .done_bytes = 50, .total_bytes = 100}, 950.4, absl::Seconds(200), 100),
            "[############............] 50%  1,234 articles  950/s  about 3m 20s left");
  EXPECT_EQ(ProgressBar({.done = 1, .refused = 1}, 0, std::nullopt, 100), "1 article (1 refused)");
}

TEST(ProgressBarTest, FitsTheTerminal) {
  for (int width = 1; width < 80; ++width) {
    EXPECT_LE(
        DisplayWidth(ProgressBar({.done = 7, .done_bytes = 1, .total_bytes = 2}, 5, absl::Hours(3), width)),
        width);
  }
}

TEST(ProgressLineTest, IsPlain) {
  EXPECT_EQ(ProgressLine({.done = 10, .done_bytes = 25, .total_bytes = 100}, 5, absl::Seconds(7)),
            "10 articles, 5/s, 25%, about 7s left");
}

TEST(ShortDurationTest, UsesTwoUnits) {
  EXPECT_EQ(ShortDuration(absl::Seconds(59.9)), "59s");
  EXPECT_EQ(ShortDuration(absl::Seconds(60)), "1m 0s");
  EXPECT_EQ(ShortDuration(absl::Hours(2) + absl::Minutes(5)), "2h 5m");
  EXPECT_EQ(ShortDuration(-absl::Seconds(1)), "0s");
}

}  // namespace
}  // namespace tearsheet
