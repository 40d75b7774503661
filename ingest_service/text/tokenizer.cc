#include "ingest_service/text/tokenizer.h"

#include <algorithm>
#include <array>

#include "ingest_service/text/abbreviations.h"
#include "ingest_service/text/char_class.h"

namespace tearsheet {

namespace {

// Longest word that may be glued to a dollar sign: "US$", "NZ$".
constexpr int kLongestDollarPrefix = 3;
// Longest part after a dot in a name like "Character.AI" that may be upper case.
constexpr int kLongestUpperSuffix = 3;

bool IsApostrophe(const Char& c) { return c.kind == CharClass::kApostrophe; }

class Tokenizer {
 public:
  Tokenizer(std::string_view text, const std::vector<ReaderText::Run>& runs, std::string& plain,
            std::vector<Token>& tokens)
      : text_(text), cursor_(runs), plain_(plain), tokens_(tokens) {}

  std::vector<Block> Run() {
    const size_t first = tokens_.size();
    block_.first_token = static_cast<int32_t>(first);
    while (position_ < text_.size()) Step();
    EndBlock();
    return std::move(blocks_);
  }

 private:
  void Step() {
    const Char c = CharAt(text_, position_);
    switch (c.kind) {
      case CharClass::kSpace:
        position_ += c.size;
        space_before_ = true;
        return;
      case CharClass::kBreak:
        position_ += c.size;
        EndBlock();
        return;
      case CharClass::kBulletMark:
        position_ += c.size;
        block_.bullet = true;
        return;
      case CharClass::kDigit:
        Emit(NumberEnd(), Token::kNumber);
        return;
      case CharClass::kApostrophe: {
        const size_t end = CliticEnd();
        if (end > position_) {
          Emit(end, Token::kWord);
        } else {
          Emit(position_ + c.size, Token::kPunctuation);
        }
        return;
      }
      case CharClass::kLower:
      case CharClass::kUpper:
      case CharClass::kOtherLetter:
        Word();
        return;
      default:
        Mark(c);
        return;
    }
  }

  void EndBlock() {
    block_.end_token = static_cast<int32_t>(tokens_.size());
    if (block_.end_token > block_.first_token) blocks_.push_back(block_);
    block_ = Block();
    block_.first_token = static_cast<int32_t>(tokens_.size());
    space_before_ = true;
  }

  Char At(size_t offset) const { return CharAt(text_, offset); }

  // digit+ ([.,'] digit+)*, with an apostrophe only between groups of three.
  size_t NumberEnd() const {
    size_t end = position_;
    while (true) {
      while (At(end).is_digit()) ++end;
      const Char mark = At(end);
      const bool separator = mark.code_point == '.' || mark.code_point == ',';
      const bool group = IsApostrophe(mark) && DigitsAt(end + mark.size) == 3;
      if (!(separator || group) || !At(end + mark.size).is_digit()) return end;
      end += mark.size;
    }
  }

  // Digits that follow, counted up to 4.
  int DigitsAt(size_t offset) const {
    int digits = 0;
    while (digits < 4 && At(offset + digits).is_digit()) ++digits;
    return digits;
  }

  // End of a clitic that starts with the apostrophe at position_ ("'s"), or position_ when there is none.
  size_t CliticEnd() const {
    if (space_before_ || tokens_.empty() || tokens_.back().kind == Token::kPunctuation) return position_;
    const size_t letters = position_ + At(position_).size;
    const size_t end = CliticLettersEnd(letters);
    return end > letters ? end : position_;
  }

  // End of "s", "re", "ve", "ll", "d" or "m" as a whole at `offset`; `offset` when something else stands
  // there.
  size_t CliticLettersEnd(size_t offset) const {
    static constexpr std::array<std::string_view, 6> kClitics = {"s", "re", "ve", "ll", "d", "m"};
    for (const std::string_view clitic : kClitics) {
      bool equal = true;
      for (size_t i = 0; i < clitic.size() && equal; ++i) {
        equal = offset + i < text_.size() && (text_[offset + i] | 0x20) == clitic[i];
      }
      const Char after = At(offset + clitic.size());
      if (equal && !after.is_letter() && !after.is_digit()) return offset + clitic.size();
    }
    return offset;
  }

