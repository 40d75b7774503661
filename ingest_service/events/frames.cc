#include "ingest_service/events/frames.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/status_macros.h"
#include "common/strings.h"
#include "ingest_service/events/frame_sources.h"

namespace tearsheet {
namespace {

bool IsUpperCase(std::string_view key) {
  return !key.empty() &&
         std::all_of(key.begin(), key.end(), [](char c) { return absl::ascii_isupper(c) || c == '_'; });
}

bool HasSlot(const v1::EventType& type, std::string_view slot) {
  return slot == "time" ||
         std::any_of(type.slots().begin(), type.slots().end(), [&](const auto& s) { return s == slot; });
}

}  // namespace

bool Frame::MayFillRoles(const PlaceSet& filled) const {
  return std::any_of(required.begin(), required.end(), [&](const std::vector<PlaceSet>& roles) {
    return std::all_of(roles.begin(), roles.end(), [&](const PlaceSet& role) { return role.Meets(filled); });
  });
}

bool Frame::Takes(const v1::Mention& value) const {
  if (!value.has_quantity()) return true;
  auto has = [&](const std::vector<std::string>& list) {
    return std::find(list.begin(), list.end(), value.quantity().unit()) != list.end();
  };
  return (units.empty() || has(units)) && !has(units_not);
}

// Reads frame files line by line.
class FrameReader {
 public:
  FrameReader(const Ontology& ontology, Grammar& grammar, Frames& out)
      : ontology_(ontology), grammar_(grammar), out_(out) {}

  absl::Status Read(const RuleText& file) {
    file_ = &file;
    in_ = kNothing;
    for (const RuleLine& line : ReadRuleLines(file.text)) {
      line_ = line.number;
      RETURN_IF_ERROR(line.indented ? Detail(line) : Head(line));
    }
    return absl::OkStatus();
  }

  absl::Status Finish() {
    for (auto& [frame, rule, name, number] : wanted_lists_) {
      auto it = std::find_if(out_.lists_.begin(), out_.lists_.end(),
                             [&wanted = name](const WordList& l) { return l.name == wanted; });
      if (it == out_.lists_.end())
        return RuleError({number.first, ""}, number.second, absl::StrCat("no list is called ", name));
      out_.frames_[frame].lists[rule].list = static_cast<int>(it - out_.lists_.begin());
    }
    for (WordList& list : out_.lists_) {
      std::stable_sort(list.entries.begin(), list.entries.end(),
                       [](const auto& a, const auto& b) { return a.second.size() > b.second.size(); });
    }
    for (size_t f = 0; f < out_.frames_.size(); ++f) {
      Frame& frame = out_.frames_[f];
      frame.required = RequiredPlaces(frame);
      for (size_t t = 0; t < frame.triggers.size(); ++t) {
        const Pattern& pattern = frame.triggers[t].pattern;
        out_.triggers_.Add(pattern[0], {static_cast<int>(f), static_cast<int>(t), SecondWord(pattern),
                                        static_cast<int>(pattern.size()), frame.triggers[t].verb});
      }
    }
    out_.triggers_.Sort([](const Frames::Entry& a, const Frames::Entry& b) { return a.size > b.size; });
    return absl::OkStatus();
  }

 private:
  absl::Status Error(std::string_view problem) const { return RuleError(*file_, line_, problem); }

  absl::Status Head(const RuleLine& line) {
    if (line.key.starts_with("list ")) {
      in_ = kList;
      out_.lists_.push_back({std::string(Trimmed(line.key.substr(5))), {}});
      return absl::OkStatus();
    }
    if (!line.key.starts_with("frame ") || line.value.empty())
      return Error("expected 'frame name: TYPE' or 'list name'");
    in_ = kFrame;
    Frame& frame = out_.frames_.emplace_back();
    frame.name = std::string(Trimmed(line.key.substr(6)));
    frame.place = absl::StrCat(file_->name, ":", line.number);
    frame.type = ontology_.FindType(line.value);
    if (frame.type == nullptr) return Error(absl::StrCat("the ontology has no type ", Absl(line.value)));
    return absl::OkStatus();
  }

