// Who is what of a trigger: the one step of the analysis that knows syntax.
//
// Now by a shallow analysis of chunks. A parser can take its place behind this class: everything after it
// sees only Arguments.
#pragma once

#include <vector>

#include "ingest_service/events/chunks.h"

namespace tearsheet {

// A phrase that stands in a relation to a trigger.
struct Argument {
  enum Label : uint8_t {
    kSubject,      // logical subject: of an active verb, or after "by" of a passive one
    kObject,       // logical object
    kPossessor,    // "X's purchase"
    kModifier,     // in the noun phrase of the trigger: "the $3bn Acme deal"
    kPreposition,  // see `preposition`
  };

  Label label = kObject;
  LemmaId preposition = 0;
  // Document mentions: the entities of a coordination ("X, Y and Z"), or one number, term or time.
  std::vector<int> mentions;
  // Range of the phrase in the window.
  int first = 0;
  int end = 0;
  // How far away it is, in chunks; what lies behind a boundary counts more.
  int distance = 0;
  // The entity only modifies or owns the head of the phrase ("the Acme plant", "Acme's plant").
  bool loose = false;
};

// The verbs above a trigger, the nearest first: "has agreed", "to complete" for the noun "purchase". Chunk
// indexes; for a verb trigger the first is its own group.
struct Governors {
  std::vector<int> chunks;
  // The noun trigger is (in) the subject of the first verb.
  bool trigger_is_subject = false;
};

struct Arguments {
  std::vector<Argument> list;
  Governors governors;
};

// Borrows all; use one per window. Not thread-safe.
class ArgumentFinder {
 public:
  ArgumentFinder(const Grammar& grammar, const Document& document, const ChunkedWindow& window);

  // `chunk` is a verb group, `end` the token after the trigger words.
  Arguments OfVerb(int chunk, int end) const;
  // The noun trigger [first, end) in noun phrase `chunk`.
  Arguments OfNoun(int chunk, int first, int end) const;

  // Noun phrases that are the surface subject of a verb group; empty when there is none.
  std::vector<int> SurfaceSubject(int verb_chunk) const;

 private:
  std::vector<int> SubjectOfFinite(int verb_chunk, int depth) const;
  std::vector<int> Subject(int verb_chunk, int depth) const;
  int GovernorOf(int verb_chunk) const;
  Governors GovernorsOfVerb(int verb_chunk) const;
  Governors GovernorsOfNoun(int chunk) const;
  int SkipParenthesisLeft(int chunk) const;
  int SkipParenthesisRight(int chunk) const;
  std::vector<int> CoordinatedRight(int chunk, bool closed) const;
  std::vector<int> CoordinatedLeft(int chunk) const;
  void ScanRight(int from, int penalty, bool takes_object, bool passive, Arguments& out) const;
  void AddPhrase(const std::vector<int>& chunks, Argument::Label label, LemmaId preposition, int distance,
                 Arguments& out) const;
  std::vector<int> Represented(std::vector<int> subject) const;
  bool HasEntity(int chunk) const;
  bool BoundsNumber(int preposition) const;
  bool StartsWithNumber(int chunk) const;
  bool Is(int chunk, Chunk::Kind kind) const;
  std::string_view Lower(int chunk) const;
  int size() const { return static_cast<int>(window_.chunks.size()); }

  const Grammar& grammar_;
  const Document& document_;
  const ChunkedWindow& window_;
  LemmaId by_;
  LemmaId of_;
};

}  // namespace tearsheet
