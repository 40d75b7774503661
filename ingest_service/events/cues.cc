#include "ingest_service/events/cues.h"

#include "absl/strings/str_cat.h"
#include "common/strings.h"

namespace tearsheet {
namespace {

// "status TALKS" -> kind and value; false when nothing is called so.
bool ReadHead(std::string_view key, Cue& cue) {
  const std::vector<std::string_view> parts = SplitTrimmed(key, ' ');
  if (parts.empty()) return false;
  const std::string value(parts.size() > 1 ? parts[1] : "");
  if (parts[0] == "status") {
    cue.kind = Cue::kStatus;
    return v1::Status_Parse(value, &cue.status);
  }
  if (parts[0] == "certainty") {
    cue.kind = Cue::kCertainty;
    return v1::Certainty_Parse(value, &cue.certainty);
  }
  if (parts[0] == "source") {
    cue.kind = Cue::kSource;
    return v1::LinkKind_Parse(value, &cue.link);
  }
  if (parts[0] == "report") {
    cue.kind = Cue::kReport;
    return value.empty() || v1::LinkKind_Parse(value, &cue.link);
  }
  if (parts[0] == "saying")
    cue.kind = Cue::kSaying;
  else if (parts[0] == "continuation")
    cue.kind = Cue::kContinuation;
  else if (parts[0] == "per-share")
    cue.kind = Cue::kPerShare;
  else if (parts[0] == "contingent")
    cue.kind = Cue::kContingent;
  else if (parts[0] == "outlet-saying")
    cue.kind = Cue::kOutletSaying;
  else if (parts[0] == "obtained")
    cue.kind = Cue::kObtained;
  else if (parts[0] == "condition")
    cue.kind = Cue::kCondition;
  else if (parts[0] == "hearsay")
    cue.kind = Cue::kHearsay;
  else
    return false;
  return parts.size() == 1;
}

}  // namespace

absl::StatusOr<Cues> Cues::Load(const RuleText& file, Grammar& grammar) {
  Cues cues;
  for (const RuleLine& line : ReadRuleLines(file.text)) {
    Cue cue;
    if (line.value.empty() || !ReadHead(line.key, cue)) {
      return RuleError(file, line.number,
                       "expected 'status S:', 'certainty C:', 'source KIND:', 'report [KIND]:', 'saying:', "
                       "'continuation:', 'per-share:', 'contingent:', 'condition:', 'hearsay:', "
                       "'outlet-saying:' or 'obtained:' and words");
    }
    for (std::string_view words : SplitTrimmed(line.value, '|')) {
      // "~weigh" is a verb in all its forms, "%talk" a noun; other words count as written.
      std::string plain;
      for (std::string_view word : SplitTrimmed(words, ' ')) {
        if (word[0] == '~') grammar.AddVerb(word.substr(1));
        if (word[0] == '%') grammar.AddNoun(word.substr(1));
        if (word[0] == '~' || word[0] == '%') word.remove_prefix(1);
        absl::StrAppend(&plain, plain.empty() ? "" : " ", Absl(word));
      }
      cue.pattern = ReadPattern(plain, grammar);
      if (cue.pattern.empty()) return RuleError(file, line.number, "a cue has a word");
      if (cue.pattern.front() == 0 || cue.pattern.back() == 0)
        return RuleError(file, line.number, "a cue neither starts nor ends with a gap");
      cues.index_.Add(cue.pattern[0], {static_cast<int>(cues.cues_.size()), SecondWord(cue.pattern)});
      cues.cues_.push_back(cue);
    }
  }
  return cues;
}

const Cue* Cues::LongestAt(const std::vector<const Word*>& words, int at, int end, int& length) const {
  const Cue* best = nullptr;
  length = 0;
  const Word& word = *words[at];
  LemmaId before = 0;
  for (LemmaId id : {word.form, word.verb, word.noun}) {
    // Most verbs and nouns are their own form.
    if (id == before) continue;
    before = id;
    const std::vector<Start>* starting = index_.Find(id, words, at, end);
    if (starting == nullptr) continue;
    for (const auto& [c, second] : *starting) {
      if (!MayFollow(second, words, at, end)) continue;
      const int matched = MatchPattern(cues_[c].pattern, words, at, end);
      if (matched > length) {
        length = matched;
        best = &cues_[c];
      }
    }
  }
  return best;
}

std::vector<CueMatch> Cues::FindAll(const std::vector<const Word*>& words, int first, int end) const {
  std::vector<CueMatch> found;
  for (int i = first; i < end;) {
    int length = 0;
    const Cue* cue = LongestAt(words, i, end, length);
    if (cue != nullptr) found.push_back({cue, i, i + length});
    i += cue != nullptr ? length : 1;
  }
  return found;
}

bool Cues::StartsWith(const std::vector<const Word*>& words, int at, Cue::Kind kind) const {
  const int end = static_cast<int>(words.size());
  if (at < 0 || at >= end) return false;
  const Word& word = *words[at];
  for (LemmaId id : {word.form, word.verb, word.noun}) {
    const std::vector<Start>* starting = index_.Find(id, words, at, end);
    if (starting == nullptr) continue;
    for (const auto& [c, second] : *starting) {
      if (MayFollow(second, words, at, end) && cues_[c].kind == kind &&
          MatchPattern(cues_[c].pattern, words, at, end) > 0)
        return true;
    }
  }
  return false;
}

}  // namespace tearsheet