  absl::Status Detail(const RuleLine& line) {
    if (in_ == kNothing) return Error("a line that is indented belongs to a frame or list, and none is open");
    if (in_ == kList) {
      for (std::string_view words : SplitTrimmed(line.value.empty() ? line.key : line.value, '|')) {
        out_.lists_.back().entries.emplace_back(std::string(line.value.empty() ? words : line.key),
                                                ReadPattern(words, grammar_));
      }
      return absl::OkStatus();
    }
    if (line.value.empty()) return Error("expected 'key: value'");
    Frame& frame = out_.frames_.back();
    if (line.key == "verb" || line.key == "noun") return Triggers(line, frame);
    if (line.key == "where") return Patterns(line, frame.where);
    if (line.key == "where not") return Patterns(line, frame.where_not);
    if (line.key == "with") return Patterns(line, frame.with);
    if (line.key == "with not") return Patterns(line, frame.with_not);
    if (line.key == "share") {
      if (line.value != "majority" && line.value != "minority")
        return Error("a share is 'majority' or 'minority'");
      frame.share = line.value == "majority" ? Frame::Share::kMajority : Frame::Share::kMinority;
      return CheckSlot(*frame.type, "percent");
    }
    if (line.key == "after") {
      if (ontology_.FindType(line.value) == nullptr)
        return Error(absl::StrCat("the ontology has no type ", Absl(line.value)));
      frame.after = std::string(line.value);
      return absl::OkStatus();
    }
    if (line.key == "falls") return Patterns(line, frame.falls);
    if (line.key == "rises") return Patterns(line, frame.rises);
    if (line.key == "need") return Need(line, frame);
    if (line.key == "under") return Words(line.value, frame.under);
    if (line.key == "not under") return Words(line.value, frame.not_under);
    if (line.key == "clause") {
      if (line.value != "own") return Error("clause can only be 'own'");
      frame.clause = true;
      return absl::OkStatus();
    }
    if (line.key == "governor") return Governor(line, frame);
    if (line.key == "status") return StatusDefaults(line, frame);
    if (line.key == "negation") {
      if (line.value != "asserted") return Error("negation can only be 'asserted'");
      frame.negated = true;
      return absl::OkStatus();
    }
    if (line.key == "units" || line.key == "units not") {
      std::vector<std::string>& units = line.key == "units" ? frame.units : frame.units_not;
      for (std::string_view unit : SplitTrimmed(line.value, '|')) units.emplace_back(unit);
      return absl::OkStatus();
    }
    if (line.key == "trigger") {
      if (line.value != "shared") return Error("a trigger can only be 'shared'");
      frame.shared = true;
      return absl::OkStatus();
    }
    if (line.key == "each" && IsUpperCase(line.value)) {
      frame.each_role = Ontology::FindRole(*frame.type, line.value);
      if (frame.each_role == nullptr) return Error(absl::StrCat("no role ", Absl(line.value)));
      return absl::OkStatus();
    }
    if (line.key == "each") {
      RETURN_IF_ERROR(CheckSlot(*frame.type, line.value));
      frame.each = ontology_.FindSlot(line.value)->kind();
      return absl::OkStatus();
    }
    if (line.key.starts_with("words ")) return List(line, frame);
    return Filler(line, frame);
  }

  absl::Status Triggers(const RuleLine& line, Frame& frame) {
    const size_t arrow = line.value.find("=>");
    std::vector<Setting> settings;
    if (arrow != std::string_view::npos)
      RETURN_IF_ERROR(Settings(line.value.substr(arrow + 2), *frame.type, settings));
    for (std::string_view words : SplitTrimmed(line.value.substr(0, arrow), '|')) {
      if (words.starts_with('@')) {
        std::vector<Pattern> patterns;
        RETURN_IF_ERROR(WordsOfList(words.substr(1), patterns));
        for (Pattern& pattern : patterns) {
          Trigger& trigger = frame.triggers.emplace_back();
          trigger.verb = line.key == "verb";
          trigger.head = static_cast<int>(pattern.size());
          trigger.pattern = std::move(pattern);
          trigger.settings = settings;
        }
        continue;
      }
      const std::vector<std::string_view> parts = SplitTrimmed(words, ' ');
      if (line.key == "verb") grammar_.AddVerb(parts.front());
      if (line.key == "noun") AddLastNoun(parts);
      Trigger& trigger = frame.triggers.emplace_back();
      trigger.verb = line.key == "verb";
      trigger.pattern = ReadPattern(words, grammar_);
      trigger.head = static_cast<int>(std::find(trigger.pattern.begin(), trigger.pattern.end(), 0) -
                                      trigger.pattern.begin());
      trigger.settings = settings;
      if (trigger.pattern.empty()) return Error("a trigger has a word");
      if (trigger.pattern.front() == 0 || trigger.pattern.back() == 0)
        return Error("a trigger neither starts nor ends with a gap");
    }
    return absl::OkStatus();
  }

