// Frames: which words assert an event of which type, and where its roles and values stand. Data of
// lexicons/frames*.txt; docs/extending.md describes the format.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "common/ontology.h"
#include "ingest_service/events/grammar.h"
#include "ingest_service/events/pattern.h"
#include "ingest_service/events/place_set.h"
#include "ingest_service/events/rule_file.h"
#include "tearsheet/v1/vocabulary.pb.h"

namespace tearsheet {

// What a trigger or governing verb sets: a word slot, or the status when `slot` is empty.
struct Setting {
  std::string slot;
  std::string value;
  v1::Status status = v1::STATUS_UNSPECIFIED;
};

struct Trigger {
  bool verb = false;
  Pattern pattern;
  // Words before the first gap: what a gap spans ("take Acme private") is an argument.
  int head = 0;
  std::vector<Setting> settings;
};

// Where a filler may stand, seen from the trigger.
struct Source {
  enum Kind : uint8_t {
    kSubject,
    kObject,
    kPossessor,
    kModifier,
    kPreposition,
    kGovernor,
    kLast,
    kTopic,
    kVendor
  };
  Kind kind = kSubject;
  LemmaId preposition = 0;
  // The entity may be a modifier of what stands there ("Acme's plant").
  bool loose = false;
  // Only an organisation ("sold Acme" is a deal, "sold iPhones" is none).
  bool organisation = false;
  // Only a regulator, a court, a ministry or a country: what a company rejects, no authority blocks.
  bool official = false;
  // A part of somebody that has no name of its own ("its cement division").
  bool part = false;
  // kLast: the latest event of this type in the article and the role in it. kVendor: the role whose product's
  // maker it is.
  std::string type;
  std::string role;
  // kLast: only while no event of another type that frames ask so for was told since ("the deal").
  bool latest = false;
  // As the file has it: "subject", "loose in".
  std::string text;
};

// Alternatives, the first that is there counts; the sources of one alternative are taken together.
using Sources = std::vector<std::vector<Source>>;

struct RoleRule {
  const v1::Role* role = nullptr;
  Sources sources;
  // How many participants an event of the type must have in the role.
  int needed = 0;
  // Only persons can fill it.
  bool only_persons = false;
};

struct NumberRule {
  v1::SlotKind kind = v1::SLOT_KIND_UNSPECIFIED;
  Sources sources;
};

// The value of a word slot is that of the list whose words stand in the sentence.
struct ListRule {
  std::string slot;
  int list = 0;
};

// The value of a word slot is the name of an entity in one of the sources.
struct NameRule {
  std::string slot;
  Sources sources;
};

struct GovernorRule {
  std::vector<LemmaId> verbs;
  std::vector<Setting> settings;
};

struct Frame {
  std::string name;
  // Where it stands, "file:line".
  std::string place;
  const v1::EventType* type = nullptr;
  std::vector<Trigger> triggers;
  std::vector<RoleRule> roles;
  std::vector<NumberRule> numbers;
  // For each set of roles that the type requires, where each role of it can be filled from.
  std::vector<std::vector<PlaceSet>> required;
  std::vector<ListRule> lists;
  std::vector<NameRule> names;
  std::vector<GovernorRule> governors;
  // The percentage must be above 50, or must not be ("acquired 60 percent" is a takeover).
  enum class Share : uint8_t { kAny, kMajority, kMinority } share = Share::kAny;
  // Each group: one of these roles or slots must be filled.
  std::vector<std::vector<std::string>> needs;
  // One of these must stand in the sentence; none of those may.
  std::vector<Pattern> where;
  std::vector<Pattern> where_not;
  // The same within the trigger's own clause, from its phrase on.
  std::vector<Pattern> with;
  std::vector<Pattern> with_not;
  // Only where the deal that was last told of a party is of this type ("It hopes to raise $1bn" after an
  // IPO).
  std::string after;
  // A noun trigger counts only under one of these verbs (empty: always).
  std::vector<LemmaId> under;
  // Nor under one of those.
  std::vector<LemmaId> not_under;
  // A participle that only describes a noun ("the firm owned by") does not count.
  bool clause = false;
  // Each object that is a number of this kind makes an event of its own ("4 times the memory and twice the
  // speed").
  v1::SlotKind each = v1::SLOT_KIND_UNSPECIFIED;
  // Each entity in this role makes an event of its own ("customers include A, B and C"); null: none does.
  const v1::Role* each_role = nullptr;
  // The quantity counts only in one of these units, or in none of those (empty: any).
  std::vector<std::string> units;
  std::vector<std::string> units_not;
  // A percentage near one of the first is a fall and negative, unless one of the second stands nearer.
  std::vector<Pattern> falls;
  std::vector<Pattern> rises;
  // Frames after this one are tried at the same trigger too ("A succeeds B" is two events).
  bool shared = false;
  // The negation is the assertion ("did not respond").
  bool negated = false;
  // Status by the tense of the verb when no cue tells it.
  v1::Status past = v1::COMPLETED;
  v1::Status present = v1::ONGOING;
  v1::Status future = v1::PLANNED;
  v1::Status nominal = v1::STATUS_UNSPECIFIED;
  // Whatever the cues and the tense ("would not comment"), the status is this one; STATUS_UNSPECIFIED: they
  // tell.
  v1::Status always = v1::STATUS_UNSPECIFIED;

  // False: with nobody in other places than `filled`, no required set of roles can be filled.
  bool MayFillRoles(const PlaceSet& filled) const;
  // Whether a number with this value can be one of the frame's.
  bool Takes(const v1::Mention& value) const;
};

struct WordList {
  std::string name;
  // Value and words, the longest words first.
  std::vector<std::pair<std::string, Pattern>> entries;
};

// All frames, with an index by trigger word. Immutable after loading.
class Frames {
 public:
  // Reads `files` in order and makes their words known to `grammar`. INVALID_ARGUMENT: "file:line: what is
  // wrong". Borrows `ontology`.
  static absl::StatusOr<Frames> Load(const std::vector<RuleText>& files, const Ontology& ontology,
                                     Grammar& grammar);

  struct Entry {
    int frame;
    int trigger;
    LemmaId second;
    // Words of the trigger, gaps included.
    int size;
    bool verb;
  };

  const std::vector<Frame>& frames() const { return frames_; }
  const std::vector<WordList>& lists() const { return lists_; }
  // The triggers, those with most words first.
  const PatternIndex<Entry>& triggers() const { return triggers_; }
  // The event types that "the deal" can mean: those that some frame asks for with "latest".
  const std::vector<std::string>& deal_types() const { return deal_types_; }

 private:
  friend class FrameReader;
  std::vector<Frame> frames_;
  std::vector<WordList> lists_;
  std::vector<std::string> deal_types_;
  PatternIndex<Entry> triggers_;
};

}  // namespace tearsheet
