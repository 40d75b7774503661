#include "ingest_service/text/char_class.h"

#include "unicode/uchar.h"
#include "unicode/unorm2.h"
#include "unicode/utf8.h"

namespace tearsheet {

namespace {

CharClass ClassOfCategory(int8_t category) {
  switch (category) {
    case U_UPPERCASE_LETTER:
    case U_TITLECASE_LETTER:
      return CharClass::kUpper;
    case U_LOWERCASE_LETTER:
      return CharClass::kLower;
    case U_MODIFIER_LETTER:
    case U_OTHER_LETTER:
    case U_NON_SPACING_MARK:
    case U_ENCLOSING_MARK:
    case U_COMBINING_SPACING_MARK:
    case U_DECIMAL_DIGIT_NUMBER:
    case U_LETTER_NUMBER:
    case U_FORMAT_CHAR:
      return CharClass::kOtherLetter;
    case U_DASH_PUNCTUATION:
      return CharClass::kDash;
    case U_CONTROL_CHAR:
    case U_SPACE_SEPARATOR:
    case U_LINE_SEPARATOR:
    case U_PARAGRAPH_SEPARATOR:
      return CharClass::kSpace;
    case U_CURRENCY_SYMBOL:
    case U_MATH_SYMBOL:
    case U_MODIFIER_SYMBOL:
    case U_OTHER_SYMBOL:
    case U_OTHER_NUMBER:
      return CharClass::kSymbol;
    default:
      return CharClass::kPunctuation;
  }
}

CharClass ClassOf(UChar32 c) {
  switch (c) {
    case 0x2018:
    case 0x2019:
    case 0x201B:
    case 0x02BC:
    case 0x2032:
    case 0x00B4:
      return CharClass::kApostrophe;
    case 0x201C:
    case 0x201D:
    case 0x201E:
    case 0x201F:
    case 0x00AB:
    case 0x00BB:
    case 0x2033:
      return CharClass::kQuote;
    case 0x2212:
      return CharClass::kDash;
    case 0x200B:
    case 0xFEFF:
      return CharClass::kSpace;
    default:
      return ClassOfCategory(u_charType(c));
  }
}

// Letters that have no decomposition but are written with a plain letter in English. Two letters at most.
std::string_view PlainSpelling(UChar32 c) {
  switch (c) {
    case 0x00D8:
    case 0x00F8:
      return "o";
    case 0x0141:
    case 0x0142:
      return "l";
    case 0x0110:
    case 0x0111:
      return "d";
    case 0x0131:
      return "i";
    case 0x00DF:
      return "ss";
    case 0x00C6:
    case 0x00E6:
      return "ae";
    case 0x0152:
    case 0x0153:
      return "oe";
    default:
      return {};
  }
}

// The letter under the accents; `c` itself where there are none.
UChar32 WithoutAccent(UChar32 c) {
  static const UNormalizer2* const nfc = [] {
    UErrorCode error = U_ZERO_ERROR;
    return unorm2_getNFCInstance(&error);
  }();
  for (int depth = 0; depth < 3; ++depth) {
    UChar decomposition[8];
    UErrorCode error = U_ZERO_ERROR;
    const int32_t size = unorm2_getRawDecomposition(nfc, c, decomposition, 8, &error);
    // Only what is letter and accent; compatibility forms of several letters stay.
    if (size < 2 || U_FAILURE(error) || U16_IS_SURROGATE(decomposition[0])) return c;
    if (u_getCombiningClass(decomposition[1]) == 0) return c;
    c = decomposition[0];
  }
  return c;
}

int Write(UChar32 c, int32_t room, char* out) {
  int32_t size = 0;
  UBool error = false;
  U8_APPEND(reinterpret_cast<uint8_t*>(out), size, room, c, error);
  return error ? 0 : size;
}

}  // namespace

namespace internal {

Char WideCharAt(std::string_view text, size_t offset) {
  Char result;
  auto next = static_cast<int32_t>(offset);
  UChar32 c = 0;
  U8_NEXT_OR_FFFD(reinterpret_cast<const uint8_t*>(text.data()), next, static_cast<int32_t>(text.size()), c);
  result.code_point = static_cast<uint32_t>(c);
  result.size = next - static_cast<int32_t>(offset);
  result.kind = ClassOf(c);
  return result;
}

}  // namespace internal

int WritePlain(std::string_view text, const Char& character, size_t offset, char* out) {
  const auto c = static_cast<UChar32>(character.code_point);
  if (c < 128) {
    *out = (c >= 'A' && c <= 'Z') ? static_cast<char>(c + 32) : static_cast<char>(c);
    if (c == '`') *out = '\'';
    return 1;
  }
  switch (character.kind) {
    case CharClass::kApostrophe:
      *out = '\'';
      return 1;
    case CharClass::kQuote:
      *out = '"';
      return 1;
    case CharClass::kDash:
      *out = '-';
      return 1;
    default:
      break;
  }
  if (const std::string_view plain = PlainSpelling(c); !plain.empty()) {
    plain.copy(out, plain.size());
    return static_cast<int>(plain.size());
  }
  const int8_t category = u_charType(c);
  if (category == U_NON_SPACING_MARK || category == U_FORMAT_CHAR) return 0;
  if (c == 0x2026) {
    std::string_view("...").copy(out, 3);
    return 3;
  }
  const int written = Write(u_tolower(WithoutAccent(c)), character.size, out);
  if (written > 0) return written;
  text.substr(offset, character.size).copy(out, character.size);
  return character.size;
}

}  // namespace tearsheet
