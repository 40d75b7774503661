#include "ingest_service/mentions/lexicon.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/decimal.h"
#include "common/status_macros.h"
#include "common/strings.h"
#include "ingest_service/mentions/lexicon_file.h"
#include "ingest_service/mentions/short_hash.h"

extern "C" {
extern const char tearsheet_numbers_start[], tearsheet_numbers_end[];
extern const char tearsheet_currencies_start[], tearsheet_currencies_end[];
extern const char tearsheet_units_start[], tearsheet_units_end[];
extern const char tearsheet_bounds_start[], tearsheet_bounds_end[];
extern const char tearsheet_changes_start[], tearsheet_changes_end[];
extern const char tearsheet_times_start[], tearsheet_times_end[];
extern const char tearsheet_names_start[], tearsheet_names_end[];
extern const char tearsheet_common_words_start[], tearsheet_common_words_end[];
}

namespace tearsheet {

namespace {

constexpr int kMillion = 1000000;

std::string_view Embedded(const char* start, const char* end) {
  return {start, static_cast<size_t>(end - start)};
}

std::optional<int> ParseInt(std::string_view text) {
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

// The integer in `row`'s third field between `least` and `most`.
absl::StatusOr<int8_t> IntegerOf(const LexiconRow& row, std::string_view name, int least, int most) {
  const std::optional<int> value = ParseInt(row.fields[2]);
  if (!value.has_value() || *value < least || *value > most) {
    return LineError(name, row.line,
                     absl::StrCat("'", Absl(row.fields[2]), "' is not a number from ", least, " to ", most));
  }
  return static_cast<int8_t>(*value);
}

absl::Status UnknownClass(const LexiconRow& row, std::string_view name) {
  return LineError(name, row.line, absl::StrCat("unknown class '", Absl(row.fields[0]), "'"));
}

absl::Status UnknownValue(const LexiconRow& row, std::string_view name) {
  return LineError(name, row.line, absl::StrCat("unknown value '", Absl(row.fields[2]), "'"));
}

constexpr std::array<std::pair<std::string_view, TimeUnit>, 10> kTimeUnits = {
    {{"day", TimeUnit::kDay},
     {"week", TimeUnit::kWeek},
     {"fortnight", TimeUnit::kFortnight},
     {"month", TimeUnit::kMonth},
     {"quarter", TimeUnit::kQuarter},
     {"half", TimeUnit::kHalf},
     {"year", TimeUnit::kYear},
     {"decade", TimeUnit::kDecade},
     {"century", TimeUnit::kCentury},
     {"weekend", TimeUnit::kWeekend}}};

constexpr std::array<std::pair<std::string_view, PartOfTime>, 3> kParts = {
    {{"early", PartOfTime::kEarly}, {"middle", PartOfTime::kMiddle}, {"late", PartOfTime::kLate}}};

constexpr std::array<std::pair<std::string_view, BoundKind>, 4> kBounds = {
    {{"approximate", BoundKind::kApproximate},
     {"at_least", BoundKind::kAtLeast},
     {"at_most", BoundKind::kAtMost},
     {"filler", BoundKind::kFiller}}};

constexpr std::array<std::pair<std::string_view, uint32_t>, 19> kNameClasses = {
    {{"common", kIsCommon},
     {"person_before", kIsPersonBefore},
     {"legal", kIsLegalForm},
     {"legal_weak", kIsWeakLegalForm},
     {"head", kIsHead},
     {"plural_head", kIsPluralHead},
     {"title", kIsTitle},
     {"honorific", kIsHonorific},
     {"first_name", kIsFirstName},
     {"particle", kIsParticle},
     {"stop", kIsStopName},
     {"nationality", kIsNationality},
     {"org_before", kIsOrgBefore},
     {"org_after", kIsOrgAfter},
     {"person_after", kIsPersonAfter},
     {"product_after", kIsProductAfter},
     {"invest_in", kIsInvestIn},
     {"place_before", kIsPlaceBefore},
     {"front_head", kIsFrontHead}}};

template <typename T, size_t n>
std::optional<T> Look(const std::array<std::pair<std::string_view, T>, n>& table, std::string_view name) {
  for (const auto& [key, value] : table) {
    if (key == name) return value;
  }
  return std::nullopt;
}

}  // namespace

const WordInfo Lexicon::kUnknown;

absl::StatusOr<Lexicon> Lexicon::Create(Vocabulary vocabulary) {
  Lexicon lexicon;
  lexicon.vocabulary_ = std::move(vocabulary);
  const std::array<std::pair<Reader, std::string_view>, 8> texts = {
      {{&Lexicon::ReadNumbers, Embedded(tearsheet_numbers_start, tearsheet_numbers_end)},
       {&Lexicon::ReadCurrencies, Embedded(tearsheet_currencies_start, tearsheet_currencies_end)},
       {&Lexicon::ReadUnits, Embedded(tearsheet_units_start, tearsheet_units_end)},
       {&Lexicon::ReadBounds, Embedded(tearsheet_bounds_start, tearsheet_bounds_end)},
       {&Lexicon::ReadChanges, Embedded(tearsheet_changes_start, tearsheet_changes_end)},
       {&Lexicon::ReadTimes, Embedded(tearsheet_times_start, tearsheet_times_end)},
       {&Lexicon::ReadNames, Embedded(tearsheet_names_start, tearsheet_names_end)},
       {&Lexicon::ReadCommonWords, Embedded(tearsheet_common_words_start, tearsheet_common_words_end)}}};
  for (const auto& [read, text] : texts) {
    RETURN_IF_ERROR((lexicon.*read)(text));
    lexicon.version_ = VersionWith(lexicon.version_, text);
  }
  for (const std::string_view word : {"%", "percent", "percents", "pct", "percentage"}) {
    lexicon.Edit(word).flags |= kIsPercent;
  }
  for (const std::string_view word :
       {"a",         "an",        "the",     "in",  "earlier", "later", "fiscal", "financial",
        "calendar",  "cy",        "final",   "eoy", "eom",     "all",   "that",   "rest",
        "remainder", "remaining", "opening", "w",   "'",       "now"}) {
    lexicon.Edit(word).flags |= kStartsTime;
  }
  return lexicon;
}

WordInfo& Lexicon::Edit(WordId word) {
  if (word >= words_.size()) words_.resize(word + 1);
  return words_[word];
}

int16_t Lexicon::CurrencyIndex(std::string_view code) {
  const auto found = std::find(currencies_.begin(), currencies_.end(), code);
  if (found != currencies_.end()) return static_cast<int16_t>(found - currencies_.begin());
  currencies_.emplace_back(code);
  return static_cast<int16_t>(currencies_.size() - 1);
}

void Lexicon::AddPhrase(std::string_view phrase, uint32_t flag, int32_t value, PhraseTable& table) {
  const std::vector<WordId> words = vocabulary_.AddPhrase(phrase);
  Edit(words.front()).flags |= flag;
  table.Add(words, value);
}

absl::Status Lexicon::ReadNumbers(std::string_view text) {
  constexpr std::string_view kName = "lexicons/numbers.tsv";
  ASSIGN_OR_RETURN(const std::vector<LexiconRow> rows, ReadRows(text, kName, 3, 3));
  for (const LexiconRow& row : rows) {
    WordInfo& word = Edit(row.fields[1]);
    if (row.fields[0] == "cardinal") {
      ASSIGN_OR_RETURN(word.cardinal, IntegerOf(row, kName, 0, 99));
      word.flags |= kIsCardinal;
    } else if (row.fields[0] == "ordinal") {
      ASSIGN_OR_RETURN(word.ordinal, IntegerOf(row, kName, 1, 99));
      word.flags |= kIsOrdinal;
    } else if (row.fields[0] == "scale") {
      ASSIGN_OR_RETURN(word.scale, IntegerOf(row, kName, 1, 18));
      word.flags |= kIsScale;
    } else if (row.fields[0] == "short_scale") {
      ASSIGN_OR_RETURN(word.short_scale, IntegerOf(row, kName, 1, 18));
      word.flags |= kIsShortScale;
    } else if (row.fields[0] == "fraction") {
      const std::optional<Decimal> part = Decimal::Parse(row.fields[2]);
      const std::optional<Decimal> millionths = part.has_value() ? part->Times(kMillion) : std::nullopt;
      const std::optional<int64_t> whole = millionths.has_value() ? millionths->ToInteger() : std::nullopt;
      if (!whole.has_value() || *whole <= 0 || *whole >= kMillion) {
        return LineError(kName, row.line, "a fraction is between 0 and 1, with at most six decimals");
      }
      word.fraction = static_cast<int32_t>(*whole);
      word.flags |= kIsFraction;
    } else {
      return UnknownClass(row, kName);
    }
  }
  return absl::OkStatus();
}

// "MSEK", "KEUR", "EURm", "USDbn": how Nordic and other reports write thousands, millions and billions.
void Lexicon::AddScaledCodes(std::string_view code, int16_t currency) {
  static constexpr std::array<std::pair<std::string_view, int8_t>, 4> kBefore = {
      {{"m", 6}, {"k", 3}, {"t", 3}, {"b", 9}}};
  static constexpr std::array<std::pair<std::string_view, int8_t>, 5> kAfter = {
      {{"m", 6}, {"mn", 6}, {"k", 3}, {"bn", 9}, {"b", 9}}};
  const auto add = [&](const std::string& name, int8_t scale) {
    WordInfo& word = Edit(name);
    if (word.Is(kIsCurrencyCode)) return;
    word.code = currency;
    word.code_scale = scale;
    word.flags |= kIsCurrencyCode;
  };
  for (const auto& [letter, scale] : kBefore) add(absl::StrCat(Absl(letter), Absl(code)), scale);
  for (const auto& [letter, scale] : kAfter) add(absl::StrCat(Absl(code), Absl(letter)), scale);
}

absl::Status Lexicon::ReadCurrencies(std::string_view text) {
  constexpr std::string_view kName = "lexicons/currencies.tsv";
  ASSIGN_OR_RETURN(const std::vector<LexiconRow> rows, ReadRows(text, kName, 3, 4));
  for (const LexiconRow& row : rows) {
    if (row.fields[2].size() != 3) return LineError(kName, row.line, "a currency code has three letters");
    const int16_t currency = CurrencyIndex(row.fields[2]);
    if (row.fields.size() == 4 && row.fields[0] != "coin") return UnknownValue(row, kName);
    if (row.fields[0] == "word") {
      AddPhrase(row.fields[1], kStartsCurrency, currency, currency_phrases_);
      continue;
    }
    std::string lower(row.fields[1]);
    std::transform(lower.begin(), lower.end(), lower.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    WordInfo& word = Edit(lower);
    if (row.fields[0] == "symbol") {
      word.symbol = currency;
      word.flags |= kIsCurrencySymbol;
    } else if (row.fields[0] == "code") {
      word.code = currency;
      word.flags |= kIsCurrencyCode;
    } else if (row.fields[0] == "scaled") {
      AddScaledCodes(lower, currency);
    } else if (row.fields[0] == "minor") {
      word.minor = currency;
      word.flags |= kIsMinorCurrency;
    } else if (row.fields[0] == "coin") {
      const std::optional<int> value = row.fields.size() == 4 ? ParseInt(row.fields[3]) : std::nullopt;
      if (!value.has_value() || *value < 1 || *value > 100000)
        return LineError(kName, row.line, "a coin is worth 1 to 100000 hundredths");
      word.coin = currency;
      word.coin_value = *value;
      word.flags |= kIsCoin;
    } else if (row.fields[0] == "prefix") {
      word.prefix = currency;
      word.flags |= kIsDollarPrefix;
    } else {
      return UnknownClass(row, kName);
    }
  }
  return absl::OkStatus();
}

absl::Status Lexicon::ReadUnits(std::string_view text) {
  constexpr std::string_view kName = "lexicons/units.tsv";
  ASSIGN_OR_RETURN(const std::vector<LexiconRow> rows, ReadRows(text, kName, 3, 3));
  for (const LexiconRow& row : rows) {
    if (row.fields[0] == "multiple") {
      WordInfo& word = Edit(row.fields[1]);
      ASSIGN_OR_RETURN(word.multiple, IntegerOf(row, kName, 2, 100));
      word.flags |= kIsMultiple;
      continue;
    }
    const bool counted = row.fields[0] == "counted";
    if (!counted && row.fields[0] != "unit") return UnknownClass(row, kName);
    if (units_.empty() || units_.back().symbol != row.fields[2] || units_.back().counted != counted) {
      units_.push_back({std::string(row.fields[2]), counted, false});
    }
    if (counted && row.fields[1].back() == 's') units_.back().has_plural = true;
    AddPhrase(row.fields[1], kStartsUnit, static_cast<int32_t>(units_.size() - 1), unit_phrases_);
  }
  return absl::OkStatus();
}

absl::Status Lexicon::ReadBounds(std::string_view text) {
  constexpr std::string_view kName = "lexicons/bounds.tsv";
  constexpr std::string_view kAfter = "after_";
  ASSIGN_OR_RETURN(const std::vector<LexiconRow> rows, ReadRows(text, kName, 2, 2));
  for (const LexiconRow& row : rows) {
    const bool after = row.fields[0].substr(0, kAfter.size()) == kAfter;
    const std::optional<BoundKind> kind = Look(kBounds, row.fields[0].substr(after ? kAfter.size() : 0));
    if (!kind.has_value()) return UnknownClass(row, kName);
    if (after) {
      AddPhrase(row.fields[1], kStartsAfterBound, static_cast<int32_t>(*kind), bounds_after_);
      continue;
    }
    std::vector<WordId> words = vocabulary_.AddPhrase(row.fields[1]);
    std::reverse(words.begin(), words.end());
    Edit(words.front()).flags |= kEndsBound;
    bounds_before_.Add(words, static_cast<int32_t>(*kind));
  }
  return absl::OkStatus();
}

absl::Status Lexicon::ReadChanges(std::string_view text) {
  constexpr std::string_view kName = "lexicons/changes.tsv";
  ASSIGN_OR_RETURN(const std::vector<LexiconRow> rows, ReadRows(text, kName, 2, 2));
  for (const LexiconRow& row : rows) {
    if (row.fields[0] != "fall" && row.fields[0] != "rise") return UnknownClass(row, kName);
    Edit(row.fields[1]).flags |= row.fields[0] == "fall" ? kIsFall : kIsRise;
  }
  return absl::OkStatus();
}

absl::Status Lexicon::ReadTimes(std::string_view text) {
  constexpr std::string_view kName = "lexicons/times.tsv";
  ASSIGN_OR_RETURN(const std::vector<LexiconRow> rows, ReadRows(text, kName, 3, 3));
  // Names of the feasts whose days are listed.
  std::vector<std::string> listed;
  for (const LexiconRow& row : rows) {
    if (row.fields[0] == "dates") {
      FeastDays days;
      for (const absl::string_view text : absl::StrSplit(Absl(row.fields[2]), ' ')) {
        Date day;
        if (!absl::ParseCivilTime(text, &day)) return UnknownValue(row, kName);
        days.push_back(day);
      }
      listed.emplace_back(row.fields[1]);
      feast_days_.push_back(std::move(days));
      continue;
    }
    if (row.fields[0] == "holiday") {
      const std::optional<Holiday> holiday = ParseHoliday(row.fields[2], listed);
      if (!holiday.has_value()) return UnknownValue(row, kName);
      holidays_.push_back(*holiday);
      AddPhrase(row.fields[1], kStartsHoliday, static_cast<int32_t>(holidays_.size() - 1), holiday_phrases_);
      continue;
    }
    WordInfo& word = Edit(row.fields[1]);
    if (row.fields[0] == "month") {
      ASSIGN_OR_RETURN(word.month, IntegerOf(row, kName, 1, 12));
      word.flags |= kIsMonth;
    } else if (row.fields[0] == "weekday") {
      ASSIGN_OR_RETURN(word.weekday, IntegerOf(row, kName, 1, 7));
      word.flags |= kIsWeekday;
    } else if (row.fields[0] == "day") {
      ASSIGN_OR_RETURN(word.day, IntegerOf(row, kName, -7, 7));
      word.flags |= kIsDay;
    } else if (row.fields[0] == "relative") {
      ASSIGN_OR_RETURN(word.relative, IntegerOf(row, kName, -1, 1));
      word.flags |= kIsRelative;
    } else if (row.fields[0] == "season") {
      ASSIGN_OR_RETURN(word.season, IntegerOf(row, kName, 1, 12));
      word.flags |= kIsSeason;
    } else if (row.fields[0] == "unit") {
      const std::optional<TimeUnit> unit = Look(kTimeUnits, row.fields[2]);
      if (!unit.has_value()) return UnknownValue(row, kName);
      word.unit = *unit;
      word.flags |= kIsTimeUnit;
    } else if (row.fields[0] == "part") {
      const std::optional<PartOfTime> part = Look(kParts, row.fields[2]);
      if (!part.has_value()) return UnknownValue(row, kName);
      word.part = *part;
      word.flags |= kIsPart;
    } else {
      return UnknownClass(row, kName);
    }
  }
  return absl::OkStatus();
}

absl::Status Lexicon::ReadNames(std::string_view text) {
  constexpr std::string_view kName = "lexicons/names.tsv";
  ASSIGN_OR_RETURN(const std::vector<LexiconRow> rows, ReadRows(text, kName, 2, 2));
  for (const LexiconRow& row : rows) {
    const std::optional<uint32_t> flag = Look(kNameClasses, row.fields[0]);
    if (!flag.has_value()) return UnknownClass(row, kName);
    Edit(row.fields[1]).name_flags |= *flag;
  }
  return absl::OkStatus();
}

absl::Status Lexicon::ReadCommonWords(std::string_view text) {
  ASSIGN_OR_RETURN(const std::vector<LexiconRow> rows, ReadRows(text, "lexicons/common_words.txt", 1, 1));
  for (const LexiconRow& row : rows) Edit(row.fields[0]).name_flags |= kIsCommon;
  return absl::OkStatus();
}

}  // namespace tearsheet
