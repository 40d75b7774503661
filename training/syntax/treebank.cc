#include "training/syntax/treebank.h"

#include <algorithm>
#include <fstream>
#include <map>
#include <string_view>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "ingest_service/text/tokenizer.h"

namespace tearsheet {
namespace {

Pos VerbPos(const std::string& xpos) {
  if (xpos == "VB") return Pos::kVerbBase;
  if (xpos == "VBZ") return Pos::kVerbThird;
  if (xpos == "VBD") return Pos::kVerbPast;
  if (xpos == "VBN") return Pos::kVerbParticiple;
  if (xpos == "VBG") return Pos::kVerbIng;
  return Pos::kVerbPresent;
}

Pos PosOf(const std::string& upos, const std::string& xpos) {
  if (upos == "NOUN") return xpos == "NNS" ? Pos::kNounPlural : Pos::kNoun;
  if (upos == "PROPN") return Pos::kProperNoun;
  if (upos == "PRON") {
    if (xpos == "PRP$" || xpos == "WP$") return Pos::kPronounPossessive;
    return xpos == "WP" || xpos == "WDT" ? Pos::kPronounRelative : Pos::kPronoun;
  }
  if (upos == "DET") return Pos::kDeterminer;
  if (upos == "ADJ") return Pos::kAdjective;
  if (upos == "ADV") return xpos == "WRB" ? Pos::kAdverbRelative : Pos::kAdverb;
  if (upos == "NUM") return Pos::kNumber;
  if (upos == "ADP") return xpos == "RP" ? Pos::kParticle : Pos::kAdposition;
  if (upos == "PART") {
    if (xpos == "TO") return Pos::kTo;
    if (xpos == "POS") return Pos::kPossessive;
    return Pos::kNegation;
  }
  if (upos == "CCONJ") return Pos::kConjunction;
  if (upos == "SCONJ") return Pos::kSubordinator;
  if (upos == "AUX") {
    if (xpos == "MD") return Pos::kModal;
    return xpos == "VB" || xpos == "VBN" || xpos == "VBG" ? Pos::kAuxiliaryParticiple : Pos::kAuxiliary;
  }
  if (upos == "VERB") return VerbPos(xpos);
  if (upos == "PUNCT") return Pos::kPunctuation;
  if (upos == "SYM") return Pos::kSymbol;
  return Pos::kOther;
}

void SetForm(const std::string& form, TreeWord& word) {
  std::string plain;
  plain.reserve(form.size());
  std::vector<Token> tokens;
  Tokenize(form, {}, plain, tokens);
  for (const Token& token : tokens) word.lower.append(token.lower);
  if (tokens.empty()) return;
  word.capitalised = tokens[0].capitalised;
  word.all_caps = std::all_of(tokens.begin(), tokens.end(), [](const Token& t) { return t.all_caps; });
}

bool IsTree(const TreeSentence& sentence) {
  const int size = static_cast<int>(sentence.size());
  for (int i = 0; i < size; ++i) {
    int steps = 0;
    for (int h = i; h >= 0; h = sentence[h].head) {
      if (h >= size || ++steps > size) return false;
    }
  }
  return true;
}

}  // namespace

// Subtypes that extraction needs have relations of their own; others go with their type.
Relation RelationNamed(const std::string& name) {
  static const auto* const relations = [] {
    auto* map = new std::map<std::string, Relation>;
    for (int r = 0; r < kRelations; ++r)
      map->emplace(Name(static_cast<Relation>(r)), static_cast<Relation>(r));
    map->emplace("csubj", Relation::kSubject);
    map->emplace("csubj:pass", Relation::kSubjectPassive);
    map->emplace("flat", Relation::kCompound);
    map->emplace("fixed", Relation::kCompound);
    map->emplace("goeswith", Relation::kCompound);
    map->emplace("list", Relation::kParataxis);
    return map;
  }();
  for (const std::string& name_or_type : {name, name.substr(0, name.find(':'))}) {
    const auto found = relations->find(name_or_type);
    if (found != relations->end()) return found->second;
  }
  return Relation::kOther;
}

absl::StatusOr<std::vector<TreeSentence>> ReadTreebank(const std::string& path) {
  std::ifstream in(path);
  if (!in) return absl::InvalidArgumentError(absl::StrCat(path, ": cannot be read"));
  std::vector<TreeSentence> sentences;
  TreeSentence sentence;
  std::string line;
  for (int number = 1; std::getline(in, line); ++number) {
    const auto wrong = [&](std::string_view what) {
      return absl::InvalidArgumentError(
          absl::StrCat(path, ":", number, ": ", absl::string_view(what.data(), what.size())));
    };
    if (line.empty()) {
      if (!IsTree(sentence)) return wrong("the sentence that ends here is no tree");
      if (!sentence.empty()) sentences.push_back(std::move(sentence));
      sentence.clear();
      continue;
    }
    if (line[0] == '#') continue;
    const std::vector<std::string> fields = absl::StrSplit(line, '\t');
    if (fields.size() != 10) return wrong("a word has ten fields");
    if (fields[0].find_first_of("-.") != std::string::npos) continue;
    TreeWord word;
    int head = 0;
    if (!absl::SimpleAtoi(fields[6], &head) || head < 0) return wrong("the head is no number");
    SetForm(fields[1], word);
    word.pos = PosOf(fields[3], fields[4]);
    word.head = head - 1;
    word.relation = head == 0 ? Relation::kRoot : RelationNamed(fields[7]);
    sentence.push_back(std::move(word));
  }
  return sentences;
}

std::vector<SyntaxToken> TokensOf(const TreeSentence& sentence) {
  std::vector<SyntaxToken> tokens;
  tokens.reserve(sentence.size());
  for (const TreeWord& word : sentence) {
    tokens.push_back({word.lower, word.capitalised, word.all_caps, word.unit});
  }
  return tokens;
}

}  // namespace tearsheet
