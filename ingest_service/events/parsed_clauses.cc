#include "ingest_service/events/parsed_clauses.h"

#include <algorithm>

#include "ingest_service/events/dependencies.h"

namespace tearsheet {
namespace {

constexpr int kMaxDepth = 8;

bool IsSubject(Relation relation) {
  return relation == Relation::kSubject || relation == Relation::kSubjectPassive;
}

}  // namespace

const ChunkTree& ParsedClauses::tree() {
  if (!tree_) tree_.emplace(window_, ParseWindow(document_, window_.tagged, parser_));
  return *tree_;
}

bool ParsedClauses::Is(int chunk, Chunk::Kind kind) const {
  return chunk >= 0 && window_.chunks[chunk].kind == kind;
}

bool ParsedClauses::HasEntity(int chunk) const {
  if (!Is(chunk, Chunk::kNoun)) return false;
  const MentionList& mentions = window_.chunks[chunk].mentions;
  return std::any_of(mentions.begin(), mentions.end(),
                     [&](int m) { return IsEntityMention(document_.mentions[m]); });
}

// A phrase and what is coordinated with it.
std::vector<int> ParsedClauses::Coordinated(int chunk) {
  std::vector<int> items = {chunk};
  for (int k = tree().first_child(chunk); k >= 0; k = tree().next_sibling(k)) {
    if (tree().relation(k) == Relation::kConjunct && Is(k, Chunk::kNoun) && k > chunk) items.push_back(k);
  }
  return items;
}

// "Acme, the maker of pumps, which": Acme.
int ParsedClauses::Described(int chunk) {
  const int parent = tree().parent(chunk);
  return tree().relation(chunk) == Relation::kApposition && HasEntity(parent) ? parent : chunk;
}

// "asked Acme to sell": who is asked acts. -1: nobody.
int ParsedClauses::ObjectBefore(int verb_chunk, int end) {
  if (window_.chunks[verb_chunk].verb.passive) return -1;
  for (int k = tree().first_child(verb_chunk); k >= 0; k = tree().next_sibling(k)) {
    const Relation relation = tree().relation(k);
    if ((relation == Relation::kObject || relation == Relation::kIndirectObject) && k > verb_chunk &&
        k < end && HasEntity(k))
      return k;
  }
  return -1;
}

std::vector<int> ParsedClauses::Subject(int verb_chunk) { return Subject(verb_chunk, 0); }

std::vector<int> ParsedClauses::Subject(int verb_chunk, int depth) {
  if (depth > kMaxDepth || !Is(verb_chunk, Chunk::kVerb)) return {};
  for (int k = tree().first_child(verb_chunk); k >= 0; k = tree().next_sibling(k)) {
    if (!IsSubject(tree().relation(k))) continue;
    if (Is(k, Chunk::kNoun)) return Coordinated(k);
    // "which": what the clause describes.
    const int parent = tree().parent(verb_chunk);
    if (Is(k, Chunk::kRelative) && Is(parent, Chunk::kNoun)) return {Described(parent)};
  }
  return SubjectFromAbove(verb_chunk, depth);
}

// Of a verb without a subject of its own.
std::vector<int> ParsedClauses::SubjectFromAbove(int verb_chunk, int depth) {
  const int parent = tree().parent(verb_chunk);
  const Relation relation = tree().relation(verb_chunk);
  const VerbGroup& verb = window_.chunks[verb_chunk].verb;
  switch (relation) {
    case Relation::kConjunct:
      return Subject(parent, depth + 1);
    case Relation::kOpenComplement:
    case Relation::kAdverbialClause:
    case Relation::kComplement: {
      if (!Is(parent, Chunk::kVerb) || verb.finite()) return {};
      const int object = relation == Relation::kOpenComplement ? ObjectBefore(parent, verb_chunk) : -1;
      return object >= 0 ? Coordinated(object) : Subject(parent, depth + 1);
    }
    case Relation::kClause:
    case Relation::kRelativeClause: {
      if (!Is(parent, Chunk::kNoun)) return Subject(parent, depth + 1);
      // "a round led by", but "talks to buy": those who talk; "X's plan to sell": its owner.
      if (!verb.infinitive) return {Described(parent)};
      for (int m : window_.chunks[parent].mentions) {
        if (document_.mentions[m].possessive && IsEntityMention(document_.mentions[m])) return {parent};
      }
      int above = parent;
      for (int steps = 0; steps < kMaxDepth && Is(above, Chunk::kNoun); ++steps) above = tree().parent(above);
      return Subject(above, depth + 1);
    }
    default:
      return {};
  }
}

ParsedClauses::Governor ParsedClauses::GovernorOfNoun(int chunk) {
  int c = chunk;
  for (int steps = 0; steps < kMaxDepth; ++steps) {
    const int parent = tree().parent(c);
    const Relation relation = tree().relation(c);
    // What only stands beside a clause, or in front of it ("as part of the deal, X took"), is not governed by
    // it.
    if (parent < 0 || relation == Relation::kApposition || relation == Relation::kParataxis ||
        relation == Relation::kOther || (relation == Relation::kOblique && c < parent))
      return {};
    if (Is(parent, Chunk::kVerb)) return {parent, IsSubject(relation)};
    c = parent;
  }
  return {};
}

}  // namespace tearsheet
