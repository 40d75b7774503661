#include "ingest_service/mentions/time_readers.h"
#include "ingest_service/mentions/time_unit.h"
#include "ingest_service/mentions/time_words.h"

namespace tearsheet {

namespace {

constexpr int kLongest = 60;

// "to", "ended", "ending", "through": what stands between the length of the period and its end.
bool Ends(std::string_view word) {
  return word == "to" || word == "ended" || word == "ending" || word == "through";
}

v1::TimePrecision PrecisionOfMonths(int months) {
  switch (months) {
    case 1:
      return v1::MONTH;
    case 3:
      return v1::QUARTER;
    case 6:
      return v1::HALF;
    default:
      return v1::YEAR;
  }
}

}  // namespace

std::optional<TimePeriod> ReadReportingPeriod(const TimeContext& context, int32_t at) {
  const TokenView& tokens = context.tokens;
  int32_t next = at;
  int months = 0;
  SkipFiscal(tokens, next);
  if (tokens.Is(next, kIsTimeUnit)) {
    const TimeUnit unit = tokens.Word(next).unit;
    months =
        unit == TimeUnit::kYear ? 12 : (unit == TimeUnit::kQuarter ? 3 : (unit == TimeUnit::kHalf ? 6 : 0));
    ++next;
  } else if (const auto distance = ReadTimeDistance(tokens, at);
             distance.has_value() && distance->unit == TimeUnit::kMonth && distance->days == 0) {
    months = distance->years_and_months;
    next = distance->end;
  }
  if (months < 1 || months > kLongest) return std::nullopt;
  if (tokens.Lower(next) == "period") ++next;
  if (!Ends(tokens.Lower(next))) return std::nullopt;
  ++next;
  if (tokens.Lower(next) == "on") ++next;
  if (tokens.Lower(next) == "the" && tokens.Lower(next + 1) == "end") next += 3;
  std::optional<TimePeriod> last = ReadNamedDate(context, next);
  if (!last.has_value()) last = ReadMonth(context, next);
  if (!last.has_value() || (last->precision != v1::DAY && last->precision != v1::MONTH)) return std::nullopt;
  // Periods of whole months: one that ends within a month's last days ends with the month.
  const Date month_end = AddMonths(MonthStart(*last->end - 1), 1);
  const Date end = month_end - *last->end <= 5 ? month_end : *last->end;
  return SpanPeriod(AddMonths(end, -months), end, PrecisionOfMonths(months), last->end_token);
}

}  // namespace tearsheet