  absl::Status Settings(std::string_view text, const v1::EventType& type, std::vector<Setting>& out) const {
    for (std::string_view part : SplitTrimmed(text, ' ')) {
      const size_t equals = part.find('=');
      if (equals == std::string_view::npos) return Error("expected 'slot=value' after =>");
      Setting& setting = out.emplace_back();
      const std::string_view slot = part.substr(0, equals);
      setting.value = std::string(part.substr(equals + 1));
      if (slot == "status") {
        if (!v1::Status_Parse(setting.value, &setting.status))
          return Error(absl::StrCat("no status is called ", setting.value));
        continue;
      }
      setting.slot = std::string(slot);
      RETURN_IF_ERROR(CheckSlot(type, slot));
      const v1::Slot* known = ontology_.FindSlot(slot);
      if (known->values_size() > 0 &&
          std::find(known->values().begin(), known->values().end(), setting.value) == known->values().end()) {
        return Error(absl::StrCat("slot ", Absl(slot), " has no value ", setting.value));
      }
    }
    return absl::OkStatus();
  }

  absl::Status CheckSlot(const v1::EventType& type, std::string_view slot) const {
    if (ontology_.FindSlot(slot) == nullptr)
      return Error(absl::StrCat("the ontology has no slot ", Absl(slot)));
    if (!HasSlot(type, slot)) return Error(absl::StrCat(type.id(), " has no slot ", Absl(slot)));
    return absl::OkStatus();
  }

  absl::Status Patterns(const RuleLine& line, std::vector<Pattern>& out) {
    for (std::string_view words : SplitTrimmed(line.value, '|')) {
      if (words.starts_with('@')) {
        RETURN_IF_ERROR(WordsOfList(words.substr(1), out));
      } else {
        out.push_back(ReadPattern(words, grammar_));
      }
    }
    return absl::OkStatus();
  }

  // A plural at the end of several words ("one of * customers") is no noun of its own: "customers" stays the
  // plural of "customer" for triggers of one word.
  void AddLastNoun(const std::vector<std::string_view>& words) {
    const std::string_view last = words.back().substr(words.back().rfind('-') + 1);
    const bool plural =
        words.size() > 1 && last.size() > 3 && last.back() == 's' && last[last.size() - 2] != 's';
    if (!plural) grammar_.AddNoun(last);
  }

  // "@facilities": the words of a list that stands before; nouns count in singular and plural.
  absl::Status WordsOfList(std::string_view name, std::vector<Pattern>& out) {
    auto it = std::find_if(out_.lists_.begin(), out_.lists_.end(),
                           [&](const WordList& list) { return list.name == name; });
    if (it == out_.lists_.end()) return Error(absl::StrCat("no list before this is called ", Absl(name)));
    for (const auto& [value, pattern] : it->entries) {
      grammar_.AddNoun(value.substr(value.rfind(' ') + 1));
      out.push_back(pattern);
    }
    return absl::OkStatus();
  }

  absl::Status Words(std::string_view text, std::vector<LemmaId>& out) {
    for (std::string_view word : SplitTrimmed(text, '|')) {
      grammar_.AddVerb(word);
      out.push_back(grammar_.Id(word));
    }
    return absl::OkStatus();
  }

  absl::Status Need(const RuleLine& line, Frame& frame) {
    std::vector<std::string>& group = frame.needs.emplace_back();
    for (std::string_view name : SplitTrimmed(line.value, '|')) {
      if (!IsUpperCase(name)) RETURN_IF_ERROR(CheckSlot(*frame.type, name));
      if (IsUpperCase(name) && Ontology::FindRole(*frame.type, name) == nullptr)
        return Error(absl::StrCat("no role ", Absl(name)));
      group.emplace_back(name);
    }
    return absl::OkStatus();
  }

