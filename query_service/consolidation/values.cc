#include "query_service/consolidation/values.h"

#include <charconv>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "common/status_macros.h"

namespace tearsheet {
namespace {

constexpr char kDays[] = "days";

// Whether both bounds can be read; an empty one is open.
bool ReadBounds(const std::string& low, const std::string& high, Interval& interval) {
  if (!low.empty() && !(interval.low = Decimal::Parse(low))) return false;
  if (!high.empty() && !(interval.high = Decimal::Parse(high))) return false;
  return !interval.empty();
}

std::optional<Value> MakeValue(std::string unit, const std::string& low, const std::string& high,
                               bool approximate) {
  Value value{.unit = std::move(unit), .interval = {}, .approximate = approximate};
  if (!ReadBounds(low, high, value.interval) || (!value.interval.low && !value.interval.high))
    return std::nullopt;
  return value;
}

std::string Print(const std::optional<Decimal>& bound) { return bound ? bound->ToString() : ""; }

std::optional<int64_t> ParseDay(const std::string& text) {
  absl::CivilDay day;
  if (text.size() < 8 || !absl::ParseCivilTime(text, &day)) return std::nullopt;
  return day - absl::CivilDay(1970, 1, 1);
}

std::string FormatDay(const Decimal& day) { return DayText(day.ToInteger().value_or(0)); }

v1::TimePrecision PrecisionOf(int64_t days) {
  if (days <= 1) return v1::DAY;
  if (days <= 7) return v1::WEEK;
  if (days <= 31) return v1::MONTH;
  if (days <= 92) return v1::QUARTER;
  if (days <= 184) return v1::HALF;
  if (days <= 366) return v1::YEAR;
  return v1::UNKNOWN;
}

absl::Status Check(const v1::Event& event, const char* slot, const std::string& low,
                   const std::string& high) {
  Interval interval;
  if (ReadBounds(low, high, interval)) return absl::OkStatus();
  return absl::InvalidArgumentError(absl::StrCat("event '", event.event_id(), "' has a bad ", slot, ": '",
                                                 low, "' to '", high, "' is no range of decimal numbers"));
}

}  // namespace

absl::Status CheckValues(const v1::Event& event) {
  RETURN_IF_ERROR(Check(event, "amount", event.amount().low(), event.amount().high()));
  RETURN_IF_ERROR(Check(event, "percent", event.percent().low(), event.percent().high()));
  RETURN_IF_ERROR(Check(event, "quantity", event.quantity().low(), event.quantity().high()));
  const auto& time = event.time();
  const auto start = ParseDay(time.start());
  const auto end = ParseDay(time.end());
  if ((!time.start().empty() && !start) || (!time.end().empty() && !end) ||
      (start && end && *end <= *start)) {
    return absl::InvalidArgumentError(absl::StrCat("event '", event.event_id(), "' has a bad time: '",
                                                   time.start(), "' to '", time.end(),
                                                   "' is no span of days"));
  }
  return absl::OkStatus();
}

std::optional<Value> ToValue(const v1::Amount& amount) {
  return MakeValue(amount.currency(), amount.low(), amount.high(), amount.approximate());
}

std::optional<Value> ToValue(const v1::Percent& percent) {
  return MakeValue("%", percent.low(), percent.high(), percent.approximate());
}

std::optional<Value> ToValue(const v1::Quantity& quantity) {
  return MakeValue(quantity.unit(), quantity.low(), quantity.high(), quantity.approximate());
}

std::optional<Value> ToValue(const v1::Term& term) {
  if (term.months() <= 0) return std::nullopt;
  const Decimal months = Decimal::FromInt(term.months());
  return Value{.unit = "months", .interval = {months, months}};
}

std::optional<Value> ToValue(const v1::TimeSpan& time) {
  Value value{.unit = kDays, .interval = {}};
  if (const auto start = ParseDay(time.start())) value.interval.low = Decimal::FromInt(*start);
  if (const auto end = ParseDay(time.end())) value.interval.high = Decimal::FromInt(*end - 1);
  if ((!value.interval.low && !value.interval.high) || value.interval.empty()) return std::nullopt;
  return value;
}

std::string DayText(int64_t day) { return absl::FormatCivilTime(absl::CivilDay(1970, 1, 1) + day); }

std::string Describe(const Value& value) {
  const bool days = value.unit == kDays;
  const auto print = [days](const Decimal& bound) { return days ? FormatDay(bound) : bound.ToString(); };
  const auto& [low, high] = value.interval;
  std::string text = value.approximate ? "about " : "";
  if (low && high && *low == *high) {
    absl::StrAppend(&text, print(*low));
  } else if (!high) {
    absl::StrAppend(&text, days ? "from " : "at least ", low ? print(*low) : "");
  } else if (!low) {
    absl::StrAppend(&text, days ? "until " : "up to ", print(*high));
  } else {
    absl::StrAppend(&text, print(*low), " to ", print(*high));
  }
  if (!days && !value.unit.empty()) absl::StrAppend(&text, " ", value.unit);
  return text;
}

void FromValue(const Value& value, v1::Amount& amount) {
  amount.set_currency(value.unit);
  amount.set_low(Print(value.interval.low));
  amount.set_high(Print(value.interval.high));
  amount.set_approximate(value.approximate);
}

void FromValue(const Value& value, v1::Percent& percent) {
  percent.set_low(Print(value.interval.low));
  percent.set_high(Print(value.interval.high));
  percent.set_approximate(value.approximate);
}

void FromValue(const Value& value, v1::Quantity& quantity) {
  quantity.set_unit(value.unit);
  quantity.set_low(Print(value.interval.low));
  quantity.set_high(Print(value.interval.high));
  quantity.set_approximate(value.approximate);
}

void FromValue(const Value& value, v1::Term& term) {
  const std::string months = Print(value.interval.low);
  int32_t number = 0;
  std::from_chars(months.data(), months.data() + months.size(), number);
  term.set_months(number);
}

void FromValue(const Value& value, v1::TimeSpan& time) {
  const auto& [low, high] = value.interval;
  if (low) time.set_start(FormatDay(*low));
  if (!high) {
    time.set_precision(v1::UNKNOWN);
    return;
  }
  absl::CivilDay last;
  if (absl::ParseCivilTime(FormatDay(*high), &last)) time.set_end(absl::FormatCivilTime(last + 1));
  absl::CivilDay first;
  const bool closed = low && absl::ParseCivilTime(time.start(), &first);
  time.set_precision(closed ? PrecisionOf(last - first + 1) : v1::UNKNOWN);
}

}  // namespace tearsheet