  bool IsUrlStart() const {
    if (text_[position_] != 'h' && text_[position_] != 'w') return false;
    const std::string_view rest = text_.substr(position_, 8);
    return rest.substr(0, 7) == "http://" || rest.substr(0, 8) == "https://" || rest.substr(0, 4) == "www.";
  }

  size_t UrlEnd() const {
    const size_t end = std::min(text_.find_first_of(" \t\n\v\"<>", position_), text_.size());
    const size_t last = text_.find_last_not_of(".,;:!?)'", end - 1);
    return std::max(last + 1, position_ + 4);
  }

  void Word() {
    if (IsUrlStart()) {
      Emit(UrlEnd(), Token::kWord);
      return;
    }
    size_t end = position_;
    size_t part = position_;  // first character after the last dot
    int characters = 0;       // of the part
    bool upper_only = true;
    bool dotted = false;
    size_t last = position_;  // start of the last character
    while (true) {
      // Most of every text is small letters.
      const size_t run = end;
      while (end < text_.size() && text_[end] >= 'a' && text_[end] <= 'z') ++end;
      if (end > run) {
        last = end - 1;
        characters += static_cast<int>(end - run);
        upper_only = false;
      }
      const Char c = At(end);
      if (c.is_letter() || c.is_digit()) {
        if (c.is_digit() && IsGluedCurrency(end)) break;
        upper_only = upper_only && (c.kind == CharClass::kUpper);
        last = end;
        end += c.size;
        ++characters;
        continue;
      }
      const Char next = At(end + c.size);
      if (c.code_point == '.' && next.is_letter() && DotJoins(characters, end + c.size, next)) {
        dotted = true;
        end += c.size;
        part = end;
        characters = 0;
        continue;
      }
      if (c.code_point == '&' && next.is_letter()) {
        end += c.size;
        continue;
      }
      if (IsApostrophe(c) && next.is_letter()) {
        if ((next.code_point | 0x20) == 't' && (text_[last] | 0x20) == 'n' && last > position_ &&
            !At(end + c.size + 1).is_letter()) {
          Emit(last, Token::kWord);
          Emit(end + c.size + 1, Token::kWord);
          return;
        }
        if (CliticLettersEnd(end + c.size) == end + c.size) {
          end += c.size;
          continue;
        }
      }
      break;
    }
    if (At(end).code_point == '.' &&
        (dotted ? characters == 1 : AbbreviationTakesDot(part, end, characters))) {
      EmitAbbreviation(end + 1);
      return;
    }
    if (dotted && characters == 1) {
      EmitAbbreviation(end);
      return;
    }
    if (At(end).code_point == '$' && upper_only && characters <= kLongestDollarPrefix) {
      Emit(end + 1, Token::kSymbol);
      return;
    }
    Emit(end, Token::kWord);
  }

  // Whether the letters from position_ to `end`, where a digit stands, are those of a currency: "USD5",
  // "SFr620m".
  bool IsGluedCurrency(size_t end) const {
    const size_t size = end - position_;
    if (size == 1) return IsGluedRand(end);
    if (size < 2 || size > 3) return false;
    char lower[3];
    for (size_t i = 0; i < size; ++i) lower[i] = static_cast<char>(text_[position_ + i] | 0x20);
    return IsCurrencyPrefix(std::string_view(lower, size));
  }

  // "R500m", "R2.4 billion": a sum in rand. A scale must follow, for "R1" and "R2D2" are names.
  bool IsGluedRand(size_t end) const {
    static constexpr std::array<std::string_view, 8> kScales = {"m",        "mn",       "bn",        "tn",
                                                                " million", " billion", " trillion", " 000"};
    if (text_[position_] != 'R') return false;
    while (At(end).is_digit() ||
           ((At(end).code_point == '.' || At(end).code_point == ',') && At(end + 1).is_digit())) {
      ++end;
    }
    return std::any_of(kScales.begin(), kScales.end(), [&](std::string_view scale) {
      const Char after = At(end + scale.size());
      return text_.substr(end, scale.size()) == scale && !after.is_letter() && !after.is_digit();
    });
  }

