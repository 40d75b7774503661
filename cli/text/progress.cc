#include "cli/text/progress.h"

#include <algorithm>
#include <cmath>

#include "absl/strings/str_cat.h"
#include "cli/text/display_width.h"
#include "cli/text/values.h"

namespace tearsheet {
namespace {

// Weight of the past decays to a third within this time.
constexpr absl::Duration kMemory = absl::Seconds(5);
constexpr absl::Duration kLeastSpan = absl::Seconds(1);
constexpr int kBarWidth = 24;

int Percent(const ProgressCounts& counts) {
  if (counts.total_bytes <= 0) return 0;
  const double share = static_cast<double>(counts.done_bytes) / static_cast<double>(counts.total_bytes);
  return static_cast<int>(100 * std::clamp(share, 0.0, 1.0));
}

std::string Count(int64_t number) { return GroupDigits(absl::StrCat(number)); }

std::string Articles(const ProgressCounts& counts) {
  std::string text = Count(counts.done) + (counts.done == 1 ? " article" : " articles");
  if (counts.refused > 0) absl::StrAppend(&text, " (", Count(counts.refused), " refused)");
  return text;
}

}  // namespace

void RateMeter::Update(absl::Time now, int64_t done) {
  const absl::Duration span = now - last_time_;
  if (span < kLeastSpan || done < last_done_) return;
  const double rate = static_cast<double>(done - last_done_) / absl::ToDoubleSeconds(span);
  const double weight = started_ ? 1 - std::exp(-absl::FDivDuration(span, kMemory)) : 1;
  per_second_ += weight * (rate - per_second_);
  started_ = true;
  last_time_ = now;
  last_done_ = done;
}

std::optional<absl::Duration> TimeLeft(const ProgressCounts& counts, double bytes_per_second) {
  if (counts.total_bytes <= 0 || bytes_per_second <= 0) return std::nullopt;
  const int64_t left = std::max<int64_t>(0, counts.total_bytes - counts.done_bytes);
  return absl::Seconds(static_cast<double>(left) / bytes_per_second);
}

std::string ProgressBar(const ProgressCounts& counts, double articles_per_second,
                        std::optional<absl::Duration> left, int width) {
  std::string text;
  if (counts.total_bytes > 0) {
    const int percent = Percent(counts);
    const auto filled = static_cast<size_t>(kBarWidth * percent / 100);
    text = absl::StrCat("[", std::string(filled, '#'), std::string(kBarWidth - filled, '.'), "] ", percent,
                        "%  ");
  }
  text += Articles(counts);
  if (articles_per_second > 0) absl::StrAppend(&text, "  ", Count(std::lround(articles_per_second)), "/s");
  if (left) absl::StrAppend(&text, "  about ", ShortDuration(*left), " left");
  return CutToWidth(text, std::max(1, width));
}

std::string ProgressLine(const ProgressCounts& counts, double articles_per_second,
                         std::optional<absl::Duration> left) {
  std::string text = Articles(counts);
  if (articles_per_second > 0) absl::StrAppend(&text, ", ", Count(std::lround(articles_per_second)), "/s");
  if (counts.total_bytes > 0) absl::StrAppend(&text, ", ", Percent(counts), "%");
  if (left) absl::StrAppend(&text, ", about ", ShortDuration(*left), " left");
  return text;
}

std::string ShortDuration(absl::Duration duration) {
  const int64_t seconds = std::max<int64_t>(0, absl::ToInt64Seconds(duration));
  if (seconds < 60) return absl::StrCat(seconds, "s");
  if (seconds < 3600) return absl::StrCat(seconds / 60, "m ", seconds % 60, "s");
  return absl::StrCat(seconds / 3600, "h ", seconds / 60 % 60, "m");
}

}  // namespace tearsheet
