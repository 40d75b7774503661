#include "common/decimal.h"

#include <algorithm>
#include <limits>

namespace tearsheet {
namespace {

constexpr int kFractionDigits = 12;
constexpr int kMaxInputFractionDigits = 10;
constexpr int kMaxIntegerDigits = 24;

constexpr __int128 PowerOfTen(int exponent) {
  __int128 power = 1;
  for (int i = 0; i < exponent; ++i) power *= 10;
  return power;
}

constexpr __int128 kOne = PowerOfTen(kFractionDigits);
constexpr __int128 kLimit = PowerOfTen(kFractionDigits + kMaxIntegerDigits);
// What numbers that are read and written are multiples of.
constexpr __int128 kGrain = PowerOfTen(kFractionDigits - kMaxInputFractionDigits);

bool AllDigits(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

Decimal Decimal::FromInt(int64_t value) {
  Decimal decimal;
  decimal.scaled_ = kOne * value;
  return decimal;
}

Decimal Decimal::FromScaled(int64_t value, int places) {
  Decimal decimal;
  decimal.scaled_ = PowerOfTen(kFractionDigits - places) * value;
  return decimal;
}

std::optional<Decimal> Decimal::Checked(__int128 scaled) {
  if (scaled <= -kLimit || scaled >= kLimit || scaled % kGrain != 0) return std::nullopt;
  Decimal decimal;
  decimal.scaled_ = scaled;
  return decimal;
}

std::optional<Decimal> Decimal::Parse(std::string_view text) {
  const bool negative = !text.empty() && text.front() == '-';
  if (!text.empty() && (text.front() == '-' || text.front() == '+')) text.remove_prefix(1);
  const size_t point = text.find('.');
  std::string_view whole = text.substr(0, point);
  const std::string_view fraction =
      point == std::string_view::npos ? std::string_view() : text.substr(point + 1);
  if (!AllDigits(whole)) return std::nullopt;
  if (point != std::string_view::npos && !AllDigits(fraction)) return std::nullopt;
  while (whole.size() > 1 && whole.front() == '0') whole.remove_prefix(1);
  if (whole.size() > kMaxIntegerDigits || fraction.size() > kMaxInputFractionDigits) return std::nullopt;
  Decimal decimal;
  for (const char digit : whole) decimal.scaled_ = decimal.scaled_ * 10 + (digit - '0');
  for (const char digit : fraction) decimal.scaled_ = decimal.scaled_ * 10 + (digit - '0');
  decimal.scaled_ *= PowerOfTen(kFractionDigits - static_cast<int>(fraction.size()));
  if (negative) decimal.scaled_ = -decimal.scaled_;
  return decimal;
}

std::string Decimal::ToString() const {
  const __int128 magnitude = scaled_ < 0 ? -scaled_ : scaled_;
  // Numbers of 64 bits are divided many times faster.
  const auto fraction = static_cast<uint64_t>(magnitude % kOne);
  __int128 whole = magnitude / kOne;
  std::string digits;  // the last first
  const auto put = [&](uint64_t digit) { digits.push_back(static_cast<char>('0' + digit)); };
  uint64_t rest = fraction;
  for (int i = 0; i < kFractionDigits && fraction > 0; ++i, rest /= 10) {
    if (rest % 10 != 0 || !digits.empty()) put(rest % 10);
  }
  if (fraction > 0) digits.push_back('.');
  for (; whole > INT64_MAX; whole /= 10) put(static_cast<uint64_t>(whole % 10));
  rest = static_cast<uint64_t>(whole);
  do {
    put(rest % 10);
    rest /= 10;
  } while (rest > 0);
  if (scaled_ < 0) digits.push_back('-');
  std::reverse(digits.begin(), digits.end());
  return digits;
}

Decimal Decimal::Negated() const {
  Decimal negated;
  negated.scaled_ = -scaled_;
  return negated;
}

std::optional<Decimal> Decimal::Plus(const Decimal& other) const { return Checked(scaled_ + other.scaled_); }

std::optional<Decimal> Decimal::Times(int64_t factor) const {
  __int128 product = 0;
  if (__builtin_mul_overflow(scaled_, static_cast<__int128>(factor), &product)) return std::nullopt;
  return Checked(product);
}

std::optional<Decimal> Decimal::Shifted(int places) const {
  if (scaled_ == 0) return *this;
  if (places > kFractionDigits + kMaxIntegerDigits || -places > kFractionDigits + kMaxIntegerDigits)
    return std::nullopt;
  __int128 shifted = 0;
  if (places >= 0) {
    if (__builtin_mul_overflow(scaled_, PowerOfTen(places), &shifted)) return std::nullopt;
    return Checked(shifted);
  }
  if (scaled_ % PowerOfTen(-places) != 0) return std::nullopt;
  return Checked(scaled_ / PowerOfTen(-places));
}

std::optional<int64_t> Decimal::ToInteger() const {
  const __int128 whole = scaled_ / kOne;
  if (scaled_ % kOne != 0 || whole < std::numeric_limits<int64_t>::min() ||
      whole > std::numeric_limits<int64_t>::max())
    return std::nullopt;
  return static_cast<int64_t>(whole);
}

Decimal Decimal::ChangedBy(int percent) const {
  const __int128 magnitude = scaled_ < 0 ? -scaled_ : scaled_;
  Decimal changed;
  changed.scaled_ = scaled_ + magnitude / 100 * percent + magnitude % 100 * percent / 100;
  return changed;
}

}  // namespace tearsheet