  // Whether a dot before `next` belongs to the word: "U.S", "Amazon.com", "Character.AI"; not "deal.The".
  bool DotJoins(int characters_before, size_t offset, const Char& next) const {
    if (characters_before == 1) return true;
    if (next.kind == CharClass::kLower) return true;
    for (int upper = 0; upper <= kLongestUpperSuffix; ++upper) {
      const Char c = At(offset);
      if (c.kind != CharClass::kUpper) return upper > 0 && !c.is_letter();
      offset += c.size;
    }
    return false;
  }

  bool AbbreviationTakesDot(size_t begin, size_t end, int characters) const {
    if (characters == 1) return At(begin).kind == CharClass::kUpper && text_[begin] != 'I';
    if (end - begin > 8) return false;
    char lower[8];
    for (size_t i = begin; i < end; ++i) lower[i - begin] = static_cast<char>(text_[i] | 0x20);
    const std::string_view word(lower, end - begin);
    const Abbreviation kind = FindAbbreviation(word);
    if (kind == Abbreviation::kBeforeName) {
      return At(begin).kind == CharClass::kUpper || word == "vs" || word == "approx";
    }
    return kind == Abbreviation::kAnywhere;
  }

  // Punctuation and symbols: runs of dots or dashes are one token, all else one character each.
  void Mark(const Char& c) {
    if (c.code_point == '.' && space_before_ && At(position_ + 1).is_digit()) {
      ++position_;
      const size_t end = NumberEnd();
      --position_;
      Emit(end, Token::kNumber);
      return;
    }
    size_t end = position_ + c.size;
    if (c.code_point == '.' || c.kind == CharClass::kDash) {
      for (Char next = At(end); next.code_point == c.code_point && next.size > 0; next = At(end))
        end += next.size;
    }
    Emit(end, c.kind == CharClass::kSymbol ? Token::kSymbol : Token::kPunctuation);
  }

  void Emit(size_t end, Token::Kind kind) { Emit(end, kind, /*with_dots=*/true); }
  void EmitAbbreviation(size_t end) { Emit(end, Token::kWord, /*with_dots=*/false); }

  // Makes the text up to `end` a token. `with_dots`: whether its lower form keeps them.
  void Emit(size_t end, Token::Kind kind, bool with_dots) {
    Token token;
    token.kind = kind;
    token.text = text_.substr(position_, end - position_);
    token.space_before = space_before_;
    const size_t plain_begin = plain_.size();
    bool upper = false;
    bool lower = false;
    token.capitalised = At(position_).kind == CharClass::kUpper;
    for (size_t at = position_; at < end;) {
      const size_t run = at;
      while (at < end && text_[at] >= 'a' && text_[at] <= 'z') ++at;
      if (at > run) {
        lower = true;
        plain_.append(text_, run, at - run);
        continue;
      }
      const Char c = At(at);
      upper = upper || c.kind == CharClass::kUpper;
      lower = lower || c.kind == CharClass::kLower;
      if (c.code_point < 128) {
        const auto letter = static_cast<char>(c.code_point);
        if (c.kind == CharClass::kUpper) {
          plain_.push_back(static_cast<char>(letter | 0x20));
        } else if (with_dots || letter != '.') {
          plain_.push_back(letter == '`' ? '\'' : letter);
        }
      } else {
        char buffer[4];
        plain_.append(buffer, WritePlain(text_, c, at, buffer));
      }
      at += c.size;
    }
    token.all_caps = upper && !lower;
    token.lower = std::string_view(plain_).substr(plain_begin);
    const AlignmentCursor::Range range =
        cursor_.ToSource(static_cast<int32_t>(position_), static_cast<int32_t>(end));
    token.begin = range.begin;
    token.end = range.end;
    tokens_.push_back(token);
    position_ = end;
    space_before_ = false;
  }

  std::string_view text_;
  AlignmentCursor cursor_;
  std::string& plain_;
  std::vector<Token>& tokens_;
  std::vector<Block> blocks_;
  Block block_;
  size_t position_ = 0;
  bool space_before_ = true;
};

}  // namespace

std::vector<Block> Tokenize(std::string_view text, const std::vector<ReaderText::Run>& runs,
                            std::string& plain, std::vector<Token>& tokens) {
  return Tokenizer(text, runs, plain, tokens).Run();
}

}  // namespace tearsheet
