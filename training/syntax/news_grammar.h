// Sentences of business news with their syntax, made from a grammar.
#pragma once

#include <map>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "training/syntax/treebank.h"

namespace tearsheet {

// news_grammar.txt describes the format.
class NewsGrammar {
 public:
  // INVALID_ARGUMENT "news grammar:line: what is wrong".
  static absl::StatusOr<NewsGrammar> Read(std::string_view text);
  // The one that stands beside this file.
  static absl::StatusOr<NewsGrammar> Default();

  // A sentence of at most `most` words, as chance wants it.
  TreeSentence Make(std::mt19937& random, size_t most = 60) const;

 private:
  // One place of a rule: a symbol, a list of words or a word.
  struct Part {
    std::string name;
    bool symbol = false;
    std::string tag;
    bool head = false;
    bool optional = false;
    Relation relation = Relation::kOther;
  };

  absl::Status AddLine(std::string_view line);
  static absl::StatusOr<Part> ReadPart(std::string_view text);
  absl::Status Check() const;
  // Appends what `symbol` stands for; returns the index of its head, or -1 when it grew too deep.
  int Expand(const std::string& symbol, int depth, std::mt19937& random, TreeSentence& out) const;
  TreeWord MakeWord(const Part& part, std::mt19937& random) const;

  std::map<std::string, std::vector<std::vector<Part>>, std::less<>> rules_;
  // Words of a list by their tag.
  std::map<std::string, std::map<std::string, std::vector<std::string>>, std::less<>> lists_;
};

}  // namespace tearsheet
