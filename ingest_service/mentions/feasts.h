// Days of the year that have names, by the calendars they follow.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ingest_service/mentions/calendar.h"

namespace tearsheet {

// How a feast is found in a year.
struct Holiday {
  enum Rule : uint8_t {
    // Month and day of the Gregorian calendar.
    kFixed,
    // The `which`-th (5: the last) `weekday` (1 Monday to 7) of a month.
    kNthWeekday,
    // Easter Sunday of the western and of the eastern churches.
    kEaster,
    kOrthodoxEaster,
    // The Jewish new year, Passover and Hanukkah.
    kRoshHashanah,
    kPassover,
    kHanukkah,
    // Month and day of the tabular Islamic calendar, which is within a day of the sighted moon; the first in
    // the Gregorian year.
    kIslamic,
    // A day of a list, as for feasts that follow the sighted or computed moon of another calendar.
    kListed,
  };
  Rule rule = kFixed;
  int8_t month = 1;
  int8_t day = 1;
  int8_t weekday = 1;
  int8_t which = 1;
  // Days from the day that the rule gives to the first of the feast.
  int16_t shift = 0;
  // Length in days.
  int8_t days = 1;
  // Index into the lists, for kListed.
  int8_t list = 0;
};

// The days of one feast, in order; at most one a year.
using FeastDays = std::vector<Date>;

// Reads "12-25", "11-4-4", "05-1-last", "easter", "orthodox", "rosh-hashanah", "passover", "hanukkah",
// "islamic-10-01", each followed, if wanted, by "+n" or "-n" days and "xN" days of length: "11-4-4+1",
// "islamic-09-01x30". "@name" is the feast of that name among `listed`. Nothing for anything else.
std::optional<Holiday> ParseHoliday(std::string_view text, const std::vector<std::string>& listed);

// The first day of the feast in a year of 1900 to 2199; nothing where the year has none. `lists` has the days
// of those that are listed.
std::optional<Date> FirstDay(const Holiday& holiday, int year, const std::vector<FeastDays>& lists);

}  // namespace tearsheet
