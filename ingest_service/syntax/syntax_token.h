// What the syntactic analysis reads: the words of a sentence, where each name or value counts as one word.
#pragma once

#include <cstdint>
#include <string_view>

namespace tearsheet {

struct SyntaxToken {
  // A span that was recognised before is one word, whatever it is made of: "$4.9 billion", "Johnson &
  // Johnson".
  enum Unit : uint8_t { kWord, kName, kAmount, kPercent, kQuantity, kTime, kTerm };

  // In lower case, as Token::lower. Ignored for units.
  std::string_view lower;
  bool capitalised = false;
  bool all_caps = false;
  Unit unit = kWord;
};

}  // namespace tearsheet