  absl::Status Governor(const RuleLine& line, Frame& frame) {
    const size_t arrow = line.value.find("=>");
    if (arrow == std::string_view::npos) return Error("expected 'governor: verb | verb => slot=value'");
    GovernorRule& rule = frame.governors.emplace_back();
    RETURN_IF_ERROR(Words(line.value.substr(0, arrow), rule.verbs));
    return Settings(line.value.substr(arrow + 2), *frame.type, rule.settings);
  }

  absl::Status StatusDefaults(const RuleLine& line, Frame& frame) {
    for (std::string_view part : SplitTrimmed(line.value, ',')) {
      const size_t space = part.find(' ');
      v1::Status status;
      if (space == std::string_view::npos ||
          !v1::Status_Parse(std::string(Trimmed(part.substr(space))), &status)) {
        return Error("expected 'status: past COMPLETED, present ONGOING, future PLANNED, noun ANNOUNCED'");
      }
      const std::string_view tense = part.substr(0, space);
      if (tense == "past")
        frame.past = status;
      else if (tense == "present")
        frame.present = status;
      else if (tense == "future")
        frame.future = status;
      else if (tense == "noun")
        frame.nominal = status;
      else if (tense == "always")
        frame.always = status;
      else
        return Error("a tense is past, present, future, noun or always");
    }
    return absl::OkStatus();
  }

  absl::Status List(const RuleLine& line, Frame& frame) {
    const std::string_view slot = Trimmed(line.key.substr(6));
    RETURN_IF_ERROR(CheckSlot(*frame.type, slot));
    frame.lists.push_back({std::string(slot), 0});
    wanted_lists_.push_back(
        {out_.frames_.size() - 1, frame.lists.size() - 1, std::string(line.value), {file_->name, line_}});
    return absl::OkStatus();
  }

  absl::Status Filler(const RuleLine& line, Frame& frame) {
    Sources sources;
    for (std::string_view alternative : SplitTrimmed(line.value, ',')) {
      std::vector<Source>& together = sources.emplace_back();
      for (std::string_view text : SplitTrimmed(alternative, '+')) {
        absl::StatusOr<Source> source = ParseSource(text, ontology_, grammar_);
        if (!source.ok()) return Error(Std(source.status().message()));
        if (source->latest) AddDealType(source->type);
        together.push_back(*std::move(source));
      }
    }
    if (IsUpperCase(line.key)) {
      const v1::Role* role = Ontology::FindRole(*frame.type, line.key);
      if (role == nullptr) return Error(absl::StrCat(frame.type->id(), " has no role ", Absl(line.key)));
      frame.roles.push_back(
          {role, std::move(sources), NeededFillers(*frame.type, *role), OnlyPersons(*role)});
      return absl::OkStatus();
    }
    RETURN_IF_ERROR(CheckSlot(*frame.type, line.key));
    const v1::SlotKind kind = ontology_.FindSlot(line.key)->kind();
    if (kind == v1::SLOT_KIND_WORD) {
      frame.names.push_back({std::string(line.key), std::move(sources)});
    } else {
      frame.numbers.push_back({kind, std::move(sources)});
    }
    return absl::OkStatus();
  }

  void AddDealType(const std::string& type) {
    std::vector<std::string>& types = out_.deal_types_;
    if (std::find(types.begin(), types.end(), type) == types.end()) types.push_back(type);
  }

  enum { kNothing, kFrame, kList } in_ = kNothing;
  struct WantedList {
    size_t frame;
    size_t rule;
    std::string name;
    std::pair<std::string, int> place;
  };

  const Ontology& ontology_;
  Grammar& grammar_;
  Frames& out_;
  const RuleText* file_ = nullptr;
  int line_ = 0;
  std::vector<WantedList> wanted_lists_;
};

absl::StatusOr<Frames> Frames::Load(const std::vector<RuleText>& files, const Ontology& ontology,
                                    Grammar& grammar) {
  Frames frames;
  FrameReader reader(ontology, grammar, frames);
  for (const RuleText& file : files) RETURN_IF_ERROR(reader.Read(file));
  RETURN_IF_ERROR(reader.Finish());
  return frames;
}

}  // namespace tearsheet
