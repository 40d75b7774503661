#include "ingest_service/events/sentence_events.h"

#include <algorithm>
#include <array>
#include <utility>

#include "absl/container/inlined_vector.h"
#include "absl/strings/str_cat.h"
#include "ingest_service/events/explain.h"
#include "ingest_service/events/frame_needs.h"
#include "ingest_service/events/lemma_set.h"
#include "ingest_service/events/numbers.h"
#include "ingest_service/events/status.h"

namespace tearsheet {
namespace {

// Few sentences assert more.
constexpr size_t kExpectedCandidates = 4;

class WindowReader {
 public:
  WindowReader(const Rules& rules, const Document& document, const ChunkedWindow& window, int sentence,
               const Discourse& discourse, SentenceParser& parser)
      : rules_(rules),
        document_(document),
        window_(window),
        sentence_(sentence),
        discourse_(discourse),
        arguments_(rules.grammar, document, window, parser) {
    for (const Word* word : window.tagged.words) words_.Add(*word);
  }

  WindowResult Run() {
    WindowResult result;
    result.sources =
        ReadSources(rules_.grammar, rules_.cues, rules_.catalogue, document_, window_, arguments_);
    reported_by_party_ = result.sources.HasParty();
    int consumed = 0;
    for (int i = 0; i < window_.tagged.size(); ++i) {
      if (i < consumed) continue;
      consumed = std::max(consumed, TriggerAt(i));
    }
    BindNumbers(document_, window_, rules_.cues, candidates_);
    if (DropUnmet()) {
      for (Candidate& candidate : candidates_) ClearNumbers(candidate.assertion.event);
      BindNumbers(document_, window_, rules_.cues, candidates_);
      DropUnmet();
    }
    result.assertions.reserve(candidates_.size());
    for (Candidate& candidate : candidates_) {
      if (rules_.explain) ExplainValues(document_, window_, candidate.assertion);
      result.assertions.push_back(std::move(candidate.assertion));
    }
    return result;
  }

 private:
  // Tries the triggers that start at token `i`, the longest first; returns the end of the one that made an
  // assertion.
  int TriggerAt(int i) {
    const Word& word = *window_.tagged.words[i];
    if (word.form == 0) return 0;
    const Chunk& chunk = window_.chunks[window_.chunk_of[i]];
    const bool is_verb = chunk.kind == Chunk::kVerb && chunk.verb.main == i;
    const bool is_noun = IsNoun(i);
    // With the words that they cover, in the order in which they are tried.
    absl::InlinedVector<std::pair<int, Frames::Entry>, 8> entries;
    const auto before = [](const auto& a, const auto& b) {
      return a.second.size != b.second.size ? a.second.size > b.second.size : a.second.frame < b.second.frame;
    };
    LemmaId tried[3] = {word.form, word.verb, word.noun};
    for (int k = 0; k < 3; ++k) {
      if (tried[k] == 0 || std::find(tried, tried + k, tried[k]) != tried + k) continue;
      const auto* found =
          rules_.frames.triggers().Find(tried[k], window_.tagged.words, i, window_.tagged.size());
      if (found == nullptr) continue;
      for (const Frames::Entry& entry : *found) {
        // Most triggers fail at what the index knows of them.
        if (entry.verb ? !is_verb || tried[k] != word.verb : entry.size == 1 && !is_noun) continue;
        if (!MayFollow(entry.second, window_.tagged.words, i, window_.tagged.size())) continue;
        int length = 1;
        if (entry.size > 1) {
          const Trigger& trigger = TriggerOf(entry);
          if (!MayStand(trigger.pattern)) continue;
          length = MatchPattern(trigger.pattern, window_.tagged.words, i, window_.tagged.size());
          if (length == 0 || (!trigger.verb && !IsNoun(i + length - 1))) continue;
        }
        const std::pair<int, Frames::Entry> match(length, entry);
        entries.insert(std::upper_bound(entries.begin(), entries.end(), match, before), match);
      }
    }
    int consumed = 0;
    for (const auto& [length, entry] : entries) {
      const Frame& frame = rules_.frames.frames()[entry.frame];
      if (!Try(frame, TriggerOf(entry), i, length)) continue;
      consumed = i + length;
      if (!frame.shared) break;
    }
    return consumed;
  }

