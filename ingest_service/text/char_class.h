// What kind of character stands at a place of a text.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "ingest_service/text/reader_text.h"

namespace tearsheet {

enum class CharClass : uint8_t {
  kSpace,
  // '\n'
  kBreak,
  kLower,
  kUpper,
  // Letters without case, combining marks, digits other than 0-9, soft hyphens.
  kOtherLetter,
  kDigit,
  // Single quotes and apostrophes.
  kApostrophe,
  kQuote,
  // Hyphens, dashes and the minus sign.
  kDash,
  kPunctuation,
  // Currency signs, arithmetic signs, emojis.
  kSymbol,
  kBulletMark,
};

// A decoded character.
struct Char {
  uint32_t code_point = 0;
  // Bytes that it takes; 0 at the end of the text.
  int32_t size = 0;
  CharClass kind = CharClass::kSpace;

  bool is_letter() const {
    return kind == CharClass::kLower || kind == CharClass::kUpper || kind == CharClass::kOtherLetter;
  }
  bool is_digit() const { return kind == CharClass::kDigit; }
};

namespace internal {

constexpr std::array<CharClass, 128> AsciiClasses() {
  std::array<CharClass, 128> classes{};
  for (int c = 0; c < 128; ++c) {
    CharClass kind = CharClass::kPunctuation;
    if (c <= ' ' || c == 127) kind = CharClass::kSpace;
    if (c == '\n') kind = CharClass::kBreak;
    if (c == kBulletMark) kind = CharClass::kBulletMark;
    if (c >= 'a' && c <= 'z') kind = CharClass::kLower;
    if (c >= 'A' && c <= 'Z') kind = CharClass::kUpper;
    if (c >= '0' && c <= '9') kind = CharClass::kDigit;
    if (c == '\'' || c == '`') kind = CharClass::kApostrophe;
    if (c == '"') kind = CharClass::kQuote;
    if (c == '-') kind = CharClass::kDash;
    if (c == '$' || c == '%' || c == '+' || c == '<' || c == '>' || c == '=' || c == '~' || c == '|' ||
        c == '^') {
      kind = CharClass::kSymbol;
    }
    classes[static_cast<size_t>(c)] = kind;
  }
  return classes;
}

inline constexpr std::array<CharClass, 128> kAsciiClasses = AsciiClasses();

// Decodes a character of two or more bytes.
Char WideCharAt(std::string_view text, size_t offset);

}  // namespace internal

// The character at `offset`; beyond the end a space of size 0. `text` is valid UTF-8.
inline Char CharAt(std::string_view text, size_t offset) {
  if (offset >= text.size()) return {};
  const auto byte = static_cast<unsigned char>(text[offset]);
  if (byte >= 128) return internal::WideCharAt(text, offset);
  return {byte, 1, internal::kAsciiClasses[byte]};
}

// Writes lower case without accents and with plain quotes and dashes to `out`, which has room for 4 bytes;
// never more bytes than the character itself has. Returns the number written.
int WritePlain(std::string_view text, const Char& character, size_t offset, char* out);

}  // namespace tearsheet
