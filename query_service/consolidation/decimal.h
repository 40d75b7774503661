// Exact decimal numbers for money, percentages and quantities.
#pragma once

#include <compare>
#include <optional>
#include <string>
#include <string_view>

namespace tearsheet {

// A decimal with at most 24 digits before and 12 after the point. Immutable value; never a binary fraction.
class Decimal {
 public:
  Decimal() = default;
  static Decimal FromInt(int64_t value);

  // Reads "10", "-2.5", "0.125": an optional sign, digits, an optional fraction. Nothing for anything else,
  // for more than 24 digits before the point and for more than 10 after it (two are kept free for exact
  // percentages).
  static std::optional<Decimal> Parse(std::string_view text);

  // The form that Parse reads, without needless zeros.
  std::string ToString() const;

  // This number changed by `percent` hundredths of its magnitude, exactly: 10 by -5 is 9.5, -10 by -5 is
  // -10.5.
  Decimal ChangedBy(int percent) const;

  friend Decimal operator+(Decimal a, const Decimal& b) {
    a.scaled_ += b.scaled_;
    return a;
  }
  friend bool operator==(const Decimal& a, const Decimal& b) = default;
  friend std::strong_ordering operator<=>(const Decimal& a, const Decimal& b) = default;

 private:
  // In units of 10^-12: fits 24 digits before the point and 12 after it with room to change by half.
  __int128 scaled_ = 0;
};

}  // namespace tearsheet
