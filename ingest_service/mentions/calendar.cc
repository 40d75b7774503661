#include "ingest_service/mentions/calendar.h"

#include <algorithm>

#include "absl/strings/str_cat.h"

namespace tearsheet {

namespace {

Date PeriodStart(Date date, int months) {
  return Date(date.year(), (date.month() - 1) / months * months + 1, 1);
}

}  // namespace

std::string ToIso(Date date) {
  return absl::StrCat(absl::Dec(date.year(), absl::kZeroPad4), "-", absl::Dec(date.month(), absl::kZeroPad2),
                      "-", absl::Dec(date.day(), absl::kZeroPad2));
}

int IsoWeekday(Date date) { return static_cast<int>(absl::GetWeekday(date)) + 1; }

Date WeekStart(Date date) { return date - (IsoWeekday(date) - 1); }

Date WeekdayInWeekOf(Date date, int weekday) {
  return date - IsoWeekday(date) % kDaysPerWeek + weekday % kDaysPerWeek;
}

Date MonthStart(Date date) { return Date(date.year(), date.month(), 1); }
Date QuarterStart(Date date) { return PeriodStart(date, kMonthsPerQuarter); }
Date HalfStart(Date date) { return PeriodStart(date, kMonthsPerHalf); }
Date YearStart(Date date) { return Date(date.year(), 1, 1); }

Date AddMonths(Date date, int months) {
  const absl::CivilMonth month = absl::CivilMonth(date) + months;
  const Date last = Date(month + 1) - 1;
  return Date(month.year(), month.month(), std::min(date.day(), last.day()));
}

Date NthWeekday(int year, int month, int weekday, int which) {
  const Date first(year, month, 1);
  Date day = first + (weekday - IsoWeekday(first) + kDaysPerWeek) % kDaysPerWeek;
  day += (which - 1) * kDaysPerWeek;
  return day.month() == month ? day : day - kDaysPerWeek;
}

bool IsDate(int year, int month, int day) {
  if (month < 1 || month > 12 || day < 1) return false;
  return Date(year, month, day).month() == month;
}

}  // namespace tearsheet
