// Parts of speech and grammatical relations: those of Universal Dependencies, as far as extraction needs
// them.
#pragma once

#include <cstdint>
#include <string_view>

namespace tearsheet {

// Universal parts of speech; verbs, nouns and some function words are told apart further. The values are part
// of the model file: a change needs a new model.
enum class Pos : uint8_t {
  kNoun,
  kNounPlural,
  kProperNoun,
  kPronoun,
  kPronounPossessive,  // its, whose
  kPronounRelative,    // which, who, that: relative and interrogative
  kDeterminer,
  kAdjective,
  kAdverb,
  kAdverbRelative,  // where, when, how
  kNumber,
  kAdposition,
  kParticle,    // of a verb: "take over"
  kTo,          // before an infinitive
  kPossessive,  // 's
  kNegation,    // not, n't
  kConjunction,
  kSubordinator,
  kModal,
  kAuxiliary,            // finite
  kAuxiliaryParticiple,  // be, been, being, having
  kVerbBase,
  kVerbPresent,
  kVerbThird,
  kVerbPast,
  kVerbParticiple,
  kVerbIng,
  kPunctuation,
  kSymbol,
  kOther,
  // Never found by the tagger: units (see syntax_token.h), the root and beyond the sentence.
  kAmount,
  kPercent,
  kQuantity,
  kTime,
  kTerm,
  kRoot,
  kNone,
};

// Those that the tagger decides between.
inline constexpr int kTaggedPos = static_cast<int>(Pos::kOther) + 1;

// How a word depends on its head. The values are part of the model file.
enum class Relation : uint8_t {
  kSubject,
  kSubjectPassive,
  kObject,
  kIndirectObject,
  kOblique,
  kAgent,  // "by X" of a passive verb
  kNominal,
  kPossessor,
  kCompound,
  kVerbParticle,
  kAdjectival,
  kNumeric,
  kApposition,
  kConjunct,
  kConjunction,
  kCase,
  kMark,
  kAuxiliary,
  kAuxiliaryPassive,
  kCopula,
  kAdverbial,
  kClause,  // acl: "talks to buy", "a firm based in"
  kRelativeClause,
  kAdverbialClause,
  kOpenComplement,  // xcomp: "agreed to buy"
  kComplement,      // ccomp: "said it would"
  kParataxis,
  kDeterminer,
  kPunctuation,
  kOther,
  // No relation that the labeller decides on.
  kRoot,
};

inline constexpr int kRelations = static_cast<int>(Relation::kOther) + 1;

inline bool IsVerb(Pos pos) { return pos >= Pos::kVerbBase && pos <= Pos::kVerbIng; }

// The universal part of speech ("VERB") and the relation ("nsubj:pass") as Universal Dependencies name them.
std::string_view UniversalName(Pos pos);
std::string_view Name(Relation relation);

}  // namespace tearsheet