  const Trigger& TriggerOf(const Frames::Entry& entry) const {
    return rules_.frames.frames()[entry.frame].triggers[entry.trigger];
  }

  // Whether a noun trigger may end with the word.
  bool IsNoun(int i) const {
    if (window_.chunks[window_.chunk_of[i]].kind != Chunk::kNoun) return false;
    // A description that stands for somebody ("the largest shareholder") is a noun all the same.
    const int mention = window_.tagged.mention[i];
    const bool name =
        window_.tagged.tags[i] == Tag::kName && (mention < 0 || !document_.mentions[mention].reference);
    return !name;
  }

  // What forbids a frame is not to be found in names: "sold Tovaris Vehicles" sells no vehicles.
  enum Words { kAnyWords, kOutsideNames };

  bool InSentence(const std::vector<Pattern>& patterns, Words words = kAnyWords) const {
    return InRange(patterns, 0, window_.tagged.size(), words);
  }

  bool InRange(const std::vector<Pattern>& patterns, int first, int end, Words words) const {
    for (const Pattern& pattern : patterns) {
      if (!MayStand(pattern)) continue;
      for (int i = first; i < end; ++i) {
        if (window_.tagged.words[i]->form != 0 && MatchPattern(pattern, window_.tagged.words, i, end) > 0 &&
            (words == kAnyWords || !InName(i)))
          return true;
      }
    }
    return false;
  }

  // Behind the first word of a name of an organisation.
  bool InName(int i) const {
    const int m = window_.tagged.mention[i];
    if (m < 0 || document_.mentions[m].reference || document_.mentions[m].kind != v1::ENTITY ||
        document_.mentions[m].entities.empty() || window_.tagged.mention[std::max(0, i - 1)] != m)
      return false;
    return document_.entities[document_.mentions[m].entities[0]].kind() == v1::ENTITY_KIND_ORGANISATION;
  }

  // False: a word of the pattern stands nowhere in the window.
  bool MayStand(const Pattern& pattern) const {
    return std::all_of(pattern.begin(), pattern.end(), [&](LemmaId id) { return words_.MayHold(id); });
  }

  // From the phrase of the trigger to the next finite verb, clause or stop; for a passive, whose object
  // stands before it, from the one before.
  bool InClause(const std::vector<Pattern>& patterns, const TriggerPlace& place,
                Words words = kAnyWords) const {
    int end = place.chunk + 1;
    const int limit = std::min(static_cast<int>(window_.chunks.size()), end + kClauseReach);
    while (end < limit) {
      const Chunk& chunk = window_.chunks[end];
      if (chunk.kind == Chunk::kStop || chunk.kind == Chunk::kSubordinator ||
          chunk.kind == Chunk::kRelative || (chunk.kind == Chunk::kVerb && chunk.verb.finite()))
        break;
      ++end;
    }
    int begin = place.chunk;
    const VerbGroup& verb = window_.chunks[begin].verb;
    while (place.verb && (verb.passive || verb.reduced) && begin > 0 && begin > place.chunk - kClauseReach) {
      const Chunk& chunk = window_.chunks[begin - 1];
      if (chunk.kind == Chunk::kStop || chunk.kind == Chunk::kSubordinator ||
          (chunk.kind == Chunk::kVerb && chunk.verb.finite()))
        break;
      --begin;
    }
    // "the plant, which Acme opened": what a relative clause is about.
    int subject = place.chunk;
    while (place.verb && subject > 0 &&
           (window_.chunks[subject - 1].kind == Chunk::kNoun ||
            window_.chunks[subject - 1].kind == Chunk::kAdverb))
      --subject;
    if (subject > 0 && window_.chunks[subject - 1].kind == Chunk::kRelative) {
      begin = std::min(begin, subject - 1);
      if (begin > 0 && window_.chunks[begin - 1].kind == Chunk::kComma) --begin;
      if (begin > 0) --begin;
    }
    return InRange(patterns, window_.chunks[begin].first, window_.chunks[end - 1].end, words);
  }

