#include "ingest_service/text/sentences.h"

#include "ingest_service/text/abbreviations.h"

namespace tearsheet {

namespace {

bool IsTerminal(const Token& token) {
  return token.kind == Token::kPunctuation &&
         (token.text == "." || token.text == "!" || token.text == "?" || token.lower == "..." ||
          token.text == "\u3002" ||
          (token.text.size() > 1 && token.text.find_first_not_of('.') == token.text.npos));
}

bool IsCloser(const Token& token) {
  return !token.space_before &&
         (token.lower == "\"" || token.lower == "'" || token.text == ")" || token.text == "]");
}

bool IsOpener(const Token& token) {
  return token.lower == "\"" || token.lower == "'" || token.text == "(" || token.text == "[";
}

bool IsListMark(const Token& token) {
  return token.lower == "-" || token.text == "*" || token.text == "\u2022" || token.text == "\u00B7" ||
         token.text == "\u25AA" || token.text == "\u25CF";
}

class Splitter {
 public:
  Splitter(const std::vector<Token>& tokens, v1::TextPart part, std::vector<Sentence>& sentences)
      : tokens_(tokens), part_(part), sentences_(sentences) {}

  void Split(const Block& block, int32_t paragraph) {
    const size_t first_sentence = sentences_.size();
    int32_t first = block.first_token;
    for (int32_t i = first; i < block.end_token; ++i) {
      int32_t end = i + 1;
      while (end < block.end_token && IsTerminal(tokens_[i]) && IsCloser(tokens_[end])) ++end;
      if (end < block.end_token && EndsSentence(i, end)) {
        Add(first, end, paragraph);
        first = end;
      }
      i = end - 1;
    }
    if (first < block.end_token) Add(first, block.end_token, paragraph);
    Mark(block, first_sentence);
  }

 private:
  // Whether the sentence ends with token `i` and the closing quotes up to `end`, where another token follows.
  bool EndsSentence(int32_t i, int32_t end) const {
    const Token& token = tokens_[i];
    const Token& next = tokens_[end];
    if (!next.space_before) return false;
    const Token& word =
        IsOpener(next) && end + 1 < static_cast<int32_t>(tokens_.size()) ? tokens_[end + 1] : next;
    if (IsTerminal(token)) {
      const bool starts = word.capitalised || word.kind == Token::kNumber || word.kind == Token::kSymbol ||
                          (token.text == "." && &word != &next) || IsCased(word);
      if (!starts) return false;
      return !IsNumberSign(i, word);
    }
    if (token.kind != Token::kWord || token.text.back() != '.') return false;
    // The full stop of an abbreviation ends the sentence too when an ordinary opening word follows.
    if (FindAbbreviation(token.lower) == Abbreviation::kBeforeName) return false;
    if (token.text.size() == 2 && !(word.capitalised && OpensSentences(word.lower) && word.lower != "a"))
      return false;
    return word.capitalised && (OpensSentences(word.lower) || &word != &next);
  }

  // "iPhone sales ..." opens a sentence in lower case.
  static bool IsCased(const Token& word) {
    return word.kind == Token::kWord && word.text.size() > 1 && word.text[0] >= 'a' && word.text[0] <= 'z' &&
           word.text[1] >= 'A' && word.text[1] <= 'Z';
  }

  // "No. 5"
  bool IsNumberSign(int32_t i, const Token& next) const {
    return i > 0 && tokens_[i - 1].lower == "no" && tokens_[i - 1].capitalised && next.kind == Token::kNumber;
  }

  void Add(int32_t first, int32_t end, int32_t paragraph) {
    Sentence sentence;
    sentence.first_token = first;
    sentence.end_token = end;
    sentence.begin = tokens_[first].begin;
    sentence.end = tokens_[end - 1].end;
    sentence.paragraph = paragraph;
    sentence.part = part_;
    sentences_.push_back(sentence);
  }

  // Headings and bullets of a finished block.
  void Mark(const Block& block, size_t first_sentence) {
    Sentence& first = sentences_[first_sentence];
    const bool list_mark = IsListMark(tokens_[first.first_token]) &&
                           block.end_token - block.first_token > 1 &&
                           tokens_[first.first_token + 1].space_before;
    first.bullet = block.bullet || list_mark;
    if (part_ == v1::TEXT_PART_TITLE) return;
    int32_t last = block.end_token - 1;
    while (last > block.first_token && IsCloser(tokens_[last])) --last;
    const bool stopped =
        IsTerminal(tokens_[last]) || tokens_[last].text == ":" || tokens_[last].text.back() == '.';
    first.heading = first.bullet || (!stopped && sentences_.size() == first_sentence + 1);
  }

  const std::vector<Token>& tokens_;
  const v1::TextPart part_;
  std::vector<Sentence>& sentences_;
};

}  // namespace

void SplitSentences(const std::vector<Token>& tokens, const std::vector<Block>& blocks, v1::TextPart part,
                    std::vector<Sentence>& sentences) {
  int32_t paragraph = sentences.empty() ? 0 : sentences.back().paragraph + 1;
  Splitter splitter(tokens, part, sentences);
  for (const Block& block : blocks) splitter.Split(block, paragraph++);
}

}  // namespace tearsheet
