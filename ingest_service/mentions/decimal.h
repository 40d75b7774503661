// Exact decimal numbers, as articles write them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace tearsheet {

// mantissa * 10^exponent. Operations that do not fit give no value instead of a wrong one.
class Decimal {
 public:
  Decimal() = default;
  explicit Decimal(int64_t mantissa, int exponent = 0) : mantissa_(mantissa), exponent_(exponent) {}

  // Reads digits with grouping and a decimal sign: "10", "2.5", "1,78,59,776", "1.234.567,89", "1'000". A
  // single comma is a decimal sign when other than three digits follow it. No value for more than 18 digits.
  static std::optional<Decimal> Parse(std::string_view text);

  // The number with the decimal point moved `places` to the right; `places` is between -30 and 30.
  Decimal Shifted(int places) const { return Decimal(mantissa_, exponent_ + places); }
  Decimal Negated() const { return Decimal(-mantissa_, exponent_); }
  std::optional<Decimal> Plus(const Decimal& other) const;
  std::optional<Decimal> Times(int64_t factor) const;

  // Negative, zero or positive as this number is less than, equal to or greater than `other`.
  int Compare(const Decimal& other) const;

  // The value where it is a whole number that fits.
  std::optional<int64_t> ToInteger() const;

  // Without exponent, grouping or needless zeros: "10000000000", "2.5", "-0.05".
  std::string ToString() const;

 private:
  Decimal Reduced() const;

  int64_t mantissa_ = 0;
  int exponent_ = 0;
};

}  // namespace tearsheet
