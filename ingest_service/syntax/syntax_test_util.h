// Sentences of tests, in short: words between spaces, where <name>, <amount>, <percent>, <quantity>, <time>
// and <term> are units.
#pragma once

#include <algorithm>
#include <deque>
#include <sstream>
#include <string>
#include <vector>

#include "ingest_service/syntax/syntax_token.h"

namespace tearsheet {

// Owns the words that its tokens view.
class TestSentence {
 public:
  explicit TestSentence(const std::string& text) {
    std::istringstream in(text);
    for (std::string word; in >> word;) {
      words.push_back(word);
      std::string& lower = lowers_.emplace_back(word);
      std::transform(lower.begin(), lower.end(), lower.begin(),
                     [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
      tokens.push_back({lower, word[0] >= 'A' && word[0] <= 'Z', false, UnitOf(word)});
    }
  }

  // Index of the first such word from `from` on, or -1.
  int Find(const std::string& word, int from = 0) const {
    const auto found = std::find(words.begin() + from, words.end(), word);
    return found == words.end() ? -1 : static_cast<int>(found - words.begin());
  }

  std::vector<std::string> words;
  std::vector<SyntaxToken> tokens;

 private:
  static SyntaxToken::Unit UnitOf(const std::string& word) {
    const char* const names[] = {"", "<name>", "<amount>", "<percent>", "<quantity>", "<time>", "<term>"};
    for (int u = 1; u < 7; ++u) {
      if (word == names[u]) return static_cast<SyntaxToken::Unit>(u);
    }
    return SyntaxToken::kWord;
  }

  std::deque<std::string> lowers_;
};

}  // namespace tearsheet
