#include "ingest_service/events/grammar.h"

#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/strings.h"

namespace tearsheet {
namespace {

bool IsVowel(char c) { return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u'; }

bool EndsWithSibilant(std::string_view word) {
  for (const char* end : {"s", "x", "z", "ch", "sh"}) {
    if (absl::EndsWith(Absl(word), end)) return true;
  }
  return false;
}

bool EndsWithConsonantY(std::string_view word) {
  return word.size() > 2 && word.back() == 'y' && !IsVowel(word[word.size() - 2]);
}

// "deal" -> "deals", "company" -> "companies", "tranche" -> "tranches".
std::string WithS(std::string_view word) {
  if (EndsWithConsonantY(word)) return absl::StrCat(Absl(word.substr(0, word.size() - 1)), "ies");
  return absl::StrCat(Absl(word), EndsWithSibilant(word) || word == "go" || word == "do" ? "es" : "s");
}

std::string WithEd(std::string_view word) {
  if (word.back() == 'e') return absl::StrCat(Absl(word), "d");
  if (EndsWithConsonantY(word)) return absl::StrCat(Absl(word.substr(0, word.size() - 1)), "ied");
  return absl::StrCat(Absl(word), "ed");
}

// `past` shows whether the last consonant doubles ("planned", "planning").
std::string WithIng(std::string_view word, std::string_view past) {
  std::string_view stem = word;
  if (word.size() > 2 && absl::EndsWith(Absl(word), "ie"))
    return absl::StrCat(Absl(word.substr(0, word.size() - 2)), "ying");
  if (word.size() > 2 && word.back() == 'e' && word[word.size() - 2] != 'e') stem.remove_suffix(1);
  const bool doubles = past.size() == word.size() + 3 && past[word.size()] == word.back();
  return absl::StrCat(Absl(stem), doubles ? std::string(1, word.back()) : "", "ing");
}

// Irregular verbs whose last consonant doubles before -ing though their past does not show it.
bool DoublesBeforeIng(std::string_view word) {
  for (const char* verb : {"put", "cut", "set", "shut", "bid", "win", "get", "let", "hit", "quit", "split",
                           "spin", "run", "begin", "shed"}) {
    if (word == verb) return true;
  }
  return false;
}

struct ClassName {
  const char* name;
  Word::Class value;
};
constexpr ClassName kClasses[] = {
    {"determiner", Word::kDeterminer},   {"pronoun", Word::kPronoun},
    {"preposition", Word::kPreposition}, {"modal", Word::kModal},
    {"auxiliary", Word::kAuxiliary},     {"negation", Word::kNegation},
    {"conjunction", Word::kConjunction}, {"subordinator", Word::kSubordinator},
    {"relative", Word::kRelative},       {"adverb", Word::kAdverb},
    {"metonym", Word::kMetonym},         {"saying", Word::kSaying},
    {"collective", Word::kCollective},
};

}  // namespace

absl::Status Grammar::AddFile(const RuleText& file) {
  std::vector<std::string_view> verbs;
  for (const RuleLine& line : ReadRuleLines(file.text)) {
    if (line.value.empty()) return RuleError(file, line.number, "expected 'class: word | word'");
    if (line.key == "verbs") {
      for (std::string_view verb : SplitTrimmed(line.value, '|')) verbs.push_back(verb);
      continue;
    }
    if (line.key == "nouns") {
      for (std::string_view noun : SplitTrimmed(line.value, '|')) AddNoun(noun);
      continue;
    }
    if (line.key == "irregular") {
      const std::vector<std::string_view> forms = SplitTrimmed(line.value, ' ');
      if (forms.size() != 3)
        return RuleError(file, line.number, "expected 'irregular: base past participle'");
      irregular_[std::string(forms[0])] = {std::string(forms[1]), std::string(forms[2])};
      verbs.push_back(forms[0]);
      continue;
    }
    const ClassName* found = nullptr;
    for (const ClassName& c : kClasses) {
      if (line.key == c.name) found = &c;
    }
    if (found == nullptr) return RuleError(file, line.number, "no class of words is called so");
    for (std::string_view word : SplitTrimmed(line.value, '|')) Get(word).classes |= found->value;
  }
  // After the irregular ones are known, wherever in the file they stand.
  for (std::string_view verb : verbs) AddVerb(verb);
  return absl::OkStatus();
}

Word& Grammar::Get(std::string_view form) {
  Word& word = words_[std::string(form)];
  if (word.form == 0) word.form = static_cast<LemmaId>(words_.size());
  return word;
}

LemmaId Grammar::AddForm(std::string_view form) { return Get(form).form; }

void Grammar::AddVerbForm(std::string_view form, std::string_view lemma, uint8_t forms) {
  const LemmaId id = Get(lemma).form;
  Word& word = Get(form);
  // The first verb that claims a form keeps it ("found" is find's past, whatever "found" is listed as later).
  if (word.verb == 0 || word.verb == id) {
    word.verb = id;
    word.verb_forms |= forms;
  }
}

void Grammar::AddVerb(std::string_view lemma) {
  if (lemma == "be") {
    for (const char* form : {"am", "is", "are", "'s", "'re", "'m"}) AddVerbForm(form, "be", Word::kThird);
    for (const char* form : {"was", "were"}) AddVerbForm(form, "be", Word::kPast);
  }
  if (lemma == "have") {
    AddVerbForm("has", "have", Word::kThird);
    AddVerbForm("'ve", "have", Word::kThird);
  }
  std::string past = WithEd(lemma);
  std::string participle = past;
  if (auto it = irregular_.find(Absl(lemma)); it != irregular_.end()) {
    past = it->second.first;
    participle = it->second.second;
  }
  AddVerbForm(lemma, lemma, Word::kBase);
  AddVerbForm(WithS(lemma), lemma, Word::kThird);
  AddVerbForm(past, lemma, Word::kPast);
  AddVerbForm(participle, lemma, Word::kParticiple);
  std::string ing = WithIng(lemma, past);
  if (DoublesBeforeIng(lemma)) ing = absl::StrCat(Absl(lemma), std::string(1, lemma.back()), "ing");
  if (lemma == "be") ing = "being";
  AddVerbForm(ing, lemma, Word::kIng);
}

void Grammar::AddNoun(std::string_view lemma) {
  const LemmaId id = Get(lemma).form;
  Get(lemma).noun = id;
  Word& plural = Get(WithS(lemma));
  if (plural.noun == 0) {
    plural.noun = id;
    plural.plural = true;
  }
}

const Word& Grammar::Find(std::string_view lower) const {
  static const Word* const kUnknown = new Word;
  auto it = words_.find(Absl(lower));
  return it == words_.end() ? *kUnknown : it->second;
}

}  // namespace tearsheet
