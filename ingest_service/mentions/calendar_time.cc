#include "ingest_service/mentions/time_readers.h"

namespace tearsheet {

std::optional<TimePeriod> ReadCalendarTime(const TimeContext& context, int32_t at) {
  if (context.tokens.Lower(at) == "the") ++at;
  if (auto period = ReadNumericDate(context, at); period.has_value()) return period;
  if (auto period = ReadHoliday(context, at); period.has_value()) return period;
  if (auto period = ReadNamedDate(context, at); period.has_value()) return period;
  if (auto period = ReadMonth(context, at); period.has_value()) return period;
  if (auto period = ReadWeekday(context, at); period.has_value()) return period;
  if (auto period = ReadQuarterOrHalf(context, at); period.has_value()) return period;
  return ReadYearOrDecade(context, at);
}

// The longer readings come first: "the last week of June" before "the last week", "the year to March" before
// "the year".
std::optional<TimePeriod> ReadTimePeriod(const TimeContext& context, int32_t at) {
  const TokenView& tokens = context.tokens;
  if (auto period = ReadDistance(context, at); period.has_value()) return period;
  if (tokens.Lower(at) == "in") return std::nullopt;
  if (auto period = ReadNthOf(context, at); period.has_value()) return period;
  const int32_t word = tokens.Lower(at) == "the" ? at + 1 : at;
  if (auto period = ReadReportingPeriod(context, word); period.has_value()) return period;
  if (auto period = ReadCalendarTime(context, at); period.has_value()) return period;
  if (auto period = ReadDayWord(context, at); period.has_value()) return period;
  if (auto period = ReadPartOfPeriod(context, at); period.has_value()) return period;
  if (auto period = ReadRelativeWeekday(context, word); period.has_value()) return period;
  if (auto period = ReadSeason(context, word); period.has_value()) return period;
  return ReadRelativeUnit(context, at);
}

}  // namespace tearsheet
