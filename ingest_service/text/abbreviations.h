// Words that are written with a full stop that need not end a sentence.
#pragma once

#include <cstdint>
#include <string_view>

namespace tearsheet {

enum class Abbreviation : uint8_t {
  kNone,
  // A name or number follows ("Mr.", "No.", "vs."): the full stop never ends the sentence.
  kBeforeName,
  // May stand at the end of a sentence too ("Inc.", "p.m.").
  kAnywhere,
};

// `word` is in lower case, without its full stop.
Abbreviation FindAbbreviation(std::string_view word);

// A word that often opens a sentence and is seldom capitalised elsewhere ("The", "But"). `word` is in lower
// case.
bool OpensSentences(std::string_view word);

// Letters that are written before a sum without a space ("SFr620m", "USD5"). `word` is in lower case.
bool IsCurrencyPrefix(std::string_view word);

}  // namespace tearsheet