  // Most frames that are tried at a trigger see the same arguments.
  const Arguments& ArgumentsOf(const TriggerPlace& place, int head) {
    const std::array<int, 4> key = {place.verb ? 1 : 0, place.first, place.verb ? head : place.end,
                                    place.chunk};
    if (key != seen_key_) {
      seen_key_ = key;
      seen_ = place.verb ? arguments_.OfVerb(place.chunk, head)
                         : arguments_.OfNoun(place.chunk, place.first, place.end);
      seen_places_ = FilledPlaces(document_, seen_.list);
    }
    return seen_;
  }

  bool Try(const Frame& frame, const Trigger& trigger, int first, int length) {
    if (!frame.where.empty() && !InSentence(frame.where)) return false;
    if (!frame.where_not.empty() && InSentence(frame.where_not, kOutsideNames)) return false;
    TriggerPlace place;
    place.verb = trigger.verb;
    place.first = first;
    place.end = first + length;
    place.chunk = window_.chunk_of[trigger.verb ? first : place.end - 1];
    if (!frame.with.empty() && !InClause(frame.with, place)) return false;
    if (!frame.with_not.empty() && InClause(frame.with_not, place, kOutsideNames)) return false;
    if (trigger.verb && frame.clause && window_.chunks[place.chunk].verb.reduced) return false;
    const int head =
        trigger.head < static_cast<int>(trigger.pattern.size()) ? first + trigger.head : place.end;
    const Arguments& arguments = ArgumentsOf(place, head);
    const Governors& governors = arguments.governors;
    if (!trigger.verb && !frame.under.empty() && !Under(frame.under, governors)) return false;
    if (!trigger.verb && !frame.not_under.empty() && Under(frame.not_under, governors)) return false;

    if (!frame.MayFillRoles(seen_places_)) return false;

    Candidate& candidate = tried_;
    Assertion& assertion = candidate.assertion;
    assertion.Clear();
    assertion.frame = &frame;
    assertion.trigger = first;
    assertion.basis.noun = !trigger.verb;
    if (rules_.explain) ExplainTrigger(document_, window_, place, governors, assertion);
    assertion.sentence = sentence_;
    const Sentence& sentence = document_.sentences[sentence_];
    assertion.title = sentence.part == v1::TEXT_PART_TITLE;
    assertion.heading = sentence.heading || sentence.bullet;
    assertion.event.set_type(frame.type->id());
    if (!FillRoles(frame, arguments,
                   {document_, discourse_, candidates_, rules_.frames.deal_types(), rules_.ontology,
                    rules_.catalogue, window_.tagged.window.first, rules_.explain},
                   assertion))
      return false;
    v1::Status by_trigger = Apply(trigger.settings, assertion.event);
    if (!trigger.verb) by_trigger = std::max(by_trigger, ApplyGovernors(frame, governors, assertion.event));
    if (!MayMeetNeeds(rules_.ontology, document_, frame, assertion.event, arguments)) return false;
    if (frame.share != Frame::Share::kAny && !HasShare(document_, frame, arguments)) return false;

    const Stage stage =
        ReadStage(window_, rules_.cues, frame, place, governors, by_trigger, reported_by_party_);
    if (rules_.explain) ExplainStage(document_, window_, stage, assertion);
    // What is denied asserts nothing, and neither may another frame; what lacks the negation that a frame
    // wants may be another's.
    if (stage.certainty == v1::NEGATED && stage.status < v1::DELAYED) return !frame.negated;
    assertion.event.set_status(stage.status);
    assertion.stage_told = stage.told;
    assertion.event.set_certainty(stage.certainty);
    ApplyNames(frame, arguments, assertion.event);
    assertion.event.set_rule(absl::StrCat(frame.name, trigger.verb ? "/verb" : "/noun"));
    AddEvidence(assertion.event);
    candidate.arguments = arguments;
    if (frame.each_role == nullptr) {
      AddCandidates(frame, first, std::move(candidate));
    } else {
      for (Candidate& one : OnePerEntity(frame, std::move(candidate)))
        AddCandidates(frame, first, std::move(one));
    }
    return true;
  }

