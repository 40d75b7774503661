// Exact decimal numbers for money, percentages and quantities.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace tearsheet {

// A decimal with at most 24 digits before and 12 after the point. Immutable value; never a binary fraction.
// What does not fit gives no value instead of a wrong one, and what Plus, Times and Shifted give can be
// parsed again.
class Decimal {
 public:
  Decimal() = default;
  static Decimal FromInt(int64_t value);
  // value / 10^places; `places` is 0 to 10.
  static Decimal FromScaled(int64_t value, int places);

  // Reads "10", "-2.5", "0.125": an optional sign, digits, an optional fraction. Nothing for anything else,
  // for more than 24 digits before the point and for more than 10 after it (two are kept free for exact
  // percentages).
  static std::optional<Decimal> Parse(std::string_view text);

  // The form that Parse reads, without needless zeros.
  std::string ToString() const;

  // This number changed by `percent` hundredths of its magnitude, exactly: 10 by -5 is 9.5, -10 by -5 is
  // -10.5.
  Decimal ChangedBy(int percent) const;

  Decimal Negated() const;
  std::optional<Decimal> Plus(const Decimal& other) const;
  std::optional<Decimal> Times(int64_t factor) const;
  // The point moved `places` to the right, or to the left when negative.
  std::optional<Decimal> Shifted(int places) const;
  // The value where it is a whole number that fits.
  std::optional<int64_t> ToInteger() const;

  friend bool operator==(const Decimal& a, const Decimal& b) = default;
  friend std::strong_ordering operator<=>(const Decimal& a, const Decimal& b) = default;

 private:
  static std::optional<Decimal> Checked(__int128 scaled);

  // In units of 10^-12: fits 24 digits before the point and 12 after it with room to change by half.
  __int128 scaled_ = 0;
};

}  // namespace tearsheet
