// How the chunks of a window hang together: subjects, governing verbs, coordinations, parentheses.
#pragma once

#include <string_view>
#include <vector>

#include "ingest_service/events/chunks.h"
#include "ingest_service/events/parsed_clauses.h"

namespace tearsheet {

// Farthest that a scan goes, in chunks; keeps the cost of a sentence linear.
inline constexpr int kClauseReach = 40;

// The verbs above a trigger, the nearest first: "has agreed", "to complete" for the noun "purchase". Chunk
// indexes; for a verb trigger the first is its own group.
struct Governors {
  std::vector<int> chunks;
  // The noun trigger is (in) the subject of the first verb.
  bool trigger_is_subject = false;
};

// Borrows all. Chunks are named by their index in the window; an index outside it is no chunk. Not
// thread-safe.
class ClauseReader {
 public:
  ClauseReader(const Document& document, const ChunkedWindow& window, SentenceParser& parser)
      : document_(document), window_(window), parsed_(document, window, parser) {}

  int size() const { return static_cast<int>(window_.chunks.size()); }
  bool Is(int chunk, Chunk::Kind kind) const;
  // The first word of the chunk, in small letters.
  std::string_view Lower(int chunk) const;
  bool HasEntity(int chunk) const;
  // The head of the phrase is a name: "Acme", "the retailer Acme", but not "Acme's rival" or "its rival".
  bool IsNamed(int chunk) const;
  bool StartsWithNumber(int chunk) const;
  // "between", "about", "over": before a number they bound it.
  bool BoundsNumber(int preposition) const;

  // Noun phrases that are the surface subject of a verb group; empty when there is none.
  std::vector<int> SurfaceSubject(int verb_chunk) const;
  // The noun phrase that a relative clause with a subject of its own describes ("Acme, which Birch bought"),
  // or -1.
  int RelativeObject(int verb_chunk) const;
  // Whom a subject stands for: "a spokesperson for Acme" is Acme.
  std::vector<int> Represented(std::vector<int> subject) const;
  Governors GovernorsOfVerb(int verb_chunk) const;
  Governors GovernorsOfNoun(int chunk) const;

  // "X, Y and Z" from its first phrase. `closed`: after "between", where the last one is no subject of what
  // follows.
  std::vector<int> CoordinatedRight(int chunk, bool closed) const;
  bool GoesOn(int chunk) const;
  std::vector<int> ListFrom(int chunk, bool closed) const;
  bool HasFiniteBefore(int chunk) const;
  // The chunk behind an item of a list and what belongs to it; -1 when brackets do not close.
  int ItemEnd(int chunk) const;
  int NamedItem(int chunk) const;
  bool IsNameWithArticle(int chunk) const;
  bool IsSubject(int chunk) const;
  bool IsPlace(int chunk) const;
  bool IsColon(int chunk) const { return Is(chunk, Chunk::kStop) && Lower(chunk) == ":"; }
  // The chunk behind "as well as" or "along with" and a comma before it, or -1.
  int BehindAsWellAs(int chunk) const;
  // The chunk after the parenthesis that starts at `chunk`, or -1 when none does.
  int SkipParenthesisRight(int chunk) const;

 private:
  std::vector<int> SubjectOfFinite(int verb_chunk, int depth) const;
  std::vector<int> Subject(int verb_chunk, int depth) const;
  // "shareholders".
  bool EndsWithOwners(int chunk) const;
  std::vector<int> SubjectBehind(int verb_chunk) const;
  int GovernorOf(int verb_chunk) const;
  int SkipParenthesisLeft(int chunk) const;
  std::vector<int> CoordinatedLeft(int chunk) const;
  Governors ScanForGovernors(int chunk) const;
  int VerbOfReported(int saying, int chunk) const;
  // The phrase ends with a word of this class: "a consortium".
  bool EndsWith(int chunk, Word::Class c) const;

  const Document& document_;
  const ChunkedWindow& window_;
  // Parses when first asked.
  mutable ParsedClauses parsed_;
};

}  // namespace tearsheet
