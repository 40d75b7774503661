#include "training/syntax/news_grammar.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "common/status_macros.h"

extern "C" {
extern const char tearsheet_news_grammar_start[], tearsheet_news_grammar_end[];
}

namespace tearsheet {
namespace {

constexpr char kStart[] = "TEXT";
constexpr int kDeepest = 24;
// Of the places that may be absent.
constexpr uint32_t kPresentPercent = 45;

const std::map<std::string, SyntaxToken::Unit, std::less<>>& Units() {
  static const auto* const units = new std::map<std::string, SyntaxToken::Unit, std::less<>>{
      {"N", SyntaxToken::kName},     {"A", SyntaxToken::kAmount}, {"P", SyntaxToken::kPercent},
      {"Q", SyntaxToken::kQuantity}, {"T", SyntaxToken::kTime},   {"M", SyntaxToken::kTerm}};
  return *units;
}

// Tags that are the same for all parts of speech that have them.
const std::map<std::string, Pos, std::less<>>& Tags() {
  static const auto* const tags =
      new std::map<std::string, Pos, std::less<>>{{"NN", Pos::kNoun},
                                                  {"NNS", Pos::kNounPlural},
                                                  {"NNP", Pos::kProperNoun},
                                                  {"PRP", Pos::kPronoun},
                                                  {"PRP$", Pos::kPronounPossessive},
                                                  {"WDT", Pos::kPronounRelative},
                                                  {"DT", Pos::kDeterminer},
                                                  {"JJ", Pos::kAdjective},
                                                  {"RB", Pos::kAdverb},
                                                  {"CD", Pos::kNumber},
                                                  {"IN", Pos::kAdposition},
                                                  {"RP", Pos::kParticle},
                                                  {"TO", Pos::kTo},
                                                  {"POS", Pos::kPossessive},
                                                  {"NEG", Pos::kNegation},
                                                  {"CC", Pos::kConjunction},
                                                  {"SC", Pos::kSubordinator},
                                                  {"MD", Pos::kModal},
                                                  {"AUX", Pos::kAuxiliary},
                                                  {"AUXP", Pos::kAuxiliaryParticiple},
                                                  {"VB", Pos::kVerbBase},
                                                  {"VBP", Pos::kVerbPresent},
                                                  {"VBZ", Pos::kVerbThird},
                                                  {"VBD", Pos::kVerbPast},
                                                  {"VBN", Pos::kVerbParticiple},
                                                  {"VBG", Pos::kVerbIng},
                                                  {"PU", Pos::kPunctuation}};
  return *tags;
}

absl::Status Wrong(std::string_view what, std::string_view where) {
  return absl::InvalidArgumentError(absl::StrCat(absl::string_view(what.data(), what.size()), " in '",
                                                 absl::string_view(where.data(), where.size()), "'"));
}

// A comma before another mark is not written.
TreeSentence WithoutDoubleCommas(const TreeSentence& sentence) {
  TreeSentence out;
  std::vector<int> place(sentence.size());
  for (size_t i = 0; i < sentence.size(); ++i) {
    place[i] = static_cast<int>(out.size());
    const bool dropped = sentence[i].lower == "," && i + 1 < sentence.size() &&
                         (sentence[i + 1].lower == "," || sentence[i + 1].lower == ".");
    if (!dropped) out.push_back(sentence[i]);
  }
  for (TreeWord& word : out) word.head = word.head < 0 ? -1 : place[word.head];
  return out;
}

}  // namespace

absl::StatusOr<NewsGrammar::Part> NewsGrammar::ReadPart(std::string_view text) {
  Part part;
  std::string rest(text);
  if (rest.back() == '?') {
    part.optional = true;
    rest.pop_back();
  }
  if (!rest.empty() && rest.back() == '*') {
    part.head = true;
    rest.pop_back();
  } else if (const size_t equals = rest.rfind('='); equals != std::string::npos) {
    part.relation = RelationNamed(rest.substr(equals + 1));
    if (part.relation == Relation::kOther) return Wrong("no such relation", text);
    rest.resize(equals);
  } else {
    return Wrong("neither head nor relation", text);
  }
  const size_t slash = rest.rfind('/');
  part.name = rest.substr(0, slash);
  if (slash != std::string::npos) part.tag = rest.substr(slash + 1);
  part.symbol = slash == std::string::npos;
  if (!part.symbol && Tags().count(part.tag) == 0) return Wrong("no such tag", text);
  return part;
}

absl::Status NewsGrammar::AddLine(std::string_view line) {
  const size_t colon = line.find(": ");
  if (colon == std::string_view::npos) return Wrong("no ': '", line);
  const std::vector<std::string> left =
      absl::StrSplit(absl::string_view(line.data(), colon), ' ', absl::SkipEmpty());
  const std::vector<std::string> right = absl::StrSplit(
      absl::string_view(line.data() + colon + 2, line.size() - colon - 2), ' ', absl::SkipEmpty());
  if (left.size() == 2) {
    auto& list = lists_[left[1]];
    if (left[0] == "verb" && right.size() == 5) {
      const char* const tags[] = {"VB", "VBZ", "VBD", "VBN", "VBG"};
      for (int f = 0; f < 5; ++f) list[tags[f]].push_back(right[f]);
      list["VBP"].push_back(right[0]);
    } else if (left[0] == "noun" && right.size() == 2) {
      list["NN"].push_back(right[0]);
      list["NNS"].push_back(right[1]);
    } else if (left[0] == "word") {
      list[""] = right;
    } else {
      return Wrong("no list of words", line);
    }
    return absl::OkStatus();
  }
  std::vector<Part> parts;
  int heads = 0;
  for (const std::string& text : right) {
    ASSIGN_OR_RETURN(Part part, ReadPart(text));
    heads += part.head ? 1 : 0;
    parts.push_back(std::move(part));
  }
  if (left.size() != 1 || heads != 1) return Wrong("a rule has one symbol and one head", line);
  rules_[left[0]].push_back(std::move(parts));
  return absl::OkStatus();
}

absl::Status NewsGrammar::Check() const {
  if (rules_.count(kStart) == 0) return Wrong("no rule", kStart);
  for (const auto& [symbol, rules] : rules_) {
    for (const auto& parts : rules) {
      for (const Part& part : parts) {
        if (part.symbol && rules_.count(part.name) == 0 && Units().count(part.name) == 0)
          return Wrong(absl::StrCat("no rule for ", part.name), symbol);
        const auto list = lists_.find(part.name);
        if (!part.symbol && list != lists_.end() && list->second.count(part.tag) == 0 &&
            list->second.count("") == 0)
          return Wrong(absl::StrCat("no form ", part.tag, " of ", part.name), symbol);
      }
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<NewsGrammar> NewsGrammar::Read(std::string_view text) {
  NewsGrammar grammar;
  int number = 0;
  for (absl::string_view line : absl::StrSplit(absl::string_view(text.data(), text.size()), '\n')) {
    ++number;
    line = absl::StripAsciiWhitespace(line);
    if (line.empty() || line[0] == '#') continue;
    const absl::Status added = grammar.AddLine({line.data(), line.size()});
    if (!added.ok())
      return absl::InvalidArgumentError(absl::StrCat("news grammar:", number, ": ", added.message()));
  }
  RETURN_IF_ERROR(grammar.Check());
  return grammar;
}

absl::StatusOr<NewsGrammar> NewsGrammar::Default() {
  return Read({tearsheet_news_grammar_start, tearsheet_news_grammar_end});
}

TreeWord NewsGrammar::MakeWord(const Part& part, std::mt19937& random) const {
  TreeWord word;
  if (const auto unit = Units().find(part.name); part.symbol && unit != Units().end()) {
    word.unit = unit->second;
    word.capitalised = word.unit == SyntaxToken::kName;
    word.pos = Pos::kProperNoun;
    word.lower = part.name;
    return word;
  }
  std::string form = part.name;
  if (const auto list = lists_.find(part.name); list != lists_.end()) {
    const auto tagged = list->second.find(part.tag);
    const std::vector<std::string>& forms =
        tagged != list->second.end() ? tagged->second : list->second.find("")->second;
    form = forms[random() % forms.size()];
  }
  word.lower = absl::AsciiStrToLower(form);
  word.capitalised = word.lower != form;
  word.pos = Tags().find(part.tag)->second;
  return word;
}

int NewsGrammar::Expand(const std::string& symbol, int depth, std::mt19937& random, TreeSentence& out) const {
  if (depth > kDeepest) return -1;
  const auto& rules = rules_.find(symbol)->second;
  const std::vector<Part>& parts = rules[random() % rules.size()];
  std::vector<std::pair<int, const Part*>> places;
  int head = -1;
  for (const Part& part : parts) {
    if (part.optional && random() % 100 >= kPresentPercent) continue;
    int place = static_cast<int>(out.size());
    if (part.symbol && rules_.count(part.name) > 0) {
      place = Expand(part.name, depth + 1, random, out);
      if (place < 0) return -1;
    } else {
      out.push_back(MakeWord(part, random));
    }
    if (part.head)
      head = place;
    else
      places.emplace_back(place, &part);
  }
  for (const auto& [place, part] : places) {
    out[place].head = head;
    out[place].relation = part->relation;
  }
  return head;
}

TreeSentence NewsGrammar::Make(std::mt19937& random, size_t most) const {
  for (;;) {
    TreeSentence sentence;
    const int root = Expand(kStart, 0, random, sentence);
    if (root < 0 || sentence.size() > most) continue;
    sentence[root].head = -1;
    sentence[root].relation = Relation::kRoot;
    sentence[0].capitalised = true;
    return WithoutDoubleCommas(sentence);
  }
}

}  // namespace tearsheet
