// The words that dates are made of: numbers of days, names of months, years.
#pragma once

#include <cstdint>
#include <optional>
#include <utility>

#include "ingest_service/mentions/time_period.h"
#include "ingest_service/mentions/token_view.h"

namespace tearsheet {

// A number and one past its last token.
using NumberAndEnd = std::pair<int, int32_t>;

// The whole number at `at` when it has at most `most` digits and nothing else.
std::optional<int> ReadDigits(const TokenView& tokens, int32_t at, size_t most);

// "st", "nd", "rd", "th" glued to the number before it.
bool IsOrdinalSuffix(const TokenView& tokens, int32_t at);

// A day of the month: "5", "5th", "fifth", "twenty-fifth", "twenty five".
std::optional<NumberAndEnd> ReadDayOfMonth(const TokenView& tokens, int32_t at);

// The month by name at `at`. "may" and "march" need a capital, or a word beside them that dates have.
std::optional<int> ReadMonthName(const TokenView& tokens, int32_t at);

// A year in digits at `at` (1900 to 2099), or nothing.
std::optional<int> ReadYear(const TokenView& tokens, int32_t at);

// The same, or a year in words ("nineteen ninety six", "two thousand and ten").
std::optional<NumberAndEnd> ReadYearInAnyForm(const TokenView& tokens, int32_t at);

// 2025 for 25, 1987 for 87: the latest year with those two digits that is not far ahead of publication.
int FullYear(const TimeContext& context, int two_digits);

// The year behind a month, day or holiday that ends before `at`: "2025", ", 2025", "of 2025", "'25", "of 87",
// "last year", "of the same year".
std::optional<NumberAndEnd> ReadYearBehind(const TimeContext& context, int32_t at);

// Moves over "fiscal", "financial", "calendar", "FY"; whether there was one.
bool SkipFiscal(const TokenView& tokens, int32_t& at);

}  // namespace tearsheet
