#include "ingest_service/mentions/time_readers.h"
#include "ingest_service/mentions/time_words.h"

namespace tearsheet {

namespace {

constexpr int kMonthsPerSeason = 3;

// The season that begins in `year`: three whole months.
TimePeriod SeasonOf(int first_month, int year, int32_t end) {
  const Date start(year, first_month, 1);
  return SpanPeriod(start, AddMonths(start, kMonthsPerSeason), v1::QUARTER, end);
}

// "last summer" of an article of May is that of the year before, of one of September this year's; "this
// winter" of an article of January began the year before.
TimePeriod RelativeSeason(const TimeContext& context, int first_month, int relative, int32_t end) {
  const Date today = context.published;
  const int year = static_cast<int>(today.year());
  TimePeriod season = SeasonOf(first_month, year, end);
  const TimePeriod before = SeasonOf(first_month, year - 1, end);
  if (relative < 0) {
    if (*season.end <= today) return season;
    return *before.end <= today ? before : SeasonOf(first_month, year - 2, end);
  }
  if (relative > 0) return *season.start > today ? season : SeasonOf(first_month, year + 1, end);
  return *before.end > today ? before : season;
}

}  // namespace

std::optional<TimePeriod> ReadSeason(const TimeContext& context, int32_t at) {
  const TokenView& tokens = context.tokens;
  std::optional<int> relative;
  int32_t season_at = at;
  if (tokens.Is(at, kIsRelative)) {
    relative = tokens.Word(at).relative;
    ++season_at;
    if (*relative == 0 && tokens.Is(season_at, kIsRelative)) relative = tokens.Word(season_at++).relative;
  }
  if (!tokens.Is(season_at, kIsSeason)) return std::nullopt;
  const int month = tokens.Word(season_at).season;
  const int32_t end = season_at + 1;
  if (relative.has_value()) return RelativeSeason(context, month, *relative, end);
  if (const auto year = ReadYearBehind(context, end);
      year.has_value() && tokens.Lower(end) != "in" && tokens.Lower(end) != ",") {
    return SeasonOf(month, year->first, year->second);
  }
  const std::string_view preposition = tokens.Lower(at - 2);
  const bool in_the = tokens.Lower(at - 1) == "the" &&
                      (preposition == "in" || preposition == "during" || preposition == "over" ||
                       preposition == "since" || preposition == "by" || preposition == "until");
  // "in the fall of its shares"; "in the spring of something".
  if (!in_the || tokens.Lower(at) == "fall" || tokens.Lower(end) == "of") return std::nullopt;
  return NearestPeriod(context, at, [&](int year) { return SeasonOf(month, year, end); });
}

}  // namespace tearsheet