  // One candidate for each participant in the role of which the frame wants it so, at least one.
  static std::vector<Candidate> OnePerEntity(const Frame& frame, Candidate&& candidate) {
    std::vector<Candidate> out;
    const auto& all = candidate.assertion.event.participants();
    for (const v1::Participant& own : all) {
      if (own.role() != frame.each_role->id()) continue;
      v1::Event& event = out.emplace_back(candidate).assertion.event;
      event.clear_participants();
      for (const v1::Participant& other : all) {
        if (other.role() != own.role() || other.entity_id() == own.entity_id())
          *event.add_participants() = other;
      }
    }
    if (out.empty()) out.push_back(std::move(candidate));
    return out;
  }

  // The same for each object number where the frame wants it so.
  void AddCandidates(const Frame& frame, int first, Candidate&& candidate) {
    // Events are dear to move.
    if (candidates_.empty()) candidates_.reserve(kExpectedCandidates);
    std::vector<size_t> objects;
    if (frame.each != v1::SLOT_KIND_UNSPECIFIED) {
      for (size_t a = 0; a < candidate.arguments.list.size(); ++a) {
        const Argument& argument = candidate.arguments.list[a];
        if (argument.label == Argument::kObject && argument.mentions.size() == 1 &&
            SlotOf(document_.mentions[argument.mentions[0]].kind) == frame.each &&
            frame.Takes(document_.mentions[argument.mentions[0]].value))
          objects.push_back(a);
      }
    }
    if (objects.size() < 2) {
      ApplyLists(frame, objects.empty() ? first : candidate.arguments.list[objects[0]].first,
                 candidate.assertion.event);
      candidates_.push_back(std::move(candidate));
      return;
    }
    for (size_t own : objects) {
      Candidate one = candidate;
      ApplyLists(frame, candidate.arguments.list[own].end, one.assertion.event);
      for (auto it = objects.rbegin(); it != objects.rend(); ++it) {
        if (*it != own)
          one.arguments.list.erase(one.arguments.list.begin() + static_cast<std::ptrdiff_t>(*it));
      }
      candidates_.push_back(std::move(one));
    }
  }

  bool Under(const std::vector<LemmaId>& verbs, const Governors& governors) const {
    return std::any_of(governors.chunks.begin(), governors.chunks.end(), [&](int g) {
      return std::find(verbs.begin(), verbs.end(), window_.chunks[g].verb.verb) != verbs.end();
    });
  }

  static v1::Status Apply(const std::vector<Setting>& settings, v1::Event& event) {
    v1::Status status = v1::STATUS_UNSPECIFIED;
    for (const Setting& setting : settings) {
      if (setting.slot.empty())
        status = setting.status;
      else
        SetWord(event, setting.slot, setting.value);
    }
    return status;
  }

  v1::Status ApplyGovernors(const Frame& frame, const Governors& governors, v1::Event& event) const {
    for (int g : governors.chunks) {
      const LemmaId verb = window_.chunks[g].verb.verb;
      for (const GovernorRule& rule : frame.governors) {
        if (std::find(rule.verbs.begin(), rule.verbs.end(), verb) != rule.verbs.end())
          return Apply(rule.settings, event);
      }
    }
    return v1::STATUS_UNSPECIFIED;
  }

