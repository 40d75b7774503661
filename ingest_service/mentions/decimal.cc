#include "ingest_service/mentions/decimal.h"

#include <algorithm>

namespace tearsheet {

namespace {

constexpr size_t kMostDigits = 18;
constexpr int64_t kTen = 10;

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

// Where the fraction of `text` starts to be, or npos: the place of its decimal sign.
size_t DecimalSign(std::string_view text) {
  const size_t dot = text.rfind('.');
  const size_t comma = text.rfind(',');
  if (dot != text.npos && comma != text.npos) {
    const size_t last = std::max(dot, comma);
    // The sign that groups cannot be the one that stands last and once.
    return text.find(text[last]) == last ? last : text.npos;
  }
  if (dot != text.npos) return text.find('.') == dot ? dot : text.npos;
  if (comma != text.npos) {
    return text.find(',') == comma && text.size() - comma - 1 != 3 ? comma : text.npos;
  }
  return text.npos;
}

}  // namespace

std::optional<Decimal> Decimal::Parse(std::string_view text) {
  const size_t sign = DecimalSign(text);
  int64_t mantissa = 0;
  int exponent = 0;
  size_t digits = 0;
  for (size_t i = 0; i < text.size(); ++i) {
    if (!IsDigit(text[i])) continue;
    if (mantissa != 0 || text[i] != '0') ++digits;
    if (digits > kMostDigits) return std::nullopt;
    mantissa = mantissa * kTen + (text[i] - '0');
    if (sign != text.npos && i > sign) --exponent;
    if (exponent < -static_cast<int>(kMostDigits)) return std::nullopt;
  }
  return Decimal(mantissa, exponent).Reduced();
}

Decimal Decimal::Reduced() const {
  Decimal result = *this;
  if (mantissa_ == 0) return Decimal();
  while (result.exponent_ < 0 && result.mantissa_ % kTen == 0) {
    result.mantissa_ /= kTen;
    ++result.exponent_;
  }
  return result;
}

std::optional<Decimal> Decimal::Plus(const Decimal& other) const {
  Decimal a = *this;
  Decimal b = other;
  if (a.mantissa_ == 0) return b;
  if (b.mantissa_ == 0) return a;
  if (a.exponent_ < b.exponent_) std::swap(a, b);
  while (a.exponent_ > b.exponent_) {
    if (__builtin_mul_overflow(a.mantissa_, kTen, &a.mantissa_)) return std::nullopt;
    --a.exponent_;
  }
  if (__builtin_add_overflow(a.mantissa_, b.mantissa_, &a.mantissa_)) return std::nullopt;
  return a.Reduced();
}

std::optional<Decimal> Decimal::Times(int64_t factor) const {
  Decimal result = *this;
  if (__builtin_mul_overflow(mantissa_, factor, &result.mantissa_)) return std::nullopt;
  return result.Reduced();
}

int Decimal::Compare(const Decimal& other) const {
  const std::optional<Decimal> difference = Plus(other.Negated());
  if (difference.has_value()) return difference->mantissa_ < 0 ? -1 : (difference->mantissa_ > 0 ? 1 : 0);
  // They are too far apart to be written with one exponent: the larger exponent wins, by sign.
  const bool this_larger = exponent_ > other.exponent_;
  const int64_t larger = this_larger ? mantissa_ : -other.mantissa_;
  return larger < 0 ? -1 : 1;
}

std::optional<int64_t> Decimal::ToInteger() const {
  Decimal result = *this;
  while (result.exponent_ > 0) {
    if (__builtin_mul_overflow(result.mantissa_, kTen, &result.mantissa_)) return std::nullopt;
    --result.exponent_;
  }
  result = result.Reduced();
  if (result.exponent_ < 0) return std::nullopt;
  return result.mantissa_;
}

std::string Decimal::ToString() const {
  const Decimal number = Reduced();
  const bool negative = number.mantissa_ < 0;
  std::string digits = std::to_string(number.mantissa_);
  if (negative) digits.erase(0, 1);
  if (number.exponent_ > 0) digits.append(number.exponent_, '0');
  if (number.exponent_ < 0) {
    const auto places = static_cast<size_t>(-number.exponent_);
    if (digits.size() <= places) digits.insert(0, places + 1 - digits.size(), '0');
    digits.insert(digits.size() - places, 1, '.');
  }
  return negative ? "-" + digits : digits;
}

}  // namespace tearsheet
