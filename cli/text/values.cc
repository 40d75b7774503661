#include "cli/text/values.h"

#include <algorithm>
#include <array>
#include <functional>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "common/proto_time.h"
#include "common/strings.h"

namespace tearsheet {
namespace {

bool IsDecimal(std::string_view text) {
  if (!text.empty() && text[0] == '-') text.remove_prefix(1);
  const auto digit = [](char c) { return c >= '0' && c <= '9'; };
  const size_t point = text.find('.');
  const std::string_view whole = text.substr(0, point);
  const std::string_view fraction = point == std::string_view::npos ? "0" : text.substr(point + 1);
  return !whole.empty() && !fraction.empty() && std::all_of(whole.begin(), whole.end(), digit) &&
         std::all_of(fraction.begin(), fraction.end(), digit);
}

// `decimal` divided by 10^places, without needless zeros.
std::string ShiftPoint(std::string_view decimal, size_t places) {
  const size_t point = std::min(decimal.find('.'), decimal.size());
  std::string digits(decimal.substr(0, point));
  std::string fraction(point < decimal.size() ? decimal.substr(point + 1) : "");
  if (digits.size() <= places) digits.insert(0, places + 1 - digits.size(), '0');
  fraction = absl::StrCat(digits.substr(digits.size() - places), fraction);
  digits.resize(digits.size() - places);
  fraction.erase(fraction.find_last_not_of('0') + 1);
  return fraction.empty() ? digits : absl::StrCat(digits, ".", fraction);
}

size_t FractionDigits(const std::string& decimal) {
  const size_t point = decimal.find('.');
  return point == std::string::npos ? 0 : decimal.size() - point - 1;
}

struct Scale {
  size_t places;
  const char* suffix;
};

// The largest scale at which the number is at least 1 and still exact with three digits after the point.
std::string FormatScaled(std::string_view decimal) {
  constexpr std::array<Scale, 3> kScales = {{{12, "tn"}, {9, "bn"}, {6, "m"}}};
  if (!IsDecimal(decimal)) return std::string(decimal);
  const bool negative = decimal[0] == '-';
  if (negative) decimal.remove_prefix(1);
  std::string text = GroupDigits(ShiftPoint(decimal, 0));
  for (const Scale& scale : kScales) {
    const std::string scaled = ShiftPoint(decimal, scale.places);
    if (scaled[0] == '0' || FractionDigits(scaled) > 3) continue;
    text = GroupDigits(scaled) + scale.suffix;
    break;
  }
  return absl::StrCat(negative ? "-" : "", text);
}

std::string CurrencySign(const std::string& code) {
  struct Sign {
    const char* code;
    const char* sign;
  };
  constexpr std::array<Sign, 12> kSigns = {{{"USD", "$"},
                                            {"EUR", "€"},
                                            {"GBP", "£"},
                                            {"JPY", "¥"},
                                            {"INR", "₹"},
                                            {"KRW", "₩"},
                                            {"CAD", "C$"},
                                            {"AUD", "A$"},
                                            {"NZD", "NZ$"},
                                            {"HKD", "HK$"},
                                            {"SGD", "S$"},
                                            {"TWD", "NT$"}}};
  for (const Sign& sign : kSigns) {
    if (code == sign.code) return sign.sign;
  }
  return code.empty() ? "" : absl::StrCat(code, " ");
}

// The words around a range; `show` formats one bound.
std::string FormatRange(const std::string& low, const std::string& high, bool approximate,
                        const std::function<std::string(const std::string&)>& show) {
  std::string text;
  if (low.empty() && high.empty()) return text;
  if (low == high) {
    text = show(low);
  } else if (high.empty()) {
    text = absl::StrCat("at least ", show(low));
  } else if (low.empty()) {
    text = absl::StrCat("up to ", show(high));
  } else {
    text = absl::StrCat(show(low), "–", show(high));
  }
  return absl::StrCat(approximate ? "≈ " : "", text);
}

// "ferry" -> "ferries", "bus" -> "buses", "ship" -> "ships".
std::string Plural(const std::string& noun) {
  if (absl::EndsWith(noun, "craft") || noun == "staff") return noun;
  const absl::string_view vowels = "aeiou";
  const char before = noun[noun.size() - 2];
  if (noun.back() == 'y' && !absl::StrContains(vowels, before))
    return absl::StrCat(noun.substr(0, noun.size() - 1), "ies");
  const bool hisses =
      noun.back() == 's' || noun.back() == 'x' || absl::EndsWith(noun, "ch") || absl::EndsWith(noun, "sh");
  return absl::StrCat(noun, hisses ? "es" : "s");
}

// Units are counted nouns in the singular or symbols; only nouns have a plural.
std::string UnitFor(const std::string& unit, bool one) {
  if (unit.empty()) return "";
  if (unit == "x" || unit == "%") return unit;
  if (one) return absl::StrCat(" ", unit);
  if (unit == "person") return " people";
  const bool noun = unit.size() > 2 && std::all_of(unit.begin(), unit.end(),
                                                   [](char c) { return (c >= 'a' && c <= 'z') || c == ' '; });
  return absl::StrCat(" ", noun ? Plural(unit) : unit);
}

// `format` starts with "%e", which pads with a space.
std::string FormatUtcTime(const char* format, absl::Time time) {
  const std::string text = absl::FormatTime(format, time, absl::UTCTimeZone());
  return text.substr(!text.empty() && text[0] == ' ' ? 1 : 0);
}

std::string ShowDay(absl::CivilDay day) {
  return FormatUtcTime("%e %b %Y", absl::FromCivil(day, absl::UTCTimeZone()));
}

std::string FormatTimestamp(const google::protobuf::Timestamp& time, const char* format) {
  const auto valid = TimeFromProto(time);
  if (!valid.ok() || (time.seconds() == 0 && time.nanos() == 0)) return "";
  return FormatUtcTime(format, *valid);
}

std::string FormatPeriod(absl::CivilDay start, v1::TimePrecision precision) {
  switch (precision) {
    case v1::DAY:
      return ShowDay(start);
    case v1::WEEK:
      return absl::StrCat("week of ", ShowDay(start));
    case v1::MONTH:
      return absl::FormatTime("%b %Y", absl::FromCivil(start, absl::UTCTimeZone()), absl::UTCTimeZone());
    case v1::QUARTER:
      return absl::StrCat("Q", (start.month() + 2) / 3, " ", start.year());
    case v1::HALF:
      return absl::StrCat("H", start.month() > 6 ? 2 : 1, " ", start.year());
    case v1::YEAR:
      return absl::StrCat(start.year());
    default:
      return "";
  }
}

}  // namespace

std::string FormatCount(int64_t count, std::string_view one, std::string_view many) {
  return absl::StrCat(GroupDigits(absl::StrCat(count)), " ", Absl(count == 1 ? one : many));
}

std::string GroupDigits(std::string_view decimal) {
  if (!IsDecimal(decimal)) return std::string(decimal);
  const size_t point = std::min(decimal.find('.'), decimal.size());
  std::string grouped(decimal);
  const size_t first = decimal[0] == '-' ? 1 : 0;
  for (size_t place = point; place > first + 3;) {
    place -= 3;
    grouped.insert(place, 1, ',');
  }
  return grouped;
}

std::string FormatAmount(const v1::Amount& amount) {
  const std::string sign = CurrencySign(amount.currency());
  return FormatRange(amount.low(), amount.high(), amount.approximate(),
                     [&](const std::string& bound) { return sign + FormatScaled(bound); });
}

std::string FormatPercent(const v1::Percent& percent) {
  return FormatRange(percent.low(), percent.high(), percent.approximate(),
                     [](const std::string& bound) { return GroupDigits(bound) + "%"; });
}

std::string FormatQuantity(const v1::Quantity& quantity) {
  const std::string text = FormatRange(quantity.low(), quantity.high(), quantity.approximate(),
                                       [](const std::string& bound) { return GroupDigits(bound); });
  if (text.empty()) return text;
  return text + UnitFor(quantity.unit(), quantity.low() == "1" && quantity.high() == "1");
}

std::string FormatTerm(const v1::Term& term) {
  const int months = term.months();
  if (months <= 0) return "";
  if (months % 12 == 0) return absl::StrCat(months / 12, months == 12 ? " year" : " years");
  return absl::StrCat(months, months == 1 ? " month" : " months");
}

std::string FormatTimeSpan(const v1::TimeSpan& span) {
  absl::CivilDay start;
  absl::CivilDay end;
  const bool has_start = absl::ParseCivilTime(span.start(), &start);
  const bool has_end = absl::ParseCivilTime(span.end(), &end);
  if (has_start) {
    const std::string period = FormatPeriod(start, span.precision());
    if (!period.empty()) return period;
  }
  if (has_start && has_end) {
    const std::string first = ShowDay(start);
    const std::string last = ShowDay(end - 1);
    return first == last ? first : absl::StrCat(first, " – ", last);
  }
  if (has_start) return absl::StrCat("from ", ShowDay(start));
  if (has_end) return absl::StrCat("until ", ShowDay(end - 1));
  return "";
}

std::string FormatDate(const google::protobuf::Timestamp& time) { return FormatTimestamp(time, "%e %b %Y"); }

std::string FormatMinute(const google::protobuf::Timestamp& time) {
  return FormatTimestamp(time, "%e %b %Y %H:%M");
}

}  // namespace tearsheet