  // The words of a list that stand nearest to the trigger.
  void ApplyLists(const Frame& frame, int trigger, v1::Event& event) const {
    for (const ListRule& rule : frame.lists) {
      std::vector<const std::pair<std::string, Pattern>*> entries;
      for (const auto& entry : rules_.frames.lists()[rule.list].entries) {
        if (MayStand(entry.second)) entries.push_back(&entry);
      }
      int best = 1 << 20;
      std::string value;
      for (int i = 0; i < window_.tagged.size() && !entries.empty(); ++i) {
        const int distance = std::abs(i - trigger);
        if (distance >= best || window_.tagged.words[i]->form == 0) continue;
        for (const auto* entry : entries) {
          if (MatchPattern(entry->second, window_.tagged.words, i, window_.tagged.size()) == 0) continue;
          best = distance;
          value = entry->first;
          break;
        }
      }
      if (!value.empty()) SetWord(event, rule.slot, value);
    }
  }

  void ApplyNames(const Frame& frame, const Arguments& arguments, v1::Event& event) const {
    for (const NameRule& rule : frame.names) {
      for (const std::vector<Source>& together : rule.sources) {
        for (const Source& source : together) {
          for (const Argument* argument : At(source, arguments.list)) {
            for (int m : argument->mentions) {
              for (int e : document_.mentions[m].entities) {
                const v1::EntityKind kind = document_.entities[e].kind();
                const bool place = kind == v1::ENTITY_KIND_PLACE || kind == v1::ENTITY_KIND_PROJECT;
                if ((rule.slot == "site") != place || !GetWord(event, rule.slot).empty()) continue;
                SetWord(event, rule.slot, document_.entities[e].name());
              }
            }
          }
        }
      }
    }
  }

  bool DropUnmet() {
    const size_t before = candidates_.size();
    std::erase_if(candidates_, [&](const Candidate& candidate) {
      return !MeetsNeeds(rules_.ontology, *candidate.assertion.frame, candidate.assertion.event);
    });
    return candidates_.size() != before;
  }

  static void ClearNumbers(v1::Event& event) {
    event.clear_amount();
    event.clear_percent();
    event.clear_quantity();
  }

  void AddEvidence(v1::Event& event) const {
    const Sentence& sentence = document_.sentences[sentence_];
    v1::Evidence& evidence = *event.add_evidence();
    // Of a sentence that is read in pieces the piece, so that the quotes cost no more than the text.
    const Window& window = window_.tagged.window;
    const int begin =
        window.first == sentence.first_token ? sentence.begin : document_.tokens[window.first].begin;
    const int end = window.end == sentence.end_token ? sentence.end : document_.tokens[window.end - 1].end;
    evidence.set_start(begin);
    evidence.set_end(end);
    evidence.set_part(sentence.part);
    const std::string& text =
        sentence.part == v1::TEXT_PART_TITLE ? document_.article->title() : document_.article->body();
    evidence.set_quote(text.substr(begin, end - begin));
  }

  const Rules& rules_;
  const Document& document_;
  const ChunkedWindow& window_;
  const int sentence_;
  const Discourse& discourse_;
  ArgumentFinder arguments_;
  // The words of the window.
  LemmaSet words_;
  // What the last trigger that was tried gave.
  std::array<int, 4> seen_key_ = {-1, -1, -1, -1};
  Arguments seen_;
  PlaceSet seen_places_;
  bool reported_by_party_ = false;
  std::vector<Candidate> candidates_;
  // What a trigger is being made into. Most tries fail, and making an event is dear, so it is used again.
  Candidate tried_;
};

}  // namespace

WindowResult ReadWindow(const Rules& rules, const Document& document, const ChunkedWindow& window,
                        int sentence, const Discourse& discourse, SentenceParser& parser) {
  return WindowReader(rules, document, window, sentence, discourse, parser).Run();
}

bool MayAssert(const Rules& rules, const Document& document, int first_token, int end_token) {
  for (int t = first_token; t < end_token; ++t) {
    const Word& word = rules.grammar.Find(document.tokens[t].lower);
    if (word.form == 0) continue;
    const auto& triggers = rules.frames.triggers();
    if (triggers.Starts(word.form) || triggers.Starts(word.verb) || triggers.Starts(word.noun)) return true;
  }
  return false;
}

}  // namespace tearsheet
