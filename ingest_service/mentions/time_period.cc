#include "ingest_service/mentions/time_period.h"

#include <algorithm>
#include <array>

#include "ingest_service/mentions/calendar.h"

namespace tearsheet {

namespace {

// How far from the time the word may stand that tells of the future.
constexpr int32_t kAheadWindow = 12;
// How many words may stand between a preposition and the time: "by the end of the March".
constexpr int32_t kLimitWindow = 7;

// Words that stand before a time to come.
constexpr std::array kAhead = std::to_array<std::string_view>(
    {"will",     "'ll",       "wo",     "shall",  "would",     "scheduled", "due",      "expected",
     "expects",  "expect",    "plans",  "plan",   "planned",   "planning",  "aims",     "aim",
     "intends",  "starts",    "begins", "opens",  "succeeds",  "retires",   "joins",    "ends",
     "expires",  "upcoming",  "coming", "slated", "targeting", "hopes",     "deadline", "matures",
     "maturing", "effective", "set",    "start"});

// The same right before it.
constexpr std::array kLimits = std::to_array<std::string_view>({"by", "until", "till", "before", "next"});

// Words behind a time that tell of the future: "In March the bank will ...".
constexpr std::array kAheadBehind =
    std::to_array<std::string_view>({"will", "'ll", "wo", "shall", "succeeds", "replaces"});

constexpr std::array kPrepositions =
    std::to_array<std::string_view>({"in", "on", "at", "from", "during", "for", "between", "over"});
constexpr std::array kBeginnings =
    std::to_array<std::string_view>({"from", "effective", "starting", "beginning"});
constexpr std::array kConjunctions =
    std::to_array<std::string_view>({"and", "but", "that", "which", "who", "when", "where", "as", "while"});

// What was said, not what will be.
bool Reports(std::string_view word) {
  return word == "said" || word == "announced" || word == "reported" || word == "told";
}

// A verb in the past, as far as a word alone shows it.
bool LooksPast(std::string_view word) {
  if (word == "was" || word == "were" || word == "had" || word == "did" || word == "rose" || word == "fell")
    return true;
  return word.size() > 4 && word.substr(word.size() - 2) == "ed";
}

template <size_t n>
bool Among(const std::array<std::string_view, n>& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

}  // namespace

TimePeriod SpanPeriod(Date start, Date end, v1::TimePrecision precision, int32_t end_token) {
  TimePeriod period;
  period.start = start;
  period.end = end;
  period.precision = precision;
  period.end_token = end_token;
  return period;
}

TimePeriod DayPeriod(Date date, int32_t end_token) { return SpanPeriod(date, date + 1, v1::DAY, end_token); }

TimePeriod WeekPeriod(Date date, int32_t end_token) {
  return SpanPeriod(WeekStart(date), WeekStart(date) + kDaysPerWeek, v1::WEEK, end_token);
}

TimePeriod MonthPeriod(Date date, int32_t end_token) {
  return SpanPeriod(MonthStart(date), AddMonths(MonthStart(date), 1), v1::MONTH, end_token);
}

TimePeriod QuarterPeriod(Date date, int32_t end_token) {
  return SpanPeriod(QuarterStart(date), AddMonths(QuarterStart(date), kMonthsPerQuarter), v1::QUARTER,
                    end_token);
}

TimePeriod HalfPeriod(Date date, int32_t end_token) {
  return SpanPeriod(HalfStart(date), AddMonths(HalfStart(date), kMonthsPerHalf), v1::HALF, end_token);
}

TimePeriod YearPeriod(int year, int32_t end_token) {
  return SpanPeriod(Date(year, 1, 1), Date(year + 1, 1, 1), v1::YEAR, end_token);
}

bool TimeContext::IsBeginning(int32_t first) const {
  const int32_t before = tokens.Lower(first - 1) == "the" ? first - 2 : first - 1;
  return Among(kBeginnings, tokens.Lower(before));
}

bool TimeContext::LooksAhead(int32_t first, int32_t end) const {
  if (alone) return true;
  // "by March", "by the end of March"
  int32_t limit = first - 1;
  while (limit > first - kLimitWindow && (tokens.Is(limit, kIsPart | kIsWeekday) || tokens.IsDash(limit) ||
                                          tokens.Lower(limit) == "of" || tokens.Lower(limit) == "the")) {
    --limit;
  }
  if (Among(kLimits, tokens.Lower(limit))) return true;
  // "since the spring" looks back, whatever else is said.
  if (tokens.Lower(limit) == "since") return false;
  for (int32_t i = first - 1; i >= first - kAheadWindow && tokens.Has(i); --i) {
    const std::string_view word = tokens.Lower(i);
    if (Among(kAhead, word)) return true;
    if (word == ";") break;
    if (Reports(word) || word == "was" || word == "were" || word == "had") return false;
  }
  // Behind it only where the time opens its clause: not in "closed on Friday and will open".
  const int32_t opening = Among(kPrepositions, tokens.Lower(limit)) ? limit - 1 : limit;
  if (tokens.Has(opening) && tokens.At(opening).kind != Token::kPunctuation &&
      !Among(kConjunctions, tokens.Lower(opening))) {
    return false;
  }
  for (int32_t i = end; i < end + kAheadWindow && tokens.Has(i); ++i) {
    const std::string_view word = tokens.Lower(i);
    if (Among(kAheadBehind, word)) return true;
    if (LooksPast(word) || word == ";") return false;
  }
  return false;
}

}  // namespace tearsheet
