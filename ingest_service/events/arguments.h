// Who is what of a trigger: the one step of the analysis that knows syntax.
//
// By a scan of the chunks, and by a parse where that finds nothing (docs/adr/0012-syntax.md). Everything
// after it sees only Arguments.
#pragma once

#include <vector>

#include "ingest_service/events/chunks.h"
#include "ingest_service/events/clause_reader.h"

namespace tearsheet {

// A phrase that stands in a relation to a trigger.
struct Argument {
  enum Label : uint8_t {
    kSubject,      // logical subject: of an active verb, or after "by" of a passive one
    kObject,       // logical object
    kPossessor,    // "X's purchase"
    kModifier,     // in the noun phrase of the trigger: "the $3bn Acme deal"
    kPreposition,  // see `preposition`
    kGovernor,     // a number of the phrase that governs the verb: "a $3bn deal to buy", "paid $3bn to buy"
  };

  Label label = kObject;
  LemmaId preposition = 0;
  // Document mentions: the entities of a coordination ("X, Y and Z"), or one number, term or time.
  MentionList mentions;
  // Range of the phrase in the window.
  int first = 0;
  int end = 0;
  // How far away it is, in chunks; what lies behind a boundary counts more.
  int distance = 0;
  // The entity only modifies or owns the head of the phrase ("the Acme plant", "Acme's plant").
  bool loose = false;
};

struct Arguments {
  std::vector<Argument> list;
  Governors governors;
};

// Borrows all; use one per window. Not thread-safe.
class ArgumentFinder {
 public:
  ArgumentFinder(const Grammar& grammar, const Document& document, const ChunkedWindow& window,
                 SentenceParser& parser);

  // `chunk` is a verb group, `end` the token after the trigger words.
  Arguments OfVerb(int chunk, int end) const;
  // The noun trigger [first, end) in noun phrase `chunk`.
  Arguments OfNoun(int chunk, int first, int end) const;

  // Noun phrases that are the surface subject of a verb group; empty when there is none.
  std::vector<int> SurfaceSubject(int verb_chunk) const { return clause_.SurfaceSubject(verb_chunk); }

 private:
  void ScanRight(int from, int penalty, bool takes_object, bool passive, Arguments& out) const;
  int NameBehindConjunction(int chunk) const;
  void AddExamples(int chunk, Argument::Label label, LemmaId preposition, int distance, Arguments& out) const;
  void AddOwner(int mention, Argument::Label label, LemmaId preposition, int distance, Arguments& out) const;
  void AddGovernor(int chunk, Arguments& out) const;
  void AddPartOfSubject(int chunk, Arguments& out) const;
  void AddPhrase(const std::vector<int>& chunks, Argument::Label label, LemmaId preposition, int distance,
                 Arguments& out) const;

  const Grammar& grammar_;
  const Document& document_;
  const ChunkedWindow& window_;
  const ClauseReader clause_;
  const LemmaId by_;
};

}  // namespace tearsheet
