// What single words and fixed phrases mean in numbers, sums of money, measures and dates.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "ingest_service/mentions/feasts.h"
#include "ingest_service/mentions/vocabulary.h"

namespace tearsheet {

// Kinds that a word can be of; several at a time.
enum WordFlag : uint32_t {
  kIsCardinal = 1u << 0,
  kIsOrdinal = 1u << 1,
  kIsScale = 1u << 2,
  kIsShortScale = 1u << 3,
  kIsFraction = 1u << 4,
  kIsCurrencySymbol = 1u << 5,
  kIsCurrencyCode = 1u << 6,
  kIsDollarPrefix = 1u << 7,
  kIsMinorCurrency = 1u << 8,
  // A phrase of the kind may start with the word.
  kStartsCurrency = 1u << 9,
  kStartsUnit = 1u << 10,
  kStartsAfterBound = 1u << 11,
  kStartsHoliday = 1u << 12,
  // A phrase of the kind may end with the word.
  kEndsBound = 1u << 13,
  kIsMultiple = 1u << 14,
  kIsMonth = 1u << 15,
  kIsWeekday = 1u << 16,
  kIsTimeUnit = 1u << 17,
  kIsDay = 1u << 18,
  kIsRelative = 1u << 19,
  kIsPart = 1u << 20,
  kIsSeason = 1u << 21,
  kIsFall = 1u << 22,
  kIsRise = 1u << 23,
  kIsPercent = 1u << 24,
  kIsCoin = 1u << 25,
  // A word of grammar that times start with ("the", "in", "earlier").
  kStartsTime = 1u << 26,
};

// Kinds that a word can be of in and beside names; see lexicons/names.tsv. In WordInfo::name_flags.
enum NameFlag : uint32_t {
  kIsLegalForm = 1u << 0,
  kIsWeakLegalForm = 1u << 1,
  kIsHead = 1u << 2,
  kIsPluralHead = 1u << 3,
  kIsTitle = 1u << 4,
  kIsHonorific = 1u << 5,
  kIsFirstName = 1u << 6,
  kIsParticle = 1u << 7,
  kIsStopName = 1u << 8,
  kIsNationality = 1u << 9,
  kIsOrgBefore = 1u << 10,
  kIsOrgAfter = 1u << 11,
  kIsPersonAfter = 1u << 12,
  kIsProductAfter = 1u << 13,
  kIsInvestIn = 1u << 14,
  kIsPlaceBefore = 1u << 15,
  kIsFrontHead = 1u << 16,
  // An ordinary English word.
  kIsCommon = 1u << 18,
  kIsPersonBefore = 1u << 19,
};

enum class TimeUnit : int8_t {
  kDay,
  kWeek,
  kFortnight,
  kMonth,
  kQuarter,
  kHalf,
  kYear,
  kDecade,
  kCentury,
  kWeekend
};
enum class PartOfTime : int8_t { kEarly, kMiddle, kLate };

// A word with its values; a value holds where its flag is set.
struct WordInfo {
  uint32_t flags = 0;
  uint32_t name_flags = 0;
  int8_t cardinal = 0;
  int8_t ordinal = 0;
  // Powers of ten.
  int8_t scale = 0;
  int8_t short_scale = 0;
  int8_t multiple = 0;
  // 1 to 12, 1 (Monday) to 7.
  int8_t month = 0;
  int8_t weekday = 0;
  // Days from publication.
  int8_t day = 0;
  // -1 before, 0 present, 1 after.
  int8_t relative = 0;
  // First month.
  int8_t season = 0;
  TimeUnit unit = TimeUnit::kDay;
  PartOfTime part = PartOfTime::kEarly;
  // Index into Lexicon::currencies, by the way of writing.
  int16_t symbol = 0;
  int16_t code = 0;
  int16_t prefix = 0;
  int16_t minor = 0;
  int16_t coin = 0;
  // What a coin or note is worth, in hundredths of its currency.
  int32_t coin_value = 0;
  // Power of ten that is written into a code ("MSEK", "EURbn").
  int8_t code_scale = 0;
  // In millionths.
  int32_t fraction = 0;

  bool Is(uint32_t flag) const { return (flags & flag) != 0; }
  bool IsName(uint32_t flag) const { return (name_flags & flag) != 0; }
};

enum class BoundKind : int8_t { kApproximate, kAtLeast, kAtMost, kFiller };

// A measure, or a thing that is counted.
struct UnitInfo {
  std::string symbol;
  bool counted = false;
  // A counted thing with a plural in "s", so that "four drug trials" does not count drugs.
  bool has_plural = false;
};

// Immutable after construction and therefore thread-safe.
class Lexicon {
 public:
  // Reads the lexicons of the program. Numbers words on from those of `vocabulary`.
  static absl::StatusOr<Lexicon> Create(Vocabulary vocabulary);

  const Vocabulary& vocabulary() const { return vocabulary_; }

  // Never fails: an unknown word has no flags.
  const WordInfo& Word(WordId word) const { return word < words_.size() ? words_[word] : kUnknown; }

  // Phrases; values are indexes into the vectors below, or a BoundKind.
  const PhraseTable& currency_phrases() const { return currency_phrases_; }
  const PhraseTable& unit_phrases() const { return unit_phrases_; }
  const PhraseTable& holiday_phrases() const { return holiday_phrases_; }
  // Words in reverse order: to be matched backwards from a number.
  const PhraseTable& bounds_before() const { return bounds_before_; }
  const PhraseTable& bounds_after() const { return bounds_after_; }

  // Hash of every text that was read.
  const std::string& version() const { return version_; }

  const std::vector<std::string>& currencies() const { return currencies_; }
  const std::vector<UnitInfo>& units() const { return units_; }
  const std::vector<Holiday>& holidays() const { return holidays_; }
  const std::vector<FeastDays>& feast_days() const { return feast_days_; }

 private:
  static const WordInfo kUnknown;

  // A member that reads one of the texts.
  using Reader = absl::Status (Lexicon::*)(std::string_view text);

  absl::Status ReadNumbers(std::string_view text);
  absl::Status ReadCurrencies(std::string_view text);
  absl::Status ReadUnits(std::string_view text);
  absl::Status ReadBounds(std::string_view text);
  absl::Status ReadChanges(std::string_view text);
  absl::Status ReadTimes(std::string_view text);
  absl::Status ReadNames(std::string_view text);
  absl::Status ReadCommonWords(std::string_view text);

  WordInfo& Edit(WordId word);
  WordInfo& Edit(std::string_view word) { return Edit(vocabulary_.Add(word)); }
  int16_t CurrencyIndex(std::string_view code);
  void AddScaledCodes(std::string_view code, int16_t currency);
  // Adds `phrase` to `table` and sets `flag` for its first word.
  void AddPhrase(std::string_view phrase, uint32_t flag, int32_t value, PhraseTable& table);

  Vocabulary vocabulary_;
  std::vector<WordInfo> words_;
  PhraseTable currency_phrases_;
  PhraseTable unit_phrases_;
  PhraseTable holiday_phrases_;
  PhraseTable bounds_before_;
  PhraseTable bounds_after_;
  std::vector<std::string> currencies_;
  std::vector<UnitInfo> units_;
  std::vector<Holiday> holidays_;
  std::vector<FeastDays> feast_days_;
  std::string version_;
};

}  // namespace tearsheet
