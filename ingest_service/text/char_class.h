// What kind of character stands at a place of a text.
#pragma once

#include <cstdint>
#include <string_view>

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

// The character at `offset`; beyond the end a space of size 0. `text` is valid UTF-8.
Char CharAt(std::string_view text, size_t offset);

// Appends lower case without accents and with plain quotes and dashes; never more bytes than the character
// itself has. `out` has room for 4 bytes; returns the number written.
int AppendPlain(std::string_view text, const Char& character, size_t offset, char* out);

}  // namespace tearsheet
